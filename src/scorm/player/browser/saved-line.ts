import type { SavedWord } from './saved-state';
import type { Say } from './words';

/** "Saving…" is only worth saying when it lasts. */
const savingAfter = 700;

/**
 * The saved state in the bar, announced politely and only when it changes. While something is under way the line is
 * marked busy at once: what it still says is about what went before.
 */
export function createSavedLine(line: HTMLElement, say: Say): (word: SavedWord) => void {
  let shown: SavedWord = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (word: SavedWord): void => {
    shown = word;
    line.textContent = word === '' ? '' : say(word);
    line.dataset['tone'] =
      word === '' || word === 'player.saved.saved' || word === 'player.saved.saving' ? 'calm' : 'attention';
  };
  return (word) => {
    line.ariaBusy = String(word === 'player.saved.saving');
    if (word === 'player.saved.saving') {
      if (shown !== word) timer ??= setTimeout(() => show(word), savingAfter);
      return;
    }
    clearTimeout(timer);
    timer = undefined;
    if (word !== shown) show(word);
  };
}
