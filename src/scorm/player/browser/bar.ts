/** The slim bar: back, title, saved state, contents, previous, next, full screen, exit. */
import type { ContentsEntry, Delivery, PlayerStart } from '../../runtime/core/protocol';
import type { Controls, NavigationRequest } from '../../sequencing/core/types';
import { drawContents } from './contents-list';
import { byId } from './page';
import type { Say } from './words';

export type BarParts = {
  readonly start: PlayerStart;
  readonly say: Say;
  readonly go: (request: NavigationRequest) => void;
  readonly leave: () => void;
  readonly back: () => void;
};

export type BarShown = {
  readonly contents: readonly ContentsEntry[];
  readonly controls: Controls;
  readonly current: Delivery | undefined;
  readonly busy: boolean;
  readonly ended?: boolean;
};

export type Bar = { readonly draw: (shown: BarShown) => void; readonly openContents: () => void };

export function createBar({ start, say, go, leave, back }: BarParts): Bar {
  const button = (id: string): HTMLButtonElement => byId(id, HTMLButtonElement);
  const [contentsButton, previous, next, fullScreen, exit] = [
    button('contents-button'),
    button('previous'),
    button('next'),
    button('full-screen'),
    button('exit'),
  ];
  const panel = byId('contents', HTMLElement);
  const list = byId('contents-list', HTMLElement);

  const setOpen = (open: boolean): void => {
    panel.hidden = !open;
    contentsButton.setAttribute('aria-expanded', String(open));
  };
  contentsButton.addEventListener('click', () => setOpen(panel.hidden !== false));
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    setOpen(false);
    contentsButton.focus();
  });
  previous.addEventListener('click', () => go({ type: 'previous' }));
  next.addEventListener('click', () => go({ type: 'continue' }));
  exit.addEventListener('click', leave);
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

  fullScreen.hidden = !document.fullscreenEnabled;
  fullScreen.addEventListener('click', () => {
    const change = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen();
    change.catch(() => undefined);
  });
  document.addEventListener('fullscreenchange', () => {
    fullScreen.textContent = say(document.fullscreenElement ? 'player.full-screen.leave' : 'player.full-screen');
  });

  return {
    openContents: () => setOpen(!contentsButton.hidden),
    draw: ({ contents, controls, current, busy, ended = false }) => {
      const { toolbar } = start;
      const parts = contents.filter((entry) => entry.launchable).length;
      const hidden = new Set(current?.hideControls ?? []);
      const shows = (wanted: boolean, control: string): boolean =>
        toolbar.visible && wanted && !hidden.has(control) && !ended;
      previous.hidden = !shows(toolbar.previous && parts > 1, 'previous');
      next.hidden = !shows(toolbar.next && parts > 1, 'continue');
      // There is always a way out beside the Back link, unless the course or the offering hides it (CAM 5.1.4).
      exit.hidden = !shows(toolbar.exit, 'exitAll') && !shows(toolbar.exit, 'suspendAll');
      contentsButton.hidden = !(toolbar.visible && toolbar.outline && contents.length > 1) || ended;
      if (contentsButton.hidden) setOpen(false);
      previous.disabled = busy || !controls.previous;
      next.disabled = busy || !controls.continue;
      exit.disabled = busy;
      drawContents(
        list,
        { entries: contents, choices: controls.choices, current: current?.activity, busy },
        say,
        (target) => go({ type: 'choice', target }),
      );
    },
  };
}
