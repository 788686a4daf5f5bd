/** Draws the contents: nested lists, states in words, buttons for what can be chosen now and text for what cannot. */
import type { ContentsNode } from './contents-tree';
import { make, makeButton } from './page';
import type { Say } from './words';

export type ContentsShown = { readonly tree: readonly ContentsNode[]; readonly busy: boolean };

/** Longer lists begin with the branches closed that the learner is not in. */
const longList = 40;

/** What the learner opened or closed by hand stays so, for as long as the page lives. */
const byHand = new WeakMap<HTMLElement, Map<string, boolean>>();

const count = (nodes: readonly ContentsNode[]): number =>
  nodes.reduce((sum, node) => sum + 1 + count(node.children), 0);
const leadsToCurrent = (node: ContentsNode): boolean => node.current || node.children.some(leadsToCurrent);

function stateWords(node: ContentsNode, say: Say): string {
  const words = [
    node.current ? say('player.contents.current') : '',
    node.kind === 'course' ? say('player.contents.course') : say(`player.state.${node.state}`),
    node.kind === 'part' && !node.current && !node.choosable ? say('player.contents.locked') : '',
  ];
  return words.filter((word) => word !== '').join(' · ');
}

function labelOf(node: ContentsNode, say: Say): HTMLElement[] {
  const words = stateWords(node, say);
  const title = make('span', node.title, { class: 'player-part' });
  return words === '' ? [title] : [title, make('span', words, { class: 'player-state' })];
}

/** One line of text for what is drawn, so that nothing is drawn twice: a list of 200 parts costs more than a look. */
const drawnAs = new WeakMap<HTMLElement, string>();

/** Redraws only what changed: nothing at all, mostly. The focus stays on its part. */
export function drawContents(
  place: HTMLElement,
  shown: ContentsShown,
  say: Say,
  choose: (identifier: string) => void,
): void {
  place.dataset['busy'] = String(shown.busy);
  const text = JSON.stringify(shown.tree);
  if (drawnAs.get(place) === text) return;
  drawnAs.set(place, text);
  const opened = byHand.get(place) ?? new Map<string, boolean>();
  byHand.set(place, opened);
  const focused =
    document.activeElement instanceof HTMLElement && place.contains(document.activeElement)
      ? document.activeElement.dataset['identifier']
      : undefined;
  const long = count(shown.tree) > longList;
  let branches = 0;

  const branch = (node: ContentsNode, item: HTMLElement): void => {
    const below = list(node.children);
    branches += 1;
    below.id = `contents-branch-${branches}`;
    const button = makeButton('', () => set(below.hidden === true));
    button.className = 'player-branch';
    button.setAttribute('aria-controls', below.id);
    const set = (open: boolean): void => {
      below.hidden = !open;
      button.ariaExpanded = String(open);
      opened.set(node.identifier, open);
    };
    below.hidden = !(opened.get(node.identifier) ?? (!long || leadsToCurrent(node)));
    button.ariaExpanded = String(!below.hidden);
    button.ariaLabel = say('player.contents.branch', { title: node.title });
    item.prepend(button);
    item.append(below);
  };

  const list = (nodes: readonly ContentsNode[]): HTMLElement => {
    const made = make('ol');
    made.append(
      ...nodes.map((node) => {
        const item = make('li', '', { class: node.children.length > 0 ? 'player-cluster' : '' });
        const label = node.choosable
          ? makeButton('', () => place.dataset['busy'] !== 'true' && choose(node.identifier))
          : make('div', '', { class: 'player-fixed' });
        label.classList.add('player-entry');
        label.dataset['identifier'] = node.identifier;
        label.dataset['kind'] = node.kind;
        if (node.current) label.setAttribute('aria-current', 'step');
        label.append(...labelOf(node, say));
        item.append(label);
        if (node.children.length > 0) branch(node, item);
        return item;
      }),
    );
    return made;
  };

  place.replaceChildren(list(shown.tree));
  if (focused !== undefined)
    place.querySelector<HTMLElement>(`button[data-identifier="${CSS.escape(focused)}"]`)?.focus();
}
