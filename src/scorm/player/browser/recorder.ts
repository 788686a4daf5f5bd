/** Journal and outbox of this page, put together for the mode: normal play, preview in memory, review without any. */
import type { CommitAnswer, CommitRequest, Elements, JournalEntry, PlayerStart } from '../../runtime/core/protocol';
import type { Sent } from './answers';
import { sendCommit } from './http';
import { memoryStore, openJournal } from './journal';
import type { Store } from './journal';
import { createOutbox } from './outbox';
import type { Outbox, OutboxState } from './outbox';

export type Recorder = {
  readonly write: (
    activity: string,
    kind: JournalEntry['kind'],
    set: Elements,
  ) => { readonly sequence: number; readonly durable: boolean };
  readonly outbox: Outbox;
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
};

/** Whether what happens is recorded at all (SCO-5: a review has no credit and leaves nothing behind). */
export const isRecorded = (start: PlayerStart): boolean => start.mode !== 'review';

/** Opens the journal of this session and the outbox behind it. */
export function createRecorder({ start, store, now, changed, answered, sent }: RecorderParts): Recorder {
  const { attempt, session, journalKey, mode } = start;
  const kept = mode === 'normal' || mode === 'browse';
  const journal = openJournal(kept ? store : memoryStore(), { journalKey, attempt, session }, start.nextSequence);
  const recorded = isRecorded(start);
  let leavingPage = false;
  let reviewed = 0;

  const outbox = createOutbox({
    session,
    journal,
    send: async (request) => {
      const received = await sendCommit(attempt, request);
      sent(request, received);
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
    changed,
    answered,
  });

  return {
    outbox,
    write: (activity, kind, set) => {
      if (!recorded) return { sequence: (reviewed += 1), durable: true };
      const { entry, durable } = journal.append({ at: now().toISOString(), activity, kind, set });
      if (leavingPage) outbox.leaving();
      else outbox.kick();
      return { sequence: entry.sequence, durable };
    },
    leave: () => {
      leavingPage = true;
      outbox.leaving();
    },
    hidden: outbox.leaving,
  };
}
