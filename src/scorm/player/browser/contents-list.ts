import type { ContentsEntry } from '../../runtime/core/protocol';
import { make, makeButton } from './page';
import type { Say } from './words';

export type ContentsShown = {
  readonly entries: readonly ContentsEntry[];
  readonly choices: readonly string[];
  readonly current: string | undefined;
  readonly busy: boolean;
};

function stateWords(entry: ContentsEntry, shown: ContentsShown, say: Say): string {
  const words = [
    entry.identifier === shown.current ? say('player.contents.current') : '',
    say(`player.state.${entry.state}`),
  ];
  if (entry.launchable && entry.identifier !== shown.current && !shown.choices.includes(entry.identifier))
    words.push(say('player.contents.locked'));
  return words.filter((word) => word !== '').join(' · ');
}

/** Draws the contents: headings as text, parts as buttons, each with its state in words. Focus stays on its part. */
export function drawContents(
  list: HTMLElement,
  shown: ContentsShown,
  say: Say,
  choose: (identifier: string) => void,
): void {
  const focused =
    document.activeElement instanceof HTMLElement && list.contains(document.activeElement)
      ? document.activeElement.dataset['identifier']
      : undefined;
  list.replaceChildren(
    ...shown.entries.map((entry) => {
      const item = make('li', '', { 'data-depth': String(Math.min(6, entry.depth)) });
      if (!entry.launchable) {
        item.append(make('span', entry.title, { class: 'player-heading' }));
        return item;
      }
      const button = makeButton(entry.title, () => choose(entry.identifier));
      button.dataset['identifier'] = entry.identifier;
      button.disabled = shown.busy || !shown.choices.includes(entry.identifier);
      if (entry.identifier === shown.current) button.setAttribute('aria-current', 'step');
      button.append(make('span', stateWords(entry, shown, say), { class: 'player-state' }));
      item.append(button);
      return item;
    }),
  );
  if (focused !== undefined) list.querySelector<HTMLElement>(`[data-identifier="${CSS.escape(focused)}"]`)?.focus();
}
