/**
 * The engine's interface (ARCHITECTURE: (tree, state, request) -> deliver | end | refuse, and which
 * controls are valid). Pure, so that the same code runs on the server and in the browser.
 */
import type { Organisation, ScormVersion } from '../../package/core/types';

/** What an activity has reported so far, as far as sequencing cares. */
export type ActivityResult = {
  readonly attempted: boolean;
  readonly suspended: boolean;
  readonly completion: 'unknown' | 'not attempted' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  /** -1 to 1, or undefined. */
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
  readonly progress?: number;
  readonly totalSeconds: number;
};

/** Status and scores of an objective: what is absent was never said, which is not the same as `unknown`. */
export type ObjectiveStatus = {
  readonly completion?: ActivityResult['completion'];
  readonly success?: ActivityResult['success'];
  /** -1 to 1. */
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
  /** 0 to 1. */
  readonly progress?: number;
};

/**
 * What 2004 content has said in the attempt on the activity that is under way, as it said it: nothing is made better by
 * earlier visits (that is `ActivityResult`) and nothing is judged. RTE 4.2 to SN 4.2.1.
 */
export type ContentReport = ObjectiveStatus & {
  /** Rows of `cmi.objectives`, by their id. */
  readonly objectives: readonly (ObjectiveStatus & { readonly id: string })[];
  /** `cmi.exit` was `suspend`: the attempt on the activity goes on at its next delivery. */
  readonly suspended: boolean;
  /** Of this attempt on the activity. */
  readonly totalSeconds: number;
};

/** What the objectives of a delivered activity begin with: read maps applied (SN 3.10.3, RTE 4.2.17). */
export type LaunchStatus = {
  /** A new attempt on the activity begins (`cmi.entry` ab-initio); otherwise the one before goes on (resume). */
  readonly fresh: boolean;
  /** Of the primary objective and the activity: initial success_status, completion_status, score and progress_measure. */
  readonly own: ObjectiveStatus;
  /** One for each objective with an id, the primary first, in the order of the manifest. */
  readonly objectives: readonly (ObjectiveStatus & { readonly id: string })[];
};

/** JSON; kept with the attempt. */
export type SequencingState = {
  readonly current?: string;
  readonly suspended?: string;
  readonly results: Readonly<Record<string, ActivityResult>>;
  /**
   * Shared global objectives by their id. Those of packages with `objectivesGlobalToSystem` belong to the learner: the
   * runtime puts them here before it asks, and keeps them after. Others live and die with this state.
   */
  readonly globals?: Readonly<Record<string, ObjectiveStatus>>;
  /** Room for the full engine; opaque to everybody else. */
  readonly engine?: unknown;
};

/** One thing the engine found or did on its way to a decision, for the trace. */
export type SequencingStep = {
  /** Process of the Sequencing and Navigation book: `NB.2.1`, `SB.2.9`, `UP.2`. */
  readonly clause: string;
  readonly activity?: string;
  /** Code of a sentence, see the sequencing room's messages. */
  readonly code: string;
  readonly values?: Readonly<Record<string, string>>;
};

export type NavigationRequest =
  | {
      readonly type:
        'start' | 'resumeAll' | 'continue' | 'previous' | 'exit' | 'exitAll' | 'abandon' | 'abandonAll' | 'suspendAll';
    }
  | { readonly type: 'choice' | 'jump'; readonly target: string };

export type Refusal =
  | 'nothing-to-launch'
  | 'no-next'
  | 'no-previous'
  | 'unknown-activity'
  | 'not-launchable'
  | 'prerequisites-not-met'
  | 'choice-not-allowed'
  | 'flow-not-allowed'
  | 'not-started';

/** `steps`: how it came to that, in order; 1.2 has none. */
export type Decision = { readonly state: SequencingState; readonly steps?: readonly SequencingStep[] } & (
  | { readonly kind: 'deliver'; readonly activity: string }
  | { readonly kind: 'end' }
  /** The activity was ended and nothing follows by itself: the learner chooses (2004 courses without flow). */
  | { readonly kind: 'wait' }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
);

/** What the player may offer now. */
export type Controls = {
  readonly continue: boolean;
  readonly previous: boolean;
  readonly exit: boolean;
  readonly suspend: boolean;
  readonly abandon: boolean;
  /** Identifiers that may be chosen now; in 2004 also clusters, and the organisation itself. */
  readonly choices: readonly string[];
  /** Identifiers that are not to be shown in the contents now, with all below them (2004, hiddenFromChoice). */
  readonly hidden?: readonly string[];
};

export type Rollup = {
  readonly completion: 'not attempted' | 'unknown' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
  readonly totalSeconds: number;
};

export type Engine = {
  /** `seed`: a whole number of the attempt's own from which chance takes its course (2004, SR.1 and SR.2). */
  readonly initial: (seed?: number) => SequencingState;
  readonly request: (state: SequencingState, request: NavigationRequest) => Decision;
  /** `said` (2004) is what sequencing goes by; `result` is what the contents list shows. */
  readonly report: (
    state: SequencingState,
    activity: string,
    result: ActivityResult,
    said?: ContentReport,
  ) => SequencingState;
  /** 2004: what the delivered activity finds. */
  readonly launchStatus?: (state: SequencingState, activity: string) => LaunchStatus;
  /** A new attempt on the course by the same registration: what SCORM keeps of the one before (2004: tracking, globals). */
  readonly again?: (state: SequencingState) => SequencingState;
  readonly controls: (state: SequencingState) => Controls;
  /** The course as a whole (ELO-9 for 1.2, root rollup for 2004). */
  readonly rollup: (state: SequencingState) => Rollup;
};

export type EngineFor = (version: ScormVersion, organisation: Organisation) => Engine;
