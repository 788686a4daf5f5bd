/**
 * What the player in the browser and the server say to each other, on the package origin.
 * The browser imports the types only.
 *
 *   GET  /a/<attemptId>            player page; carries a `PlayerStart` as JSON
 *   POST /a/<attemptId>/commit     `CommitRequest` -> `CommitAnswer`
 *   POST /a/<attemptId>/navigate   `NavigateRequest` -> `NavigateAnswer` (carries the last entries with it)
 *   POST /a/<attemptId>/trace      `TraceRequest` -> `TraceAnswer`; only when `PlayerStart.recordTrace`
 *   GET  /files/<path>             the package's files
 *   GET  /runtime/<asset>          our own script and style
 *   GET  /flush                    hidden frame that sends what an earlier visit could not
 */
import type {
  Controls,
  NavigationRequest,
  Refusal,
  Rollup,
  SequencingState,
  SequencingStep,
} from '../../sequencing/core/types';
import type { Organisation, ScormVersion } from '../../package/core/types';

export type Mode = 'normal' | 'review' | 'browse' | 'preview';

/** Flat data model: full element name -> value as the content wrote it. */
export type Elements = Readonly<Record<string, string>>;

/** One event of the journal. Sequence counts up from 1 within a session. */
export type JournalEntry = {
  readonly sequence: number;
  /** ISO instant on the learner's device. */
  readonly at: string;
  readonly activity: string;
  readonly kind: 'initialize' | 'commit' | 'terminate';
  /**
   * What changed since the entry before it. `terminate` includes session_time and exit. `initialize`
   * carries the `cmi.core.entry` or `cmi.entry` the content was given: in 2004 `ab-initio` tells the
   * fold that a new learner attempt began with none of the earlier data.
   */
  readonly set: Elements;
  /** Calls that were refused in the browser since the entry before: stored beside what the server refuses itself. */
  readonly refused?: readonly RefusedCall[];
};

/** A `SetValue` that content was told an error for, so that it never came to be saved. At most 50 an entry are kept. */
export type RefusedCall = {
  readonly element: string;
  /** As the content wrote it; cut to what a person can read. */
  readonly value: string;
  /** The code that content was given, such as `406`. */
  readonly error: string;
};

export type CommitRequest = {
  readonly session: string;
  readonly entries: readonly JournalEntry[];
  /**
   * What the course comes to in the browser's eyes, when it has the tree. Never believed: the server rolls up itself, and
   * records where the two differ.
   */
  readonly claim?: Pick<Rollup, 'completion' | 'success' | 'scaled'>;
};

export type RefusedElement = {
  readonly sequence: number;
  readonly element: string;
  /** A code of the runtime's table, such as `type-mismatch`, and a sentence. */
  readonly code: string;
  readonly message: string;
};

export type CommitAnswer = {
  /** Durable: written to the database before this was sent. */
  readonly acknowledged: readonly number[];
  readonly refused: readonly RefusedElement[];
  /** Sequences that were sent before with other content; kept aside (409). */
  readonly conflicts: readonly number[];
  /** A newer session of this attempt exists; this one only adds. */
  readonly superseded: boolean;
  readonly outcome?: OutcomeShown;
  /** When these entries changed them (a finished part may open others): the player redraws its list and buttons. */
  readonly contents?: readonly ContentsEntry[];
  readonly controls?: Controls;
  /** With `PlayerStart.course`: the state after these entries, for the engine in the browser. */
  readonly sequencing?: SequencingState;
};

export type OutcomeShown = {
  readonly completion: 'not attempted' | 'unknown' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  /** 0 to 100, rounded, when there is a score. */
  readonly percent?: number;
  /** What it led to, in sentences, from the core; empty while it is pending. */
  readonly ledTo: readonly string[];
};

export type NavigateRequest = CommitRequest & {
  readonly request: NavigationRequest;
  /**
   * Counts up from 1 within a session. A request whose answer got lost is sent again with the same number, and is then
   * answered, not made again: "next" twice would leave a part out. Without it every request is a new one.
   */
  readonly move?: number;
};

export type NavigateAnswer = CommitAnswer & {
  readonly result:
    | { readonly kind: 'deliver'; readonly delivery: Delivery }
    | { readonly kind: 'end' }
    /** Nothing follows by itself: the learner chooses from the contents. */
    | { readonly kind: 'wait' }
    | { readonly kind: 'refuse'; readonly refusal: Refusal };
  /** Where the trace is shown or recorded: how it was decided. */
  readonly steps?: readonly SequencingStep[];
  readonly contents: readonly ContentsEntry[];
  readonly controls: Controls;
};

/** One activity as the browser launches it. */
export type Delivery = {
  readonly activity: string;
  readonly title: string;
  readonly scormType: 'sco' | 'asset';
  /** Path under the package origin (`/files/...?x#y`) or an absolute URL. */
  readonly url: string;
  /** Full initial data model for scorm-again, entry, total_time, credit, mode and launch data included. */
  readonly cmi: Elements;
  readonly hideControls: readonly string[];
  /**
   * With `PlayerStart.course`, on a resume: what content itself has said about its outcome and its objectives in this attempt
   * on the activity (`cmi` also holds what read maps gave), for the engine in the browser.
   */
  readonly said?: Elements;
  /** 2004 4th Edition: the rows of `adl.data`, in order, and what content may do with each (RTE 4.3). */
  readonly sharedData?: readonly { readonly targetId: string; readonly read: boolean; readonly write: boolean }[];
};

/**
 * What may be chosen now stands in `Controls.choices`, clusters and the organisation included; a cluster that may not is a
 * heading. What is hidden is not in the list.
 */
export type ContentsEntry = {
  readonly identifier: string;
  readonly title: string;
  /** 0 for the organisation's own items, and for the organisation where it stands above them. */
  readonly depth: number;
  /** `course`: the organisation itself, the first entry, there only while it may be chosen (2004). */
  readonly kind: 'course' | 'cluster' | 'part';
  /** It has something of its own to show: a part. */
  readonly launchable: boolean;
  /** Of a cluster: what its parts come to; 'none' when nothing below it can be launched. */
  readonly state: 'not-started' | 'in-progress' | 'completed' | 'passed' | 'failed' | 'none';
};

export type PlayerStart = {
  readonly attempt: string;
  readonly session: string;
  readonly scormVersion: ScormVersion;
  readonly mode: Mode;
  readonly title: string;
  readonly returnUrl: string;
  readonly contents: readonly ContentsEntry[];
  readonly controls: Controls;
  /** 2004, unless the tree is large: what the engine in the browser needs to know the controls without asking. */
  readonly course?: { readonly organisation: Organisation; readonly sequencing: SequencingState };
  /** Absent when nothing can be delivered yet: the learner chooses from the contents. */
  readonly delivery?: Delivery;
  /** Somebody asked for a record of this attempt: the page sends what content calls to `/a/<attempt>/trace`. */
  readonly recordTrace?: boolean;
  /** The course was updated since the learner was last here: their place was kept, or they begin anew. Told once. */
  readonly updated?: 'kept' | 'restarted';
  /** Next sequence number of this session. */
  readonly nextSequence: number;
  readonly toolbar: {
    readonly visible: boolean;
    readonly next: boolean;
    readonly previous: boolean;
    readonly outline: boolean;
    readonly exit: boolean;
  };
  /** Keyed, opaque: names this learner's journal on a shared device. */
  readonly journalKey: string;
  readonly sentences: Readonly<Record<string, string>>;
};

/** One thing that happened in the page, for the record of an attempt. */
export type TraceRecord =
  | {
      readonly kind: 'call';
      /** ISO instant on the learner's device. */
      readonly at: string;
      readonly activity: string;
      readonly call: string;
      readonly args: readonly string[];
      readonly returned: string;
      readonly error: string;
    }
  /** A commit or move that was sent (by the sequences it carried), and what came back. */
  | {
      readonly kind: 'sent';
      readonly at: string;
      readonly action: 'commit' | 'navigate';
      readonly sequences: readonly number[];
      readonly status: string;
      readonly answer?: unknown;
    }
  | ({ readonly kind: 'fault'; readonly at: string; readonly activity: string } & Fault);

/** What went wrong in the content's own documents, as far as they can be looked into (those of its own origin). */
export type Fault =
  /** `where`: path in the package, or an address elsewhere. `status` 0: it did not load at all. */
  | { readonly what: 'request'; readonly where: string; readonly status: number }
  /** An error that no script caught, or a promise that nobody did; `where`: script and line, if known. */
  | { readonly what: 'script'; readonly where: string; readonly text: string };

export type TraceRequest = {
  readonly session: string;
  /** Counts up from 1 within a session; a number that was taken before is not taken again. */
  readonly number: number;
  readonly records: readonly TraceRecord[];
};

export type TraceAnswer = {
  /** False: the record is full, or nobody wants one any more; the page need not send more. */
  readonly more: boolean;
};
