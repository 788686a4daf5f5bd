/**
 * The frame that holds the content. It is not sandboxed: Chromium shows no PDF in a sandboxed frame, and a sandbox
 * with scripts and the same origin is no wall anyway (the wall is the origin of its own). `leave-guard` keeps
 * content from taking the whole page away.
 */
const unloadPatience = 3000;

export type Frame = {
  /** Shows an address. Leaves no step in the browser's history. */
  readonly open: (url: string, title: string) => void;
  /**
   * Takes the content away, with its chance to finish in `pagehide` and `unload`.
   * @returns false when it is still there: the learner answered its own question with "stay"
   */
  readonly unload: () => Promise<boolean>;
  readonly focus: () => void;
  readonly show: (visible: boolean) => void;
};

/**
 * @param arrived a document of the content is there: as soon as it can be seen, its first scripts may have run
 * @param gone the content's document went away, by our doing or its own; its `unload` may still call the API
 */
export function controlFrame(frame: HTMLIFrameElement, gone: () => void, arrived: (page: Window) => void): Frame {
  const isBlank = (): boolean => {
    try {
      return frame.contentDocument?.URL === 'about:blank';
    } catch {
      return false;
    }
  };
  const replace = (url: string): void => frame.contentWindow?.location.replace(url);
  // A frame still shows about:blank while its content is on the way, so what it shows does not say whether it is empty.
  let empty = true;

  let looking: ReturnType<typeof setInterval> | undefined;
  const greet = (): void => {
    if (isBlank() || !frame.contentWindow) return;
    clearInterval(looking);
    try {
      arrived(frame.contentWindow);
    } catch {
      // An address elsewhere.
    }
  };

  frame.addEventListener('load', () => {
    if (isBlank()) return;
    greet();
    try {
      frame.contentWindow?.addEventListener('pagehide', gone);
    } catch {
      // An activity at an address elsewhere: it has no API to find and nothing to tell.
    }
  });

  return {
    open: (url, title) => {
      frame.title = title;
      empty = false;
      replace(url);
      clearInterval(looking);
      looking = setInterval(greet, 10);
    },
    unload: () =>
      new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          clearInterval(looking);
          frame.removeEventListener('load', loadedBlank);
          empty = isBlank();
          resolve(empty);
        };
        const loadedBlank = (): void => {
          if (isBlank()) end();
        };
        const timer = setTimeout(end, unloadPatience);
        if (empty) {
          end();
          return;
        }
        frame.addEventListener('load', loadedBlank);
        replace('about:blank');
      }),
    focus: () => {
      frame.focus();
      frame.contentWindow?.focus();
    },
    show: (visible) => {
      frame.hidden = !visible;
    },
  };
}
