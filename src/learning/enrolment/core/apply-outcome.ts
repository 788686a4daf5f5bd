import type { IsoDate } from '../../../platform/dates';
import { isWithin } from '../../../platform/dates';
import { bestPercent, verdictOf } from './player-outcome';
import type { Verdict } from './player-outcome';
import type { Enrolment, EnrolmentEvent, EnrolmentStatus, PlayerOutcome } from './types';

export type OutcomeContext = {
  /** TEST-6: another attempt may be made. */
  readonly attemptsRemain: boolean;
  /** The learning object asks for mastery. */
  readonly masteryRequired: boolean;
  /** The certification period that the enrolment carries. */
  readonly certPeriod?: { readonly start: IsoDate; readonly end: IsoDate } | undefined;
};

export type AppliedOutcome = { readonly enrolment: Enrolment; readonly events: readonly EnrolmentEvent[] };

/**
 * What a player's result means for an enrolment: the table of §11.3 with ENR-T6, T9, T10, T11, T17, ELO-7 and ATT-4. Never
 * refuses, for a result is a fact: one that is old (ELO-12) or meets an enrolment that is over changes nothing.
 */
export function applyOutcome(
  enrolment: Enrolment,
  outcome: PlayerOutcome,
  context: OutcomeContext,
  today: IsoDate,
): AppliedOutcome {
  if (outcome.version <= (enrolment.outcomeVersion ?? 0)) return { enrolment, events: [] };
  const verdict = verdictOf(outcome.status, context.masteryRequired);
  const finishedOn = outcome.finishedOn ?? today;
  const path = pathOf(enrolment, verdict, context, finishedOn);
  const events: EnrolmentEvent[] = [];
  let next: Enrolment = { ...enrolment, outcomeVersion: outcome.version };

  for (const to of path) {
    events.push({ type: 'status-changed', from: next.status, to });
    next = { ...next, status: to };
  }
  const attendedNow = path.includes('Attended');
  const succeededNow = next.status === 'Attended' && verdict.success && !enrolment.successfulAttendance;
  if (attendedNow) next = { ...next, completedOn: finishedOn, withdrawnReason: undefined };
  if (succeededNow) {
    next = { ...next, successfulAttendance: true, completedOn: finishedOn };
    events.push({ type: 'completed', completedOn: finishedOn });
  }
  const best = bestPercent(enrolment.bestPercent, outcome);
  if (best !== undefined && best !== enrolment.bestPercent && takesScores(next.status)) {
    next = { ...next, bestPercent: best };
    events.push({ type: 'score-improved', percent: best });
  }
  return { enrolment: next, events };
}

/** The statuses an enrolment goes through because of the verdict; empty when it stays. */
function pathOf(
  enrolment: Enrolment,
  verdict: Verdict,
  context: OutcomeContext,
  finishedOn: IsoDate,
): readonly EnrolmentStatus[] {
  const lost = verdict.performance === 'Failed' && !context.attemptsRemain;
  switch (enrolment.status) {
    case 'Confirmed':
      if (verdict.performance === 'NotStarted') return [];
      if (verdict.performance === 'Completed') return ['Attended'];
      return lost ? ['InProgress', 'Incomplete'] : ['InProgress'];
    case 'InProgress':
      if (verdict.performance === 'Completed') return ['Attended'];
      return lost ? ['Incomplete'] : [];
    case 'Withdrawn': {
      const period = context.certPeriod;
      const late = enrolment.withdrawnReason === 'PeriodEnded' && verdict.success && period !== undefined;
      return late && isWithin(finishedOn, { from: period.start, to: period.end }) ? ['Attended'] : [];
    }
    default:
      return [];
  }
}

function takesScores(status: EnrolmentStatus): boolean {
  return status === 'InProgress' || status === 'Attended' || status === 'Incomplete';
}
