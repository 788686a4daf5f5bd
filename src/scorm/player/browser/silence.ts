/** Content that opens and never says a word, or shows nothing at all: the learner is told, politely and once. */
export type Silence = 'unheard' | 'blank';

const unheardAfter = 20_000;
const blankAfter = 6000;

const shows = 'img,svg,canvas,video,audio,object,embed,iframe,frame,input,button,[style*="background"]';

/** A document with nothing to see or read; one that cannot be looked into is taken to be all right. */
function isBlank(frame: HTMLIFrameElement): boolean {
  try {
    const page = frame.contentDocument;
    if (!page || page.URL === 'about:blank' || page.readyState !== 'complete') return false;
    if (!page.contentType.startsWith('text/html')) return false;
    return page.querySelector(shows) === null && (page.body as HTMLElement | null)?.innerText.trim() === '';
  } catch {
    return false;
  }
}

/**
 * Watches one delivery.
 * @param tell at most once for each kind
 * @returns heard: content has spoken; stop: it is gone
 */
export function watchSilence(
  frame: HTMLIFrameElement,
  speaks: boolean,
  tell: (silence: Silence) => void,
): { readonly heard: () => void; readonly stop: () => void } {
  const blank = setTimeout(() => {
    if (isBlank(frame)) {
      clearTimeout(unheard);
      tell('blank');
    }
  }, blankAfter);
  const unheard = setTimeout(() => speaks && tell('unheard'), unheardAfter);
  return {
    heard: () => clearTimeout(unheard),
    stop: () => {
      clearTimeout(unheard);
      clearTimeout(blank);
    },
  };
}
