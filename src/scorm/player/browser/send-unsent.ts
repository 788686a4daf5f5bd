/** Sends what an earlier visit could not: once through, no retries (the next visit tries again). */
import type { CommitAnswer, CommitRequest } from '../../runtime/core/protocol';
import type { Sent } from './answers';
import { batchOf } from './batches';
import { openJournal } from './journal';
import type { Slot, Store } from './journal';

export type Flushed = {
  /** Entries the server has acknowledged now. */
  readonly sent: number;
  /** Entries that stay on the device. */
  readonly left: number;
  readonly signIn: boolean;
};

const requestBytes = 256 * 1024;

/**
 * @param send posts to the attempt of the slot; never rejects
 */
export async function sendUnsent(
  store: Store,
  slot: Slot,
  send: (request: CommitRequest) => Promise<Sent<CommitAnswer>>,
): Promise<Flushed> {
  const journal = openJournal(store, slot, 1);
  let sent = 0;
  let most = 200;
  let signIn = false;
  for (let before = journal.pending(); before.length > 0; before = journal.pending()) {
    const request = batchOf(slot.session, before, requestBytes, most);
    const received = await send(request);
    if (received.kind === 'answer') {
      journal.acknowledge(received.answer.acknowledged);
      journal.setAside(received.answer.conflicts);
      sent += received.answer.acknowledged.length;
      if (journal.pending().length === before.length) break;
    } else if (received.kind === 'too-large' || received.kind === 'conflict') {
      if (request.entries.length === 1) journal.setAside(request.entries.map((entry) => entry.sequence));
      most = Math.max(1, Math.floor(request.entries.length / 2));
    } else {
      signIn = received.kind === 'sign-in';
      break;
    }
  }
  return { sent, left: journal.pending().length, signIn };
}
