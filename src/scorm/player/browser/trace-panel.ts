/** The author's live list of every call and commit, in previews. */
import type { TracedCall } from './delivery';
import { byId, make } from './page';
import type { Say } from './words';

type Line =
  | ({ readonly at: string; readonly kind: 'call'; readonly activity: string } & TracedCall)
  | { readonly at: string; readonly kind: 'commit'; readonly request: unknown; readonly answer: unknown };

export type Trace = {
  readonly call: (activity: string, call: TracedCall) => void;
  readonly commit: (request: unknown, answer: unknown) => void;
};

/** Older lines go when there are more. */
const most = 5000;

function describe(line: Line, say: Say): string {
  const time = line.at.slice(11, 23);
  if (line.kind === 'commit')
    return `${time} ${say('player.trace.commit')} ${JSON.stringify(line.request)} → ${say('player.trace.answer')} ${JSON.stringify(line.answer)}`;
  const args = line.args.map((arg) => JSON.stringify(arg)).join(', ');
  const error = line.error === '0' ? '' : ` · ${say('player.trace.error')} ${line.error}`;
  return `${time} ${line.call}(${args}) ${say('player.trace.returned')} ${JSON.stringify(line.returned)}${error}`;
}

/** Fills the trace section of the view; drawing is put off to the next frame, so that a burst costs one. */
export function createTrace(say: Say, now: () => Date): Trace {
  const list = byId('trace-list', HTMLElement);
  const filter = byId('trace-filter', HTMLInputElement);
  const count = byId('trace-count', HTMLElement);
  let lines: { readonly line: Line; readonly text: string }[] = [];
  let drawn = 0;
  let planned = false;

  const fits = (text: string): boolean => text.toLowerCase().includes(filter.value.trim().toLowerCase());
  const draw = (): void => {
    planned = false;
    const fresh = lines.slice(drawn).filter(({ text }) => fits(text));
    list.append(
      ...fresh.map(({ line, text }) =>
        make('li', text, { 'data-kind': line.kind, 'data-error': String(line.kind === 'call' && line.error !== '0') }),
      ),
    );
    drawn = lines.length;
    while (list.childElementCount > most) list.firstElementChild?.remove();
    count.textContent = say('player.trace.count', { shown: String(list.childElementCount), all: String(lines.length) });
    if (list.parentElement) list.parentElement.scrollTop = list.parentElement.scrollHeight;
  };
  const redraw = (): void => {
    list.replaceChildren();
    drawn = 0;
    draw();
  };
  const add = (line: Line): void => {
    lines.push({ line, text: describe(line, say) });
    if (lines.length > most) {
      lines.shift();
      drawn = Math.max(0, drawn - 1);
    }
    if (planned) return;
    planned = true;
    requestAnimationFrame(draw);
  };

  filter.addEventListener('input', redraw);
  byId('trace-clear', HTMLButtonElement).addEventListener('click', () => {
    lines = [];
    redraw();
  });
  byId('trace-copy', HTMLButtonElement).addEventListener('click', () => {
    const text = JSON.stringify(
      lines.map(({ line }) => line),
      null,
      2,
    );
    navigator.clipboard.writeText(text).then(
      () => (count.textContent = say('player.trace.copied')),
      () => (count.textContent = say('player.trace.copy-failed')),
    );
  });

  return {
    call: (activity, call) => add({ at: now().toISOString(), kind: 'call', activity, ...call }),
    commit: (request, answer) => add({ at: now().toISOString(), kind: 'commit', request, answer }),
  };
}
