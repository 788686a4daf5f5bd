/**
 * Sends the journal to the server: one request at a time, in order, again and again until it is acknowledged.
 * Knows no DOM: sending, timers and randomness are handed in.
 */
import type { CommitAnswer, CommitRequest, JournalEntry } from '../../runtime/core/protocol';
import type { Sent } from './answers';
import { backoff } from './backoff';
import { batchOf } from './batches';
import type { Journal } from './journal';

/** What the learner is told about, see `saved-state`. */
export type OutboxState = {
  readonly phase: 'idle' | 'sending' | 'waiting' | 'sign-in' | 'refused';
  readonly unsent: number;
  /** In a row. */
  readonly failures: number;
  /** Entries the server would not take; kept on the device. */
  readonly aside: number;
  /** Entries that could not even be written to the device. */
  readonly atRisk: number;
  readonly superseded: boolean;
};

export type OutboxParts = {
  readonly session: string;
  readonly journal: Journal;
  /** Never rejects. */
  readonly send: (request: CommitRequest) => Promise<Sent<CommitAnswer>>;
  /** Hands a request to the browser to finish after the page is gone; nobody waits for it. */
  readonly sendLeaving: (request: CommitRequest) => void;
  /** Calls back after so many milliseconds; returns how to cancel it. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
  readonly random: () => number;
  /** Milliseconds. */
  readonly now: () => number;
  readonly changed: (state: OutboxState) => void;
  readonly answered: (answer: CommitAnswer, request: CommitRequest) => void;
};

export type Outbox = {
  /** There may be something to send: a new entry, the network is back, the learner pressed "Try now". */
  readonly kick: () => void;
  /** The page is being hidden or left: sends what fits into the browser's keepalive limit. */
  readonly leaving: () => void;
  /** Stops sending, waits for what is under way and gives what is left, for `/navigate` to carry. */
  readonly hold: () => Promise<readonly JournalEntry[]>;
  /** Takes what `/navigate` answered. */
  readonly accept: (answer: CommitAnswer, request: CommitRequest) => void;
  readonly release: () => void;
  readonly state: () => OutboxState;
};

/** Requests are kept small enough that one of them is answered in time on a bad line. */
const requestBytes = 256 * 1024;
const requestEntries = 200;
/** Content that commits without end is sent in fewer, larger requests, so that it does not take the server from others. */
const burst = 20;
const burstTime = 5000;
/** Browsers allow 64 KiB in all keepalive requests together. */
const leavingBytes = 60_000;
/** Somebody may sign in in another tab at any time. */
const signInRetry = 30_000;

/** An outbox that has nothing under way; `kick` starts it. */
export function createOutbox(parts: OutboxParts): Outbox {
  const { session, journal } = parts;
  let phase: OutboxState['phase'] = 'idle';
  let failures = 0;
  let superseded = false;
  let most = requestEntries;
  let held = false;
  let underWay: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let left = new Set<number>();
  /** When the last requests began, oldest first. */
  let begun: number[] = [];
  let notBefore = 0;

  const state = (): OutboxState => ({
    phase,
    unsent: journal.pending().length,
    failures,
    aside: journal.aside(),
    atRisk: journal.atRisk(),
    superseded,
  });
  const tell = (): void => parts.changed(state());

  function pauseFor(milliseconds: number, next: OutboxState['phase']): void {
    phase = next;
    cancelTimer?.();
    cancelTimer = parts.after(milliseconds, () => {
      cancelTimer = undefined;
      kick();
    });
  }

  function accept(answer: CommitAnswer, request: CommitRequest): void {
    const sent = new Set(request.entries.map((entry) => entry.sequence));
    const mine = (sequences: readonly number[]): number[] => sequences.filter((sequence) => sent.has(sequence));
    const acknowledged = mine(answer.acknowledged);
    const conflicts = mine(answer.conflicts);
    journal.acknowledge(acknowledged);
    journal.setAside(conflicts);
    superseded ||= answer.superseded;
    if (acknowledged.length + conflicts.length > 0 || sent.size === 0) {
      failures = 0;
      most = requestEntries;
    } else {
      failures += 1;
    }
    parts.answered(answer, request);
  }

  /** A batch that is too large or collides is halved until the one entry is found, which is kept aside. */
  function narrow(request: CommitRequest): void {
    if (request.entries.length > 1) {
      most = Math.max(1, Math.floor(request.entries.length / 2));
      return;
    }
    journal.setAside(request.entries.map((entry) => entry.sequence));
    most = requestEntries;
  }

  function take(sent: Sent<CommitAnswer>, request: CommitRequest): void {
    if (sent.kind === 'answer') {
      accept(sent.answer, request);
      if (failures > 0) pauseFor(backoff(failures, parts.random()), 'waiting');
    } else if (sent.kind === 'too-large' || sent.kind === 'conflict') {
      narrow(request);
    } else {
      failures += 1;
      if (sent.kind === 'retry') pauseFor(backoff(failures, parts.random()), 'waiting');
      else pauseFor(signInRetry, sent.kind);
    }
  }

  async function run(): Promise<void> {
    while (!held && !cancelTimer && journal.pending().length > 0) {
      phase = 'sending';
      tell();
      const now = parts.now();
      begun = [...begun.slice(1 - burst), now];
      const oldest = begun[0] ?? now;
      if (begun.length === burst && now - oldest < burstTime) {
        notBefore = oldest + burstTime;
        pauseFor(notBefore - now, 'sending');
        return;
      }
      const request = batchOf(session, journal.pending(), requestBytes, most);
      journal.handOut(request.entries);
      take(await parts.send(request), request);
    }
    if (!cancelTimer) phase = 'idle';
  }

  function kick(): void {
    if (cancelTimer && parts.now() < notBefore) return;
    cancelTimer?.();
    cancelTimer = undefined;
    if (held || underWay) return;
    if (journal.pending().length === 0) {
      phase = 'idle';
      tell();
      return;
    }
    underWay = run().finally(() => {
      underWay = undefined;
      tell();
      // Something may have been appended between the last look and now.
      if (!held && !cancelTimer && journal.pending().length > 0) kick();
    });
  }

  return {
    kick,
    leaving: () => {
      const pending = journal.pending();
      left = new Set([...left].filter((sequence) => pending.some((entry) => entry.sequence === sequence)));
      const fresh = pending.filter((entry) => !left.has(entry.sequence));
      const request = batchOf(session, fresh, leavingBytes, requestEntries, true);
      if (request.entries.length === 0) return;
      journal.handOut(request.entries);
      request.entries.forEach((entry) => left.add(entry.sequence));
      parts.sendLeaving(request);
    },
    hold: async () => {
      held = true;
      await underWay;
      const pending = journal.pending();
      journal.handOut(pending);
      return pending;
    },
    accept,
    release: () => {
      held = false;
      kick();
    },
    state,
  };
}
