/** "Something wrong?": what is saved, what the learner can try, and what to give to those who help. */
import type { Delivery, PlayerStart } from '../../runtime/core/protocol';
import { closeByEscape } from './close-by-escape';
import { offerFullScreen } from './full-screen';
import type { OutboxState } from './outbox';
import { byId } from './page';
import { traceAsJson } from './trace-export';
import type { TraceLog } from './trace-log';
import type { Say } from './words';

export type HelpParts = {
  readonly start: PlayerStart;
  readonly say: Say;
  readonly log: TraceLog;
  readonly saved: () => OutboxState;
  readonly current: () => Delivery | undefined;
  readonly reload: () => void;
  /** Shows the part in a window of its own. */
  readonly openWindow: () => void;
};

/** Enough to see what happened last. */
const linesInNote = 40;

/** A short technical note: no name, no answer, nothing the learner wrote. */
function technicalNote({ start, log, saved, current }: HelpParts): string {
  const about = {
    attempt: start.attempt,
    session: start.session,
    scorm: start.scormVersion,
    mode: start.mode,
    activity: current()?.activity,
    saved: saved(),
    browser: navigator.userAgent,
    window: `${window.innerWidth}x${window.innerHeight}`,
    at: new Date().toISOString(),
  };
  const lines = log.lines().filter((line) => line.kind !== 'commit');
  return `${JSON.stringify(about, null, 2)}\n${traceAsJson(lines.slice(-linesInNote), true)}`;
}

export function createHelp(parts: HelpParts): { readonly drawn: () => void } {
  const { say, start } = parts;
  const button = byId('help-button', HTMLButtonElement);
  const panel = byId('help', HTMLElement);
  const savedLine = byId('help-saved', HTMLElement);
  const copied = byId('help-copied', HTMLElement);
  const windowButton = byId('help-window', HTMLButtonElement);

  const describe = (): void => {
    const { unsent } = parts.saved();
    savedLine.textContent =
      start.mode === 'review' || start.mode === 'preview'
        ? say(`player.mode.${start.mode}`)
        : say(unsent === 0 ? 'player.help.saved' : 'player.help.unsent');
    windowButton.hidden = parts.current() === undefined;
  };
  const setOpen = (open: boolean): void => {
    panel.hidden = !open;
    button.ariaExpanded = String(open);
    if (open) describe();
  };
  const close = (): void => {
    setOpen(false);
    button.focus();
  };

  // It comes after the content in the order of the page: whoever opens it is taken there.
  button.addEventListener('click', () => {
    setOpen(panel.hidden !== false);
    if (!panel.hidden) byId('help-title', HTMLElement).focus();
  });
  closeByEscape(panel, button, () => setOpen(false));
  byId('help-close', HTMLButtonElement).addEventListener('click', close);
  byId('help-reload', HTMLButtonElement).addEventListener('click', parts.reload);
  windowButton.addEventListener('click', parts.openWindow);
  byId('help-reference', HTMLElement).textContent = start.attempt;
  byId('help-copy', HTMLButtonElement).addEventListener('click', () => {
    navigator.clipboard.writeText(technicalNote(parts)).then(
      () => (copied.textContent = say('player.trace.copied')),
      () => (copied.textContent = say('player.trace.copy-failed')),
    );
  });
  offerFullScreen([byId('full-screen', HTMLButtonElement), byId('help-full-screen', HTMLButtonElement)], say);

  return {
    drawn: () => {
      if (!panel.hidden) describe();
    },
  };
}
