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

/** JSON; kept with the attempt. */
export type SequencingState = {
  readonly current?: string;
  readonly suspended?: string;
  readonly results: Readonly<Record<string, ActivityResult>>;
  /** Room for the full engine; opaque to everybody else. */
  readonly engine?: unknown;
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

export type Decision =
  | { readonly kind: 'deliver'; readonly activity: string; readonly state: SequencingState }
  | { readonly kind: 'end'; readonly state: SequencingState }
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly state: SequencingState };

/** What the player may offer now. */
export type Controls = {
  readonly continue: boolean;
  readonly previous: boolean;
  readonly exit: boolean;
  readonly suspend: boolean;
  readonly abandon: boolean;
  /** Identifiers that may be chosen now. */
  readonly choices: readonly string[];
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
  readonly initial: () => SequencingState;
  readonly request: (state: SequencingState, request: NavigationRequest) => Decision;
  readonly report: (state: SequencingState, activity: string, result: ActivityResult) => SequencingState;
  readonly controls: (state: SequencingState) => Controls;
  /** The course as a whole (ELO-9 for 1.2, root rollup for 2004). */
  readonly rollup: (state: SequencingState) => Rollup;
};

export type EngineFor = (version: ScormVersion, organisation: Organisation) => Engine;
