/**
 * What happened in this page: calls of the content, what was sent and answered, how sequencing decided. Bounded in
 * number and in size, because content may call ten thousand times a second for an hour.
 */
import type { CommitRequest, Fault, NavigateAnswer } from '../../runtime/core/protocol';
import type { SequencingStep } from '../../sequencing/core/types';
import type { Sent } from './answers';
import type { TracedCall } from './delivery';

export type TraceLine = { readonly number: number; readonly at: number } & (
  | ({ readonly kind: 'call'; readonly activity: string } & TracedCall)
  | {
      readonly kind: 'commit';
      readonly action: 'commit' | 'navigate';
      readonly request: CommitRequest;
      readonly status: Sent<unknown>['kind'];
      readonly answer?: unknown;
    }
  | { readonly kind: 'step'; readonly step: SequencingStep }
  | ({ readonly kind: 'fault'; readonly activity: string } & Fault)
);

export type TraceLog = {
  readonly call: (activity: string, call: TracedCall) => void;
  readonly sent: (request: CommitRequest, received: Sent<unknown>) => void;
  readonly fault: (activity: string, fault: Fault) => void;
  /** From the oldest that is kept, in order. */
  readonly lines: () => readonly TraceLine[];
  /** How many there were, kept or not. */
  readonly count: () => number;
  readonly clear: () => void;
};

const longestValue = 4000;

/** A long value as a person can still read it, with how long it was. */
export const cut = (value: string, longest = longestValue): string =>
  value.length <= longest ? value : `${value.slice(0, longest)}… (${value.length})`;

/** @param added told once after each line; must be cheap */
/** Enough of an answer to follow what happened; what a delivery carries, content is seen to read. */
export function shortAnswer(answer: unknown): Record<string, unknown> {
  const { acknowledged, refused, conflicts, superseded, outcome, result } = answer as Partial<NavigateAnswer>;
  const where = result?.kind === 'deliver' ? { kind: result.kind, activity: result.delivery.activity } : result;
  return { acknowledged, refused, conflicts, superseded, outcome, result: where };
}

/** @param most older lines go when there are more */
export function createTraceLog(now: () => number, added: (line: TraceLine) => void, most = 5000): TraceLog {
  const ring: (TraceLine | undefined)[] = [];
  let count = 0;
  let from = 0;

  type New = TraceLine extends infer L ? (L extends TraceLine ? Omit<L, 'number' | 'at'> : never) : never;
  const add = (made: New): void => {
    count += 1;
    const line = { number: count, at: now(), ...made } as TraceLine;
    ring[(count - 1) % most] = line;
    added(line);
  };

  return {
    call: (activity, call) =>
      add({ kind: 'call', activity, ...call, args: call.args.map((arg) => cut(arg)), returned: cut(call.returned) }),
    sent: (request, received) => {
      const action = 'request' in request ? 'navigate' : 'commit';
      const answer = received.kind === 'answer' ? { answer: received.answer } : {};
      add({ kind: 'commit', action, request, status: received.kind, ...answer });
      const { steps } = (answer.answer ?? {}) as Partial<NavigateAnswer>;
      for (const step of steps ?? []) add({ kind: 'step', step });
    },
    fault: (activity, fault) => add({ kind: 'fault', activity, ...fault }),
    lines: () => {
      const first = Math.max(from, count - most);
      return Array.from({ length: count - first }, (_, index) => ring[(first + index) % most]).filter(
        (line) => line !== undefined,
      );
    },
    count: () => count,
    clear: () => {
      from = count;
    },
  };
}
