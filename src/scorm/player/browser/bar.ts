/** The slim bar: back, title, saved state, contents, previous, continue, full screen, save and leave, exit. */
import type { ContentsEntry, Delivery, PlayerStart } from '../../runtime/core/protocol';
import type { Controls, NavigationRequest } from '../../sequencing/core/types';
import { drawContents } from './contents-list';
import { contentsTree } from './contents-tree';
import type { ContentsNode } from './contents-tree';
import { closeByEscape } from './close-by-escape';
import { byId } from './page';
import { shownControls } from './shown-controls';
import type { ControlState } from './shown-controls';
import type { Say } from './words';

export type BarParts = {
  readonly start: PlayerStart;
  readonly say: Say;
  readonly go: (request: NavigationRequest) => void;
  /** Saves and leaves; the learner comes back to where they were. */
  readonly save: () => void;
  /** Ends the attempt on the course. */
  readonly exit: () => void;
  readonly back: () => void;
};

export type BarShown = {
  readonly contents: readonly ContentsEntry[];
  readonly controls: Controls;
  readonly current: Delivery | undefined;
  readonly busy: boolean;
  readonly ended?: boolean;
};

export type Bar = {
  readonly draw: (shown: BarShown) => void;
  readonly openContents: () => void;
  /** Anything that can be chosen from the contents and is not where the learner is. */
  readonly canChoose: () => boolean;
  /** How many parts the course has. */
  readonly parts: () => number;
  /** Whether the learner can open the contents at all. */
  readonly hasContents: () => boolean;
  /** What can be chosen, in order. */
  readonly choices: () => readonly ContentsNode[];
};

/** Off, not `disabled`: the focus stays where it is when a control stops being valid. */
function press(button: HTMLButtonElement, act: () => void): void {
  button.addEventListener('click', () => button.ariaDisabled !== 'true' && act());
}

function show(button: HTMLButtonElement, state: ControlState): void {
  button.hidden = state === 'hidden';
  if (button.ariaDisabled !== String(state === 'off')) button.ariaDisabled = String(state === 'off');
}

const partsOf = (start: PlayerStart, contents: readonly ContentsEntry[]): number => {
  if (!start.course) return contents.filter((entry) => entry.launchable).length;
  let parts = 0;
  const open = [start.course.organisation.root];
  for (let activity = open.pop(); activity; activity = open.pop()) {
    if (activity.resource) parts += 1;
    open.push(...activity.children);
  }
  return parts;
};

/** Where the learner is, or else what can be chosen first. */
const entryToFocus = (list: HTMLElement): HTMLElement | undefined =>
  [...list.querySelectorAll<HTMLElement>('button[aria-current]'), ...list.querySelectorAll<HTMLElement>('button')].find(
    (each) => each.offsetParent !== null,
  );

const choosable = (nodes: readonly ContentsNode[]): readonly ContentsNode[] =>
  nodes.flatMap((node) => [...(node.choosable ? [node] : []), ...choosable(node.children)]);

export function createBar({ start, say, go, save, exit, back }: BarParts): Bar {
  const button = (id: string): HTMLButtonElement => byId(id, HTMLButtonElement);
  const buttons = {
    contents: button('contents-button'),
    previous: button('previous'),
    next: button('next'),
    save: button('save'),
    exit: button('exit'),
  };
  const panel = byId('contents', HTMLElement);
  const list = byId('contents-list', HTMLElement);
  const parts = partsOf(start, start.contents);
  let tree: readonly ContentsNode[] = [];

  const setOpen = (open: boolean): void => {
    panel.hidden = !open;
    buttons.contents.ariaExpanded = String(open);
  };
  // The panel comes after all buttons of the bar: whoever opens it is taken there, and out again by Escape.
  press(buttons.contents, () => {
    setOpen(panel.hidden !== false);
    if (!panel.hidden) entryToFocus(list)?.focus();
  });
  closeByEscape(panel, buttons.contents, () => setOpen(false));
  press(buttons.previous, () => go({ type: 'previous' }));
  press(buttons.next, () => go({ type: 'continue' }));
  press(buttons.save, save);
  press(buttons.exit, exit);
  byId('back', HTMLAnchorElement).addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    back();
  });
  byId('skip', HTMLAnchorElement).addEventListener('click', (event) => {
    event.preventDefault();
    const frame = byId('content', HTMLIFrameElement);
    frame.focus();
    frame.contentWindow?.focus();
  });

  return {
    openContents: () => setOpen(!buttons.contents.hidden),
    canChoose: () => choosable(tree).some((node) => !node.current && node.kind !== 'course'),
    parts: () => parts,
    hasContents: () => !buttons.contents.hidden,
    choices: () => choosable(tree),
    draw: ({ contents, controls, current, busy, ended = false }) => {
      const shown = shownControls({
        start,
        contents,
        parts,
        controls,
        hideControls: current?.hideControls ?? [],
        current: current?.activity,
        busy,
        ended,
      });
      for (const name of Object.keys(buttons) as (keyof typeof buttons)[]) show(buttons[name], shown[name]);
      // The list may be read while something is on its way.
      buttons.contents.ariaDisabled = 'false';
      if (buttons.contents.hidden) setOpen(false);
      tree = contentsTree(contents, controls, current?.activity);
      drawContents(list, { tree, busy }, say, (target) => {
        // On a phone the list lies above the content that was asked for.
        if (window.matchMedia('(max-width: 40em)').matches) setOpen(false);
        go({ type: 'choice', target });
      });
    },
  };
}
