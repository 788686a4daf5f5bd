/** The parts of the player page that the script touches; the view is `views/player.njk`. */
import type { PlayerStart } from '../../runtime/core/protocol';

/** The element of that id; throws when the view and the script disagree. */
export function byId<E extends HTMLElement>(id: string, type: abstract new (...args: never[]) => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${id}`);
  return found;
}

/** Data that the server put into the page. */
export function embedded<T>(id: string): T {
  return JSON.parse(byId(id, HTMLScriptElement).textContent) as T;
}

/** A new element with text, and with class and attributes. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = '',
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (text !== '') element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** A button with what it does. */
export function makeButton(text: string, pressed: () => void): HTMLButtonElement {
  const button = make('button', text, { type: 'button' });
  button.addEventListener('click', pressed);
  return button;
}

export const readStart = (): PlayerStart => embedded<PlayerStart>('start');
