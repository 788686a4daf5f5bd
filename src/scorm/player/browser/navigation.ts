/**
 * From one activity to the next. The server decides (sequencing); this page takes the content away first, with its
 * chance to finish, and sends what is left of its journal together with the request.
 */
import type { CommitRequest, NavigateAnswer, NavigateRequest, PlayerStart } from '../../runtime/core/protocol';
import type { NavigationRequest } from '../../sequencing/core/types';
import type { Sent } from './answers';
import { backoff } from './backoff';
import { batchOf } from './batches';
import type { Frame } from './frame';
import { sendCommit, sendNavigate } from './http';
import type { Outbox } from './outbox';

export type NavigationParts = {
  readonly start: PlayerStart;
  readonly frame: Frame;
  readonly outbox: Outbox;
  /** What the course comes to here, sent along for comparison. */
  readonly claim: () => CommitRequest['claim'];
  readonly beforeGoing: (keepNotices: boolean) => void;
  /** The content's document is gone: keep what it set and accept no more. */
  readonly contentGone: () => void;
  /** The content would not go. */
  readonly stayed: () => void;
  readonly arrived: (received: Sent<NavigateAnswer>, request: NavigateRequest) => void;
};

export type Navigation = {
  readonly go: (request: NavigationRequest, options?: { readonly keepNotices?: boolean }) => Promise<void>;
  /** Tries a request again that did not come through. */
  readonly retry: () => void;
  /** As `go`, but nobody waits for the answer longer than a moment; the page is left anyway. */
  readonly leave: (request: NavigationRequest) => Promise<void>;
  readonly busy: () => boolean;
};

const requestBytes = 256 * 1024;
const leavePatience = 2500;

export function createNavigation(parts: NavigationParts): Navigation {
  const { start, outbox } = parts;
  let busy = false;
  let asking = false;
  let wanted: NavigationRequest | undefined;
  /** One number for all tries of a request: what was done already is not done again. */
  let move = 0;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Sends what is too much for one request, then the request with the rest. */
  async function send(request: NavigationRequest): Promise<void> {
    let pending = await outbox.hold();
    for (;;) {
      const batch: CommitRequest = batchOf(start.session, pending, requestBytes, 200);
      if (batch.entries.length === pending.length) {
        const claim = parts.claim();
        const whole: NavigateRequest = { ...batch, ...(claim ? { claim } : {}), request, move };
        const received = await sendNavigate(start.attempt, whole);
        if (received.kind === 'answer') outbox.accept(received.answer, batch);
        outbox.release();
        finish(received, whole);
        return;
      }
      const received = await sendCommit(start.attempt, batch);
      if (received.kind === 'answer') outbox.accept(received.answer, batch);
      const left = outbox.state().unsent;
      if (received.kind !== 'answer' || left === pending.length) {
        outbox.release();
        finish(received.kind === 'answer' ? { kind: 'retry' } : received, { ...batch, request, move });
        return;
      }
      pending = await outbox.hold();
    }
  }

  function finish(received: Sent<NavigateAnswer>, request: NavigateRequest): void {
    if (received.kind === 'answer') {
      wanted = undefined;
      failures = 0;
      busy = false;
    } else {
      // Collisions and oversized entries are sorted out by the outbox meanwhile.
      failures += 1;
      timer = setTimeout(ask, backoff(received.kind === 'sign-in' ? 6 : failures, Math.random()));
    }
    parts.arrived(received, request);
  }

  function ask(): void {
    clearTimeout(timer);
    if (!wanted || asking) return;
    asking = true;
    void send(wanted).finally(() => {
      asking = false;
    });
  }

  async function takeAway(keepNotices: boolean): Promise<boolean> {
    busy = true;
    parts.beforeGoing(keepNotices);
    if (await parts.frame.unload()) {
      parts.contentGone();
      return true;
    }
    busy = false;
    parts.stayed();
    return false;
  }

  return {
    busy: () => busy,
    retry: ask,
    go: async (request, { keepNotices = false } = {}) => {
      if (busy || !(await takeAway(keepNotices))) return;
      wanted = request;
      move += 1;
      ask();
    },
    leave: async (request) => {
      if (busy || !(await takeAway(false))) return;
      move += 1;
      outbox.leaving();
      await Promise.race([send(request), new Promise((resolve) => setTimeout(resolve, leavePatience))]);
    },
  };
}
