import type { IsoDate } from '../../../platform/dates';
import { isWithin, maxDate } from '../../../platform/dates';
import { earliestRenewDate, expirationOf, validityBasis } from './dates';
import { derivedStatus, isPeriodLive, statusEvents, withStatus } from './subscription';
import type {
  CertPeriod,
  CertificationCommand,
  CertificationDecision,
  CertificationDefinition,
  CertificationEvent,
  CertificationSettings,
  ComponentProgress,
  PeriodBase,
  Subscription,
} from './types';

type Of<Type extends CertificationCommand['type']> = Extract<CertificationCommand, { type: Type }>;

/** CERT-T3: a component is started; the period becomes ACTIVE. Again, or in a period that is over, changes nothing. */
export function startComponent(subscription: Subscription, command: Of<'start-component'>): CertificationDecision {
  const period = subscription.periods.find((one) => one.sequence === command.sequence);
  if (!period) return { ok: false, refusal: 'no-such-period' };
  const progress = period.components.find((one) => one.courseId === command.courseId);
  if (!progress) return { ok: false, refusal: 'no-such-component' };
  if (!isPeriodLive(period) || progress.status !== 'NOT_STARTED') return { ok: true, subscription, events: [] };
  const started: ComponentProgress = {
    courseId: command.courseId,
    status: 'STARTED',
    enrolmentId: command.enrolmentId,
  };
  const next: CertPeriod = { ...withProgress(period, started), status: 'ACTIVE' };
  const events: CertificationEvent[] =
    period.status === 'ENROLLED' ? [{ type: 'period-started', sequence: period.sequence }] : [];
  return { ok: true, subscription: { ...subscription, periods: replace(subscription.periods, next) }, events };
}

/**
 * CERT-T4, T8, T11 with CERT-10, 15, 20, 23: a component is complete. When it is the last one, so is the period, as of the latest
 * component's day. A success dated inside a period that expired re-opens and completes it, unless a later period is complete.
 * The same component again changes nothing, whichever delivery it came from.
 */
export function completeComponent(
  subscription: Subscription,
  command: Of<'complete-component'>,
  definition: CertificationDefinition,
  settings: CertificationSettings,
  today: IsoDate,
): CertificationDecision {
  const period = subscription.periods.find((one) => one.sequence === command.sequence);
  if (!period) return { ok: false, refusal: 'no-such-period' };
  if (period.status === 'CANCELLED') return { ok: false, refusal: 'period-cancelled' };
  if (!isSubscribed(subscription)) return { ok: false, refusal: 'not-subscribed' };
  const progress = period.components.find((one) => one.courseId === command.courseId);
  if (!progress) return { ok: false, refusal: 'no-such-component' };
  if (progress.status === 'COMPLETED') return { ok: true, subscription, events: [] };
  if (!countsFor(period, command.completedOn, settings)) return { ok: false, refusal: 'outside-period' };
  if (
    period.status === 'EXPIRED' &&
    subscription.periods.some((one) => one.sequence > period.sequence && one.status === 'COMPLETED')
  ) {
    return { ok: false, refusal: 'later-period-complete' };
  }
  const { courseId, completedOn, enrolmentId } = command;
  const events: CertificationEvent[] = [
    { type: 'component-completed', sequence: period.sequence, courseId, completedOn },
  ];
  const done = withProgress(period, { courseId, status: 'COMPLETED', completedOn, enrolmentId });
  const completionDate = completionOf(done);
  if (completionDate === undefined) {
    const started: CertPeriod = period.status === 'ENROLLED' ? { ...done, status: 'ACTIVE' } : done;
    if (period.status === 'ENROLLED') events.unshift({ type: 'period-started', sequence: period.sequence });
    return { ok: true, subscription: { ...subscription, periods: replace(subscription.periods, started) }, events };
  }
  return certify(subscription, done, completionDate, events, { definition, settings, today });
}

type Context = {
  readonly definition: CertificationDefinition;
  readonly settings: CertificationSettings;
  readonly today: IsoDate;
};

function certify(
  subscription: Subscription,
  done: CertPeriod,
  completedOn: IsoDate,
  before: readonly CertificationEvent[],
  { definition, settings, today }: Context,
): CertificationDecision {
  const basis = validityBasis(definition, done);
  const expirationDate = expirationOf(
    basis === 'DUE_DATE' ? done.endDate : completedOn,
    definition,
    settings.expiryConvention,
  );
  const complete: CertPeriod = { ...done, status: 'COMPLETED', completionDate: completedOn, expirationDate };
  const stillValid = expirationDate === undefined || expirationDate >= today;
  // CERT-T11 while a later attempt runs: a valid certificate makes that attempt needless; an old one leaves it to be finished.
  const needless = stillValid
    ? subscription.periods.filter((one) => isPeriodLive(one) && one.sequence > done.sequence)
    : [];
  const periods = replace(subscription.periods, complete).map((one): CertPeriod =>
    needless.includes(one) ? { ...baseOf(one), status: 'CANCELLED' } : one,
  );
  const next = withStatus(subscription, derivedStatus(periods, today), periods, definition);
  return {
    ok: true,
    subscription: next,
    events: [
      ...before,
      {
        type: 'certified',
        sequence: done.sequence,
        completedOn,
        expirationDate,
        earliestRenewDate: earliestRenewDate(definition, completedOn, expirationDate),
        basis,
      },
      ...needless.map((one): CertificationEvent => ({ type: 'period-cancelled', sequence: one.sequence })),
      ...statusEvents(subscription.status, next.status),
    ],
  };
}

/**
 * ATT-7: a component's completion is taken back. A period that it completed is ACTIVE again, or EXPIRED if its end has passed or
 * another period runs; the subscription is derived anew.
 */
export function reverseComponent(
  subscription: Subscription,
  command: Of<'reverse-component'>,
  definition: CertificationDefinition,
  settings: CertificationSettings,
  today: IsoDate,
): CertificationDecision {
  const period = subscription.periods.find((one) => one.sequence === command.sequence);
  if (!period) return { ok: false, refusal: 'no-such-period' };
  const progress = period.components.find((one) => one.courseId === command.courseId);
  if (!progress) return { ok: false, refusal: 'no-such-component' };
  if (progress.status !== 'COMPLETED') return { ok: true, subscription, events: [] };
  const events: CertificationEvent[] = [
    { type: 'component-reversed', sequence: period.sequence, courseId: command.courseId },
  ];
  const undone = withProgress(period, { courseId: command.courseId, status: 'NOT_STARTED' });
  if (period.status !== 'COMPLETED')
    return { ok: true, subscription: { ...subscription, periods: replace(subscription.periods, undone) }, events };

  const over =
    (today > period.endDate && settings.missedDueDate === 'expired') ||
    subscription.periods.some((one) => one !== period && isPeriodLive(one));
  const status = over || !isSubscribed(subscription) ? 'EXPIRED' : 'ACTIVE';
  const periods = replace(subscription.periods, { ...baseOf(undone), status });
  events.push({ type: 'certificate-reversed', sequence: period.sequence });
  const next = withDates(subscription, periods, definition, today);
  return { ok: true, subscription: next, events: [...events, ...statusEvents(subscription.status, next.status)] };
}

/** Whoever left or waits for approval stays so; otherwise the periods say what the status is. */
function withDates(
  subscription: Subscription,
  periods: readonly CertPeriod[],
  definition: CertificationDefinition,
  today: IsoDate,
): Subscription {
  if (subscription.status === 'CANCELLED') {
    const {
      completionDate,
      expirationDate,
      earliestRenewDate: renewFrom,
    } = withStatus(subscription, 'EXPIRED', periods, definition);
    return { ...subscription, periods, completionDate, expirationDate, earliestRenewDate: renewFrom };
  }
  const waiting = subscription.status === 'AWAITING_APPROVAL' || subscription.status === 'REJECTED';
  return withStatus(subscription, waiting ? subscription.status : derivedStatus(periods, today), periods, definition);
}

function isSubscribed(subscription: Subscription): boolean {
  return !['AWAITING_APPROVAL', 'REJECTED', 'CANCELLED'].includes(subscription.status);
}

/** CERT-10: inside the period; later only while it is live and late completion is allowed (CERT-20). */
function countsFor(period: CertPeriod, completedOn: IsoDate, settings: CertificationSettings): boolean {
  if (isWithin(completedOn, { from: period.startDate, to: period.endDate })) return true;
  return settings.missedDueDate === 'overdue' && isPeriodLive(period) && completedOn > period.endDate;
}

/** CERT-1: the day on which the last component was completed; undefined while one is missing. */
function completionOf(period: CertPeriod): IsoDate | undefined {
  let latest: IsoDate | undefined;
  for (const one of period.components) {
    if (one.status !== 'COMPLETED') return undefined;
    latest = latest === undefined ? one.completedOn : maxDate(latest, one.completedOn);
  }
  return latest;
}

function withProgress(period: CertPeriod, progress: ComponentProgress): CertPeriod {
  return {
    ...period,
    components: period.components.map((one) => (one.courseId === progress.courseId ? progress : one)),
  };
}

function baseOf({ sequence, kind, startDate, endDate, components }: CertPeriod): PeriodBase {
  return { sequence, kind, startDate, endDate, components };
}

function replace(periods: readonly CertPeriod[], period: CertPeriod): readonly CertPeriod[] {
  return periods.map((one) => (one.sequence === period.sequence ? period : one));
}
