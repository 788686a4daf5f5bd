import { make, makeButton } from './page';
import type { Say } from './words';

export type NoticeAction = { readonly text: string; readonly run: () => void };

export type Notices = {
  /** Shows or replaces the notice of that name. */
  readonly show: (
    name: string,
    sentences: readonly string[],
    options?: { readonly actions?: readonly NoticeAction[]; readonly closable?: boolean; readonly urgent?: boolean },
  ) => void;
  readonly hide: (name: string) => void;
};

/** Strips under the bar that take no room from the content when there is nothing to say. */
export function createNotices(place: HTMLElement, say: Say): Notices {
  const shown = new Map<string, HTMLElement>();
  const hide = (name: string): void => {
    shown.get(name)?.remove();
    shown.delete(name);
  };
  return {
    hide,
    show: (name, sentences, { actions = [], closable = false, urgent = false } = {}) => {
      const strip = make('div', '', { class: 'player-notice', role: urgent ? 'alert' : 'status' });
      strip.append(...sentences.map((sentence) => make('p', sentence)));
      const buttons = actions.map(({ text, run }) => makeButton(text, run));
      if (closable) buttons.push(makeButton(say('player.notice.close'), () => hide(name)));
      if (buttons.length > 0) {
        const group = make('div', '', { class: 'player-notice-actions' });
        group.append(...buttons);
        strip.append(group);
      }
      const before = shown.get(name);
      shown.set(name, strip);
      if (before) before.replaceWith(strip);
      else place.append(strip);
    },
  };
}
