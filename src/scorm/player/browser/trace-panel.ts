/** The author's live list of every call, save and decision, in previews. */
import { byId, make } from './page';
import { saveFile } from './save-file';
import { traceAsJson } from './trace-export';
import type { TraceLine, TraceLog } from './trace-log';
import { traceWords } from './trace-words';
import type { Say } from './words';

/** So many lines are shown at most; more would slow down the page that is being tried. */
const mostShown = 400;
const drawEvery = 250;

const isError = (line: TraceLine): boolean =>
  line.kind === 'fault' ||
  (line.kind === 'call' && line.error !== '0') ||
  (line.kind === 'commit' && line.status !== 'answer');

const kinds: Readonly<Record<string, (line: TraceLine) => boolean>> = {
  all: () => true,
  call: (line) => line.kind === 'call',
  error: isError,
  commit: (line) => line.kind === 'commit',
  step: (line) => line.kind === 'step',
};

/**
 * Fills the trace section of the view.
 * @returns to be called after each line; drawing is put off, so that a burst costs one
 */
export function createTracePanel(log: TraceLog, say: Say, titleOf: (activity: string) => string): () => void {
  const list = byId('trace-list', HTMLElement);
  const filter = byId('trace-filter', HTMLInputElement);
  const kind = byId('trace-kind', HTMLSelectElement);
  const count = byId('trace-count', HTMLElement);
  const anonymous = byId('trace-anonymous', HTMLInputElement);
  const scroll = byId('trace-scroll', HTMLElement);
  const tools = byId('trace-tools', HTMLElement);
  const toggle = byId('trace-toggle', HTMLButtonElement);
  const words = new WeakMap<TraceLine, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = new Set<number>();

  const wordsOf = (line: TraceLine): string => {
    let text = words.get(line);
    if (text === undefined) words.set(line, (text = traceWords(line, say, titleOf)));
    return text;
  };
  const matching = (): readonly TraceLine[] => {
    const wanted = filter.value.trim().toLowerCase();
    const ofKind = kinds[kind.value] ?? (() => true);
    const found: TraceLine[] = [];
    const lines = log.lines();
    for (let i = lines.length - 1; i >= 0 && found.length < mostShown; i -= 1) {
      const line = lines[i];
      if (line && ofKind(line) && (wanted === '' || wordsOf(line).toLowerCase().includes(wanted))) found.push(line);
    }
    return found.reverse();
  };

  const draw = (): void => {
    timer = undefined;
    const atEnd = scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 40;
    const lines = matching();
    const wanted = new Set(lines.map((line) => line.number));
    for (const item of [...list.children])
      if (item instanceof HTMLElement && !wanted.has(Number(item.dataset['number']))) item.remove();
    // Lines only ever come at the end; after another filter the list is begun anew.
    list.append(
      ...lines
        .filter((line) => !shown.has(line.number))
        .map((line) =>
          make('li', wordsOf(line), {
            'data-kind': line.kind,
            'data-error': String(isError(line)),
            'data-number': String(line.number),
          }),
        ),
    );
    shown = wanted;
    count.textContent = say('player.trace.count', { shown: String(lines.length), all: String(log.count()) });
    if (atEnd) scroll.scrollTop = scroll.scrollHeight;
  };
  const redraw = (): void => {
    list.replaceChildren();
    shown = new Set();
    draw();
  };
  const asJson = (): string => traceAsJson(log.lines(), anonymous.checked);

  filter.addEventListener('input', redraw);
  kind.addEventListener('change', redraw);
  const fold = (open: boolean): void => {
    scroll.hidden = tools.hidden = !open;
    byId('trace', HTMLElement).dataset['open'] = String(open);
    toggle.ariaExpanded = String(open);
  };
  toggle.addEventListener('click', () => fold(scroll.hidden === true));
  // On a phone the content needs the room.
  if (window.matchMedia('(max-width: 40em)').matches) fold(false);
  byId('trace-clear', HTMLButtonElement).addEventListener('click', () => {
    log.clear();
    redraw();
  });
  byId('trace-download', HTMLButtonElement).addEventListener('click', () => saveFile('trace.json', asJson()));
  byId('trace-copy', HTMLButtonElement).addEventListener('click', () => {
    navigator.clipboard.writeText(asJson()).then(
      () => (count.textContent = say('player.trace.copied')),
      () => (count.textContent = say('player.trace.copy-failed')),
    );
  });

  return () => {
    timer ??= setTimeout(draw, drawEvery);
  };
}
