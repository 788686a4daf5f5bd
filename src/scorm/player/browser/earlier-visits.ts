/** What an earlier page of this attempt could not send goes first, so that this one begins where the learner stopped. */
import type { PlayerStart } from '../../runtime/core/protocol';
import { sendCommit } from './http';
import { unsentSlots } from './journal';
import type { Slot, Store } from './journal';
import type { Notices } from './notices';
import { sendUnsent } from './send-unsent';
import type { Say } from './words';

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
async function sendEarlierVisits(
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

export type CatchingUp = {
  readonly start: PlayerStart;
  readonly say: Say;
  readonly notices: Notices;
  readonly reload: () => void;
};

/** Sends what earlier visits left; true when this page begins anew because the server has learnt from it. */
export async function catchUp(parts: CatchingUp): Promise<boolean> {
  const { start, say, notices, reload } = parts;
  const { sent, left } = await sendEarlierVisits(start, window.localStorage);
  if (sent > 0) reload();
  else if (left > 0)
    notices.show('earlier', [say('player.earlier')], {
      actions: [{ text: say('player.offline.retry'), run: () => void catchUp(parts) }],
      closable: true,
    });
  return sent > 0;
}
