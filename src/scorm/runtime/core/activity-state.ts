/** What is known of one activity within one attempt: plain JSON, kept as a snapshot, shown as a state. */
import type { Elements, JournalEntry } from './protocol';

/** One stored row of the append-only log, already validated. */
export type Commit = {
  /** Of the session that said it; a later launch has a higher one. */
  readonly generation: number;
  /** Position within that session, counted over all its activities. */
  readonly sequence: number;
  readonly kind: JournalEntry['kind'];
  readonly elements: Elements;
  /** ISO instant at the server; decides nothing, only shown. */
  readonly receivedAt?: string;
};

/**
 * One visit: from the content's Initialize to its Terminate, or to where it fell silent. SCORM calls
 * it a learner session on the activity; one launch (a session of ours) may visit an activity often.
 */
export type Visit = {
  readonly generation: number;
  /** Sequence of its first entry. */
  readonly from: number;
  /** 2004: the content was told `ab-initio`, so earlier data does not belong to it. */
  readonly fresh: boolean;
  /** It set or said something beyond Initialize. */
  readonly spoke: boolean;
  readonly terminated: boolean;
  /** Last `session_time`, seconds (SCO-6: once per visit, the last one wins). */
  readonly seconds: number;
  /** Last `exit`; undefined when it was never set. */
  readonly exit?: string;
  /** Last `adl.nav.request` (2004). */
  readonly navigation?: string;
  /** What this visit itself said about the outcome, by element name. */
  readonly said: Elements;
};

/** JSON of everything a fold needs to go on from. Kept by the server between launches. */
export type Snapshot = {
  readonly format: 1;
  /** Generation -> the elements of which that session's word is the last. */
  readonly layers: Readonly<Record<string, Elements>>;
  /** Values of sessions before this generation are gone from `cmi` (2004, a fresh start). */
  readonly freshFrom: number;
  /** Ordered by generation and first sequence. */
  readonly visits: readonly Visit[];
  /** Generation -> highest sequence folded in. */
  readonly through: Readonly<Record<string, number>>;
  readonly lastReceivedAt?: string;
};

export type ActivityState = {
  readonly snapshot: Snapshot;
  /** What the content saved, as the next launch would see it; without session_time and exit. */
  readonly cmi: Elements;
  readonly visits: readonly Visit[];
  /** All visits together (SCO-6). */
  readonly totalSeconds: number;
  /** Visits since the last fresh start: `cmi.total_time` (RTE 4.2.25 counts per learner attempt). */
  readonly secondsOfThisRun: number;
  /** `exit` of the last visit, '' when it set none. */
  readonly exit: string;
  /** The last visit terminated. */
  readonly finished: boolean;
  /** The last visit asked to be suspended. */
  readonly suspended: boolean;
  /** The last visit never terminated and a newer session exists: it vanished. */
  readonly vanished: boolean;
  /** The last visit is of the current session and still open. */
  readonly open: boolean;
  /** The content itself set a status (SCO-2, ELO-14) since the last fresh start. */
  readonly statusSetByContent: boolean;
  readonly lastReceivedAt?: string;
};
