/** The launcher's page: lets this learner's package origins send what is left, then goes on by itself. */
import { isReady, isReport } from './flush-protocol';
import type { FlushFrame, FlushOrder, LaunchFlush } from './flush-protocol';
import { byId, embedded } from './page';

/** The course does not wait longer than this for the past; what is left goes with the next visit. */
const patience = 2500;

function flushFrame({ url, journalKey, grants }: FlushFrame): Promise<void> {
  return new Promise((resolve) => {
    const { origin } = new URL(url);
    const frame = document.createElement('iframe');
    frame.hidden = true;
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.source !== frame.contentWindow || event.origin !== origin) return;
      if (isReady(event.data))
        frame.contentWindow?.postMessage({ kind: 'preceptor-flush', journalKey, grants } satisfies FlushOrder, origin);
      if (isReport(event.data)) resolve();
    });
    frame.src = url;
    document.body.append(frame);
  });
}

async function launch(): Promise<void> {
  const frames = document.getElementById('flush') ? embedded<LaunchFlush>('flush').frames : [];
  if (frames.length > 0) {
    await Promise.race([Promise.all(frames.map(flushFrame)), new Promise((resolve) => setTimeout(resolve, patience))]);
  }
  byId('launch', HTMLFormElement).submit();
}

void launch();
