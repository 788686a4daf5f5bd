/** What an earlier page of this attempt could not send goes first, so that this one begins where the learner stopped. */
import type { PlayerStart } from '../../runtime/core/protocol';
import { sendCommit } from './http';
import { unsentSlots } from './journal';
import type { Slot, Store } from './journal';
import { sendUnsent } from './send-unsent';

const lockName = (session: string): string => `preceptor.session/${session}`;

/** Tells other pages that this session is alive, for as long as this page lives. */
export function holdSession(session: string): void {
  void navigator.locks?.request(lockName(session), () => new Promise<void>(() => undefined)).catch(() => undefined);
}

async function isAlive(slot: Slot): Promise<boolean> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return held.some((lock) => lock.name === lockName(slot.session));
}

/**
 * Sends them.
 * @returns how many entries the server took (the page it made before it knew them is then out of date), and how many stay
 */
export async function sendEarlierVisits(
  start: PlayerStart,
  store: Store,
): Promise<{ readonly sent: number; readonly left: number }> {
  let sent = 0;
  let left = 0;
  for (const slot of unsentSlots(store, start.journalKey)) {
    if (slot.attempt !== start.attempt || slot.session === start.session || (await isAlive(slot))) continue;
    const flushed = await sendUnsent(store, slot, (request) => sendCommit(slot.attempt, request));
    sent += flushed.sent;
    left += flushed.left;
  }
  return { sent, left };
}
