/**
 * The door between the halves: what the adapter says, and whom it says it to.
 * In one process the port is a call in the transaction of the commit; between machines the same rows travel as signed HTTPS.
 */
import type { IsoDate } from '../../platform/dates';
import type { Tx } from '../../platform/db';

/** What a registration has come to: cumulative, so that the highest version says everything (ELO-7). */
export type ReportedOutcome = {
  readonly tenantId: string;
  /** Opaque to the adapter. */
  readonly registrationId: string;
  readonly attemptId: string;
  /** Counts up per registration; the core ignores what is not newer. */
  readonly version: number;
  readonly completion: 'not attempted' | 'unknown' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  /** DOMAIN 11.3: both in one word, by the rule of the registration (ELO-8, ELO-13). */
  readonly status: 'not attempted' | 'incomplete' | 'completed' | 'passed' | 'failed';
  /** The object asks for a score to pass: `completed` alone gives no success mark. */
  readonly masteryRequired: boolean;
  /** -1 to 1. */
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
  /** 0 to 100. */
  readonly percent?: number;
  readonly totalSeconds: number;
  /** CERT-23: the local date on which the learner got this far, also when it arrives later. */
  readonly reachedOn: IsoDate;
};

export type OutcomeReceipt = {
  readonly registrationId: string;
  readonly version: number;
  /** Sentences for the learner: what it led to. */
  readonly ledTo: readonly string[];
};

/**
 * Takes outcomes in the given transaction and answers a receipt for each. Throws when the core cannot; an outcome without
 * a receipt was not refused but waits to be sent (remote core). Either way it stays pending.
 */
export type OutcomePort = (tx: Tx, outcomes: readonly ReportedOutcome[]) => Promise<OutcomeReceipt[]>;

/** What the core asks of the adapter to let a person play. */
export type Registration = {
  readonly tenantId: string;
  readonly registrationId: string;
  readonly object: { readonly ownerId: string; readonly id: string };
  /** `id` is pairwise and opaque; `name` may be empty by the employer's choice. */
  readonly learner: { readonly id: string; readonly name: string };
  /** Names the account without telling it: package origins and journals hang on it. */
  readonly learnerKey: string;
  readonly mode: 'normal' | 'review' | 'browse' | 'preview';
  /** Start a new attempt although an earlier one could be resumed. */
  readonly newAttempt?: boolean;
  readonly settings: {
    readonly completionRule: 'STATUS' | 'MASTERY' | 'ON_EXIT';
    readonly masteryScore?: number;
    readonly masteryOverridesStatus: boolean;
    readonly requireBoth: boolean;
    readonly toolbar: {
      readonly visible: boolean;
      readonly next: boolean;
      readonly previous: boolean;
      readonly outline: boolean;
      readonly exit: boolean;
    };
  };
  /** Where "back" and the end page lead: an address of the app. */
  readonly returnUrl: string;
};
