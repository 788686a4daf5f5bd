import type { IsoDate } from '../../../platform/dates';
import { isWithin } from '../../../platform/dates';
import { completeComponent, reverseComponent, startComponent } from './complete-component';
import { dueDate, renewalEnd } from './dates';
import { derivedStatus, isPeriodLive, latestComplete, livePeriod, statusEvents, withStatus } from './subscription';
import type {
  CertPeriod,
  CertificationCommand,
  CertificationDecision,
  CertificationDefinition,
  CertificationEvent,
  CertificationRefusal,
  CertificationSettings,
  PeriodKind,
  Subscription,
  SubscriptionStatus,
} from './types';

/** CERT-T1 to CERT-T13: every change of a subscription's status there is. */
export const TRANSITIONS: Readonly<Record<SubscriptionStatus | 'new', readonly SubscriptionStatus[]>> = {
  new: ['ENROLLED', 'AWAITING_APPROVAL'],
  AWAITING_APPROVAL: ['ENROLLED', 'REJECTED', 'CANCELLED'],
  REJECTED: ['ENROLLED', 'AWAITING_APPROVAL'],
  // Beside the rows of the table: CERTIFIED and EXPIRED go back to a running attempt by ATT-7.
  ENROLLED: ['CERTIFIED', 'EXPIRED', 'CANCELLED'],
  CERTIFIED: ['RENEWING', 'EXPIRED', 'ENROLLED', 'CANCELLED'],
  RENEWING: ['CERTIFIED', 'EXPIRED', 'CANCELLED'],
  EXPIRED: ['RENEWING', 'ENROLLED', 'CERTIFIED', 'CANCELLED'],
  CANCELLED: ['ENROLLED', 'AWAITING_APPROVAL'],
};

/**
 * The certification's state machine (CERT-T1 to T13 and ATT-7): what a command does to a subscription today. `subscription` is
 * undefined before the first one. A subscription is one row per person and certification, used again after leaving (CERT-T13).
 */
export function decideCertification(
  subscription: Subscription | undefined,
  command: CertificationCommand,
  definition: CertificationDefinition,
  settings: CertificationSettings,
  today: IsoDate,
): CertificationDecision {
  if (command.type === 'subscribe') return subscribe(subscription, command, definition, settings, today);
  if (!subscription) return refuse('not-subscribed');
  switch (command.type) {
    case 'approve':
      return approve(subscription, definition, today);
    case 'reject':
      if (subscription.status !== 'AWAITING_APPROVAL') return refuse('not-awaiting-approval');
      return moveTo(subscription, 'REJECTED', subscription.periods, definition, []);
    case 'start-component':
      return startComponent(subscription, command);
    case 'complete-component':
      return completeComponent(subscription, command, definition, settings, today);
    case 'reverse-component':
      return reverseComponent(subscription, command, definition, settings, today);
    case 'renew':
      return renew(subscription, definition, settings, today);
    case 'unsubscribe':
      return unsubscribe(subscription, command.by, today);
    case 'nightly':
      return passNight(subscription, definition, settings, today);
  }
}

/** CERT-T1, T2, T13; from EXPIRED it is CERT-T10. CERT-18 refuses outside the active dates. */
function subscribe(
  before: Subscription | undefined,
  command: Extract<CertificationCommand, { type: 'subscribe' }>,
  definition: CertificationDefinition,
  settings: CertificationSettings,
  today: IsoDate,
): CertificationDecision {
  if (before?.status === 'EXPIRED') return renew(before, definition, settings, today);
  if (before && before.status !== 'CANCELLED' && before.status !== 'REJECTED') return refuse('already-subscribed');
  if (!isActive(definition, today)) return refuse('not-active');
  const blank: Subscription = {
    status: 'AWAITING_APPROVAL',
    subscribedOn: today,
    mandatory: command.mandatory,
    periods: before?.periods ?? [],
  };
  if (command.approvalNeeded) {
    const waiting = withStatus(blank, 'AWAITING_APPROVAL', blank.periods, definition);
    return { ok: true, subscription: waiting, events: statusEvents(before?.status, 'AWAITING_APPROVAL') };
  }
  return open(blank, before?.status, 'initial', dueDate(today, definition.initialCompletion), definition, today);
}

/** The due date counts from the approval (CERT-T2). */
function approve(
  subscription: Subscription,
  definition: CertificationDefinition,
  today: IsoDate,
): CertificationDecision {
  if (subscription.status !== 'AWAITING_APPROVAL') return refuse('not-awaiting-approval');
  if (!isActive(definition, today)) return refuse('not-active');
  return open(
    subscription,
    'AWAITING_APPROVAL',
    'initial',
    dueDate(today, definition.initialCompletion),
    definition,
    today,
  );
}

/** CERT-T6 from CERTIFIED, CERT-T10 from EXPIRED. */
function renew(
  subscription: Subscription,
  definition: CertificationDefinition,
  settings: CertificationSettings,
  today: IsoDate,
): CertificationDecision {
  const complete = latestComplete(subscription.periods);
  if (livePeriod(subscription)) return refuse('renewal-running');
  if (subscription.status !== 'CERTIFIED' && subscription.status !== 'EXPIRED') return refuse('nothing-to-renew');
  if (!definition.renewable && complete) return refuse('one-time');
  if (!isActive(definition, today)) return refuse('not-active');
  const opensOn = subscription.earliestRenewDate;
  if (subscription.status === 'CERTIFIED' && opensOn !== undefined && today < opensOn)
    return { ok: false, refusal: 'renewal-not-open', opensOn };
  if (!complete)
    return open(
      subscription,
      subscription.status,
      'initial',
      dueDate(today, definition.initialCompletion),
      definition,
      today,
    );
  const kind = complete.expirationDate !== undefined && complete.expirationDate < today ? 'late-renewal' : 'renewal';
  return open(
    subscription,
    subscription.status,
    kind,
    renewalEnd(definition, settings, today, complete.expirationDate),
    definition,
    today,
  );
}

function open(
  subscription: Subscription,
  from: SubscriptionStatus | undefined,
  kind: PeriodKind,
  endDate: IsoDate,
  definition: CertificationDefinition,
  today: IsoDate,
): CertificationDecision {
  if (endDate < today) return refuse('due-date-passed');
  const sequence = (subscription.periods.at(-1)?.sequence ?? 0) + 1;
  const period: CertPeriod = {
    sequence,
    kind,
    status: 'ENROLLED',
    startDate: today,
    endDate,
    components: definition.components.map((courseId) => ({ courseId, status: 'NOT_STARTED' })),
  };
  const to = kind === 'initial' ? 'ENROLLED' : 'RENEWING';
  const next = withStatus(subscription, to, [...subscription.periods, period], definition);
  return {
    ok: true,
    subscription: next,
    events: [...statusEvents(from, to), { type: 'period-opened', sequence, kind, startDate: today, endDate }],
  };
}

/** CERT-T12 with CERT-22. */
function unsubscribe(
  subscription: Subscription,
  by: 'self' | 'admin' | 'process',
  today: IsoDate,
): CertificationDecision {
  if (subscription.status === 'CANCELLED' || subscription.status === 'REJECTED') return refuse('not-subscribed');
  if (by === 'self' && subscription.mandatory) return refuse('mandatory');
  const open = subscription.periods.filter(isPeriodLive);
  const periods = subscription.periods.map((one): CertPeriod =>
    one.status === 'COMPLETED' || !isPeriodLive(one) ? one : { ...one, status: 'CANCELLED' },
  );
  const events: CertificationEvent[] = open.map((one) => ({ type: 'period-cancelled', sequence: one.sequence }));
  return {
    ok: true,
    subscription: { ...subscription, status: 'CANCELLED', unsubscribedOn: today, periods },
    events: [...events, ...statusEvents(subscription.status, 'CANCELLED')],
  };
}

/** P4: CERT-T5, T7, T9; with SET-12 `overdue` a live period stays (CERT-20). Nights that were missed are made up in one run. */
function passNight(
  subscription: Subscription,
  definition: CertificationDefinition,
  settings: CertificationSettings,
  today: IsoDate,
): CertificationDecision {
  const { status } = subscription;
  if (status !== 'ENROLLED' && status !== 'RENEWING' && status !== 'CERTIFIED')
    return { ok: true, subscription, events: [] };
  const ended =
    settings.missedDueDate === 'overdue'
      ? []
      : subscription.periods.filter((one) => isPeriodLive(one) && today > one.endDate);
  const periods = subscription.periods.map((one): CertPeriod =>
    one.status !== 'COMPLETED' && ended.includes(one) ? { ...one, status: 'EXPIRED' } : one,
  );
  const to = derivedStatus(periods, today);
  if (ended.length === 0 && to === status) return { ok: true, subscription, events: [] };
  return moveTo(
    subscription,
    to,
    periods,
    definition,
    ended.map((one) => ({ type: 'period-expired', sequence: one.sequence })),
  );
}

function moveTo(
  subscription: Subscription,
  to: Exclude<SubscriptionStatus, 'CANCELLED'>,
  periods: readonly CertPeriod[],
  definition: CertificationDefinition,
  before: readonly CertificationEvent[],
): CertificationDecision {
  return {
    ok: true,
    subscription: withStatus(subscription, to, periods, definition),
    events: [...before, ...statusEvents(subscription.status, to)],
  };
}

/** CERT-18: no new subscription or renewal outside the active dates; both ends count. */
function isActive(definition: CertificationDefinition, today: IsoDate): boolean {
  return isWithin(today, { from: definition.activeFrom, to: definition.activeTo });
}

function refuse(refusal: CertificationRefusal): CertificationDecision {
  return { ok: false, refusal };
}
