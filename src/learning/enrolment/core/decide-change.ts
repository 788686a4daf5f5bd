import type { IsoDate } from '../../../platform/dates';
import { daysUntil } from '../../../platform/dates';
import type {
  ClassFacts,
  Enrolment,
  EnrolmentDecision,
  EnrolmentEvent,
  EnrolmentStatus,
  WithdrawalReason,
} from './types';

export type EnrolmentCommand =
  /** ENR-T9: first launch by the player. */
  | { readonly type: 'launch' }
  /** ENR-T5, by the waitlist or an administrator. */
  | { readonly type: 'promote'; readonly seatFree: boolean }
  | {
      readonly type: 'withdraw';
      readonly by: 'learner' | 'manager' | 'admin' | 'process';
      readonly reason: WithdrawalReason;
      readonly lockExempt?: boolean | undefined;
    }
  /** ENR-T6, ENR-T14. `success` is the separate mark, asked for only when the offering wants it (ATT-4). */
  | {
      readonly type: 'mark-attended';
      readonly successMarkSeparate: boolean;
      readonly success?: boolean | undefined;
      readonly evaluationOutstanding?: boolean | undefined;
    }
  | { readonly type: 'mark-did-not-attend' }
  | { readonly type: 'set-success'; readonly success: boolean }
  /** ENR-T15. */
  | { readonly type: 'evaluation-done' }
  /** ENR-T16. */
  | {
      readonly type: 'correct';
      readonly to: 'Attended' | 'DNA';
      readonly reason: string;
      readonly success?: boolean | undefined;
    }
  /** ENR-T13. */
  | { readonly type: 'grant-attempt' };

export type ChangeRefusal =
  | 'not-in-that-status'
  | 'not-online'
  | 'class-not-started'
  | 'class-started'
  | 'withdrawal-locked'
  | 'no-seat'
  | 'reason-missing';

export type ClassDates = Pick<ClassFacts, 'online' | 'startsOn' | 'endsOn' | 'withdrawLockDays'>;

type Decision = EnrolmentDecision<ChangeRefusal>;

/** ENR-T5 to ENR-T9, ENR-T12 to ENR-T16: what a command does to an enrolment. Approval and outcomes have their own functions. */
export function decideChange(
  enrolment: Enrolment,
  command: EnrolmentCommand,
  facts: ClassDates,
  today: IsoDate,
): Decision {
  switch (command.type) {
    case 'launch':
      if (!facts.online) return refuse('not-online');
      return enrolment.status === 'InProgress'
        ? { ok: true, enrolment, events: [] }
        : step(enrolment, ['Confirmed'], 'InProgress');
    case 'promote':
      if (enrolment.status === 'Waitlisted' && !command.seatFree) return refuse('no-seat');
      return step(enrolment, ['Waitlisted'], 'Confirmed');
    case 'withdraw':
      return withdraw(enrolment, command, facts, today);
    case 'mark-attended':
      return markAttended(enrolment, command, facts, today);
    case 'mark-did-not-attend':
      if (!hasStarted(facts, today)) return refuse('class-not-started');
      return step(enrolment, ['Confirmed'], 'DNA');
    case 'set-success':
      return setSuccess(enrolment, command.success);
    case 'evaluation-done':
      return complete(step(enrolment, ['PendingEvaluation'], 'Attended'));
    case 'correct':
      return correct(enrolment, command, completionDate(facts, today));
    case 'grant-attempt':
      return step(enrolment, ['Incomplete'], 'InProgress');
  }
}

/** CERT-23 for a scheduled class: its last day, whenever attendance is marked; the day of marking when it has no dates. */
export function completionDate(facts: Pick<ClassFacts, 'startsOn' | 'endsOn'>, markedOn: IsoDate): IsoDate {
  return facts.endsOn ?? facts.startsOn ?? markedOn;
}

function hasStarted(facts: ClassDates, today: IsoDate): boolean {
  return facts.startsOn === undefined || facts.startsOn <= today;
}

/** ENR-T8, ENR-T12 with the lock of WAIT-11, which binds self-service and places only. */
function withdraw(
  enrolment: Enrolment,
  command: Extract<EnrolmentCommand, { type: 'withdraw' }>,
  facts: ClassDates,
  today: IsoDate,
): Decision {
  const placed = enrolment.status === 'Confirmed' || enrolment.status === 'InProgress';
  const selfService = command.by === 'learner' || command.by === 'manager';
  if (placed && selfService && facts.startsOn !== undefined) {
    if (facts.startsOn <= today) return refuse('class-started');
    const locked = facts.withdrawLockDays !== undefined && daysUntil(facts.startsOn, today) <= facts.withdrawLockDays;
    if (locked && command.lockExempt !== true) return refuse('withdrawal-locked');
  }
  const change = step(enrolment, ['Requested', 'Waitlisted', 'Confirmed', 'InProgress'], 'Withdrawn', command.reason);
  return change.ok ? { ...change, enrolment: { ...change.enrolment, withdrawnReason: command.reason } } : change;
}

function markAttended(
  enrolment: Enrolment,
  command: Extract<EnrolmentCommand, { type: 'mark-attended' }>,
  facts: ClassDates,
  today: IsoDate,
): Decision {
  if (!hasStarted(facts, today)) return refuse('class-not-started');
  const successfulAttendance = command.successMarkSeparate ? command.success === true : true;
  const marked = { ...enrolment, successfulAttendance, completedOn: completionDate(facts, today) };
  if (command.evaluationOutstanding === true) return step(marked, ['Confirmed'], 'PendingEvaluation');
  return complete(step(marked, ['Confirmed'], 'Attended'));
}

/** ATT-4: the separate mark, given or taken after attendance. */
function setSuccess(enrolment: Enrolment, success: boolean): Decision {
  if (enrolment.status !== 'Attended') return refuse('not-in-that-status');
  if (enrolment.successfulAttendance === success) return { ok: true, enrolment, events: [] };
  const next = { ...enrolment, successfulAttendance: success };
  return success
    ? complete({ ok: true, enrolment: next, events: [] })
    : { ok: true, enrolment: next, events: [reversed(enrolment)] };
}

function correct(
  enrolment: Enrolment,
  command: Extract<EnrolmentCommand, { type: 'correct' }>,
  date: IsoDate,
): Decision {
  if (command.reason.trim() === '') return refuse('reason-missing');
  if (command.to === 'Attended') {
    const marked = {
      ...enrolment,
      successfulAttendance: command.success ?? true,
      completedOn: enrolment.completedOn ?? date,
    };
    return complete(step(marked, ['DNA'], 'Attended', command.reason));
  }
  const change = step({ ...enrolment, successfulAttendance: false }, ['Attended'], 'DNA', command.reason);
  return change.ok && enrolment.successfulAttendance
    ? { ...change, events: [...change.events, reversed(enrolment)] }
    : change;
}

/** Adds `completed` when the success mark is set. */
function complete(change: Decision): Decision {
  if (!change.ok || !change.enrolment.successfulAttendance || change.enrolment.completedOn === undefined) return change;
  return { ...change, events: [...change.events, { type: 'completed', completedOn: change.enrolment.completedOn }] };
}

function reversed(enrolment: Enrolment): EnrolmentEvent {
  return { type: 'completion-reversed', completedOn: enrolment.completedOn };
}

function step(enrolment: Enrolment, from: readonly EnrolmentStatus[], to: EnrolmentStatus, reason?: string): Decision {
  if (!from.includes(enrolment.status)) return refuse('not-in-that-status');
  const event: EnrolmentEvent = {
    type: 'status-changed',
    from: enrolment.status,
    to,
    ...(reason === undefined ? {} : { reason }),
  };
  return { ok: true, enrolment: { ...enrolment, status: to }, events: [event] };
}

function refuse(refusal: ChangeRefusal): Decision {
  return { ok: false, refusal };
}
