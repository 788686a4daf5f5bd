import { parseIsoDate as d } from '../../../platform/dates';
import { decideCertification } from './decide-certification';
import type {
  CertificationCommand,
  CertificationDecision,
  CertificationDefinition,
  CertificationEvent,
  CertificationSettings,
  Subscription,
} from './types';

/** The certification of worked example A. */
export const definition: CertificationDefinition = {
  activeFrom: d('2020-01-01'),
  initialCompletion: { n: 60, unit: 'day' },
  renewable: true,
  validity: { n: 12, unit: 'month' },
  validityStart: 'ACTUAL_COMPLETION',
  renewalOpens: { kind: 'BEFORE_EXPIRY', days: 90 },
  notifyDaysBeforeExpire: 30,
  components: ['fire'],
};
export const settings: CertificationSettings = {
  expiryConvention: { years: 'calendar', lastDay: 'same-day' },
  renewalDue: 'at-expiry',
  missedDueDate: 'expired',
};

export type Step = readonly [date: string, command: CertificationCommand];
export const subscribe = {
  type: 'subscribe',
  approvalNeeded: false,
  mandatory: false,
} as const satisfies CertificationCommand;
export const renew: CertificationCommand = { type: 'renew' };
export const nightly: CertificationCommand = { type: 'nightly' };
export const complete = (sequence: number, completedOn: string, courseId = 'fire') =>
  ({
    type: 'complete-component',
    sequence,
    courseId,
    completedOn: d(completedOn),
  }) as const satisfies CertificationCommand;

/** A subscription after some steps, with the last decision. */
export type World = {
  subscription?: Subscription;
  last?: CertificationDecision;
  events: readonly CertificationEvent[];
};
/** Runs the steps; a refusal leaves things as they were and is kept in `last`. */
export function after(steps: readonly Step[], def = definition, set = settings): World {
  let world: World = { events: [] };
  for (const [date, command] of steps) {
    const last = decideCertification(world.subscription, command, def, set, d(date));
    world = last.ok ? { subscription: last.subscription, last, events: last.events } : { ...world, last, events: [] };
  }
  return world;
}
export const refusal = (world: World): string => (world.last?.ok === false ? world.last.refusal : 'accepted');
export const periodsOf = (world: World): string[] =>
  (world.subscription?.periods ?? []).map((one) => `${one.status} ${one.startDate}..${one.endDate}`);

export const certified: readonly Step[] = [
  ['2026-02-02', subscribe],
  ['2026-03-20', complete(1, '2026-03-20')],
];
export const renewing: readonly Step[] = [...certified, ['2027-01-10', renew]];
