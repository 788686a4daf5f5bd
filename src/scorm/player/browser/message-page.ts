import { make, makeButton } from './page';

export type MessageAction = { readonly text: string } & ({ readonly href: string } | { readonly run: () => void });

/** A page of ours in the place of the content: the end, a refusal, offline. Focus goes to its heading. */
export function showMessage(
  place: HTMLElement,
  title: string,
  sentences: readonly string[],
  actions: readonly MessageAction[],
): void {
  const heading = make('h2', title, { tabindex: '-1' });
  const row = make('div', '', { class: 'player-message-actions' });
  row.append(
    ...actions.map((action) =>
      'href' in action
        ? make('a', action.text, { href: action.href, class: 'player-button' })
        : makeButton(action.text, action.run),
    ),
  );
  place.replaceChildren(heading, ...sentences.map((sentence) => make('p', sentence)), row);
  place.hidden = false;
  heading.focus();
}
