/** Journal and outbox of this page, put together for the mode: normal play, preview in memory, review without any. */
import type {
  CommitAnswer,
  CommitRequest,
  Elements,
  JournalEntry,
  PlayerStart,
  RefusedCall,
} from '../../runtime/core/protocol';
import type { Sent } from './answers';
import { sendCommit } from './http';
import { memoryStore, openJournal } from './journal';
import type { Store } from './journal';
import { createOutbox } from './outbox';
import type { Outbox, OutboxState } from './outbox';

export type Recorder = {
  /** A value that content was told an error for: goes with the next entry, so that somebody can see it. */
  readonly refused: (call: RefusedCall) => void;
  readonly write: (
    activity: string,
    kind: JournalEntry['kind'],
    set: Elements,
  ) => { readonly sequence: number; readonly durable: boolean };
  readonly outbox: Outbox;
  /**
   * The learner (or content itself) has moved: what content wishes from now on is not acted on, nor what it wished
   * before, and the log says so (RTE 4.4.2: the LMS's own navigation wins).
   */
  readonly forgetWish: (forget: boolean) => void;
  /** The page is hidden and may be gone without another word: what is unsent is handed to the browser. */
  readonly hidden: () => void;
  /** The page goes: what content writes in its own `pagehide` and `unload` is handed to the browser at once. */
  readonly leave: () => void;
};

export type RecorderParts = {
  readonly start: PlayerStart;
  readonly store: Store;
  readonly now: () => Date;
  readonly changed: (state: OutboxState) => void;
  readonly answered: (answer: CommitAnswer, request: CommitRequest) => void;
  readonly sent: (request: CommitRequest, received: Sent<CommitAnswer>) => void;
  readonly claim: () => CommitRequest['claim'];
};

/** A page of them is enough to see what is wrong. */
const mostRefused = 50;
const longestRefused = 200;

const wishElement = 'adl.nav.request';

/** Whether what happens is recorded at all (SCO-5: a review has no credit and leaves nothing behind). */
export const isRecorded = (start: PlayerStart): boolean => start.mode !== 'review';

/** Opens the journal of this session and the outbox behind it. */
export function createRecorder({ start, store, now, changed, answered, sent, claim }: RecorderParts): Recorder {
  const { attempt, session, journalKey, mode } = start;
  const kept = mode === 'normal' || mode === 'browse';
  const journal = openJournal(kept ? store : memoryStore(), { journalKey, attempt, session }, start.nextSequence);
  const recorded = isRecorded(start);
  let leavingPage = false;
  let reviewed = 0;
  let last = start.nextSequence - 1;
  let forgetting = false;
  let wished = false;
  let refusals: RefusedCall[] = [];

  /** A wish that no longer counts is taken back where it was written, also when it was committed before. */
  function withoutWish(set: Elements): Elements {
    const sets = Object.hasOwn(set, wishElement);
    if (!forgetting) wished ||= sets;
    return forgetting && (sets || wished) ? { ...set, [wishElement]: '_none_' } : set;
  }

  /** What the course comes to is compared where something was finished. */
  const withClaim = (request: CommitRequest): CommitRequest => {
    const mine = request.entries.some((entry) => entry.kind === 'terminate') ? claim() : undefined;
    return mine ? { ...request, claim: mine } : request;
  };

  const outbox = createOutbox({
    session,
    journal,
    send: async (request) => {
      const whole = withClaim(request);
      const received = await sendCommit(attempt, whole);
      sent(whole, received);
      return received;
    },
    sendLeaving: (request) => {
      void sendCommit(attempt, request, true).then((received) => {
        if (received.kind !== 'answer') return;
        outbox.accept(received.answer, request);
        outbox.kick();
      });
    },
    after: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    now: Date.now,
    changed,
    answered,
  });

  return {
    outbox,
    write: (activity, kind, set) => {
      if (!recorded) return { sequence: (reviewed += 1), durable: true };
      // Content that commits by the clock has mostly nothing to say.
      if (kind === 'commit' && refusals.length === 0 && Object.keys(set).length === 0)
        return { sequence: last, durable: true };
      const refused = refusals.length > 0 ? { refused: refusals } : {};
      const draft = { at: now().toISOString(), activity, kind, set: withoutWish(set), ...refused };
      const { entry, durable } = journal.append(draft);
      if (durable) refusals = [];
      last = entry.sequence;
      if (leavingPage) outbox.leaving();
      else outbox.kick();
      return { sequence: entry.sequence, durable };
    },
    leave: () => {
      leavingPage = true;
      outbox.leaving();
    },
    refused: ({ element, value, error }) => {
      if (!recorded || refusals.length >= mostRefused) return;
      refusals.push({ element: element.slice(0, longestRefused), value: value.slice(0, longestRefused), error });
    },
    forgetWish: (forget) => {
      forgetting = forget;
      if (!forget) wished = false;
    },
    hidden: outbox.leaving,
  };
}
