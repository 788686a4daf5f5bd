/** The hidden frame: sends unsent journals of the learner whose key the launcher hands over; no other's is read. */
import { isOrder } from './flush-protocol';
import type { FlushOrder, FlushPage, FlushReady, FlushReport } from './flush-protocol';
import { sendCommit } from './http';
import { unsentSlots } from './journal';
import { embedded } from './page';
import { sendUnsent } from './send-unsent';

async function exchange(grant: string): Promise<boolean> {
  try {
    const response = await fetch('/flush', {
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'manual',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant }),
    });
    return response.ok;
  } catch {
    return false;
  }
}

async function flush({ journalKey, grants }: FlushOrder): Promise<FlushReport> {
  let sent = 0;
  let left = 0;
  for (const slot of unsentSlots(window.localStorage, journalKey)) {
    const grant = grants.find((one) => one.attempt === slot.attempt);
    if (!grant || !(await exchange(grant.grant))) {
      left += 1;
      continue;
    }
    const flushed = await sendUnsent(window.localStorage, slot, (request) => sendCommit(slot.attempt, request));
    sent += flushed.sent;
    left += flushed.left;
  }
  return { kind: 'preceptor-flushed', sent, left };
}

const { launcherOrigin } = embedded<FlushPage>('flush');
let begun = false;

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (begun || event.origin !== launcherOrigin || event.source !== window.parent || !isOrder(event.data)) return;
  begun = true;
  void flush(event.data).then((report) => window.parent.postMessage(report, launcherOrigin));
});
window.parent.postMessage({ kind: 'preceptor-flush-ready' } satisfies FlushReady, launcherOrigin);
