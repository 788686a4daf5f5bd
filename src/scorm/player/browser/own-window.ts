/**
 * Content in a window of its own, for what needs the whole screen or was made for a pop-up: it finds the API through
 * its opener. The window is opened by the learner's press (browsers allow no other), then the page begins anew with it.
 */
import type { Frame } from './frame';
import { showMessage } from './message-page';
import type { Say } from './words';

const unloadPatience = 3000;
const lookEvery = 200;
const features = 'popup,width=1200,height=850,resizable=yes,scrollbars=yes';

export type OwnWindow = {
  /** The learner has asked for it in this tab. */
  readonly wanted: () => boolean;
  /** Opens it; only in answer to a press. False when the browser would not. */
  readonly open: () => boolean;
  /** Back into the page from the next opening on. */
  readonly forget: () => void;
  readonly place: (parts: WindowParts) => Frame;
};

export type WindowParts = {
  readonly say: Say;
  readonly message: HTMLElement;
  /** The content's document went away. */
  readonly gone: () => void;
  /** The page begins anew, in the window again or without it. */
  readonly again: () => void;
};

export function ownWindow(attempt: string): OwnWindow {
  const name = `preceptor-${attempt}`;
  const flag = `preceptor.window/${attempt}`;
  let known: Window | null = null;

  const remember = (wanted: boolean): void => {
    try {
      if (wanted) sessionStorage.setItem(flag, '1');
      else sessionStorage.removeItem(flag);
    } catch {
      // Without storage it lasts as long as this page.
    }
  };
  const open = (): boolean => {
    known = window.open('about:blank', name, features);
    if (known) remember(true);
    return known !== null;
  };
  const forget = (): void => {
    remember(false);
    known?.close();
    known = null;
  };

  return {
    wanted: () => {
      try {
        return sessionStorage.getItem(flag) !== null;
      } catch {
        return false;
      }
    },
    open,
    forget,
    place: ({ say, message, gone, again }) => {
      // The one that was opened before this page began anew.
      known = window.open('', name, features);
      let url = '';
      let showing = false;
      const isBlank = (): boolean => {
        try {
          return !known || known.closed || known.document.URL === 'about:blank';
        } catch {
          return false;
        }
      };
      const here = { text: say('player.window.here'), run: () => (forget(), again()) };
      const tell = (title: 'player.window.title' | 'player.window.closed'): void =>
        showMessage(
          message,
          say(title),
          [say(title === 'player.window.title' ? 'player.window.text' : 'player.window.closed.text')],
          title === 'player.window.title'
            ? [{ text: say('player.window.go'), run: () => known?.focus() }, here]
            : [{ text: say('player.window.again'), run: () => open() && again() }, here],
        );
      const watch = setInterval(() => {
        if (!showing || (known && !known.closed)) return;
        showing = false;
        gone();
        tell('player.window.closed');
      }, lookEvery);
      window.addEventListener('pagehide', () => clearInterval(watch));

      return {
        open: (address) => {
          url = address;
          if (!known || known.closed) return;
          known.location.replace(url);
          const seen = setInterval(() => {
            if (isBlank()) return;
            clearInterval(seen);
            known?.addEventListener('pagehide', gone);
          }, 20);
        },
        unload: () =>
          new Promise((resolve) => {
            const until = Date.now() + unloadPatience;
            showing = false;
            if (known && !known.closed) known.location.replace('about:blank');
            const look = setInterval(() => {
              if (!isBlank() && Date.now() < until) return;
              clearInterval(look);
              resolve(isBlank());
            }, 50);
          }),
        focus: () => known?.focus(),
        show: (visible) => {
          if (!visible) return;
          showing = true;
          tell(known && !known.closed ? 'player.window.title' : 'player.window.closed');
          showing = known !== null && !known.closed;
        },
      };
    },
  };
}
