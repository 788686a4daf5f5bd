/** The trace of this page, for whom it is kept: the author in a preview, or somebody who asked for a record. */
import type { CommitRequest, PlayerStart } from '../../runtime/core/protocol';
import type { Sent } from './answers';
import type { TracedCall } from './delivery';
import { watchFaults } from './faults';
import { sendTrace } from './http';
import { createTraceLog } from './trace-log';
import type { TraceLine, TraceLog } from './trace-log';
import { createTracePanel } from './trace-panel';
import { createTraceSender } from './trace-sender';
import type { Say } from './words';

export type Tracing = {
  readonly call: (activity: string, call: TracedCall) => void;
  readonly sent: (request: CommitRequest, received: Sent<unknown>) => void;
  /** A document of the content is there: what goes wrong in it belongs to this activity. */
  readonly look: (page: Window, activity: string) => void;
  readonly hurry: () => void;
  readonly log: TraceLog;
};

export function createTracing(start: PlayerStart, say: Say): Tracing {
  const sender = start.recordTrace
    ? createTraceSender(
        start.session,
        (request, leaving) => sendTrace(start.attempt, request, leaving),
        (milliseconds, run) => void setTimeout(run, milliseconds),
      )
    : undefined;
  let drawn: (() => void) | undefined;
  const watched = sender !== undefined || start.mode === 'preview';
  const added = (line: TraceLine): void => {
    sender?.add(line);
    drawn?.();
  };
  // Nobody looks: enough for a technical note.
  const log = createTraceLog(Date.now, added, watched ? 5000 : 200);
  const titles = new Map(start.contents.map((entry) => [entry.identifier, entry.title]));
  if (start.mode === 'preview') drawn = createTracePanel(log, say, (activity) => titles.get(activity) ?? activity);
  const look = watchFaults(log.fault);
  return {
    call: log.call,
    sent: log.sent,
    look: (page, activity) => {
      if (watched) look(page, activity);
    },
    hurry: () => sender?.hurry(),
    log,
  };
}
