import { settingsOf } from '../../people';
import type { IsoDate, Period } from '../../platform/dates';
import type { Tx } from '../../platform/db';
import { dueTone, enrolmentStanding, isToDo, playWord, type Learner, type Standing, type Tone } from '../enrolment';
import { certificateStanding, subscriptionStep, type ValidityStanding } from './core/standing';
import { listSubscriptionsOf, type LearnerComponent, type LearnerSubscription } from './learner-queries';

/** What to do about one component; sentences are `enrolment.learner.play.*` and `certification.learner.action.*`. */
export type ComponentAction =
  | {
      readonly kind: 'play';
      readonly enrolmentId: string;
      readonly word: 'start' | 'continue' | 'again' | 'review';
      readonly newWindow: boolean;
    }
  /** Enrols through the certification and plays at once: the only class there is. */
  | { readonly kind: 'take'; readonly classId: string; readonly newWindow: boolean }
  | { readonly kind: 'choose' }
  /** Placed in a classroom, or nothing is open. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'nothing-open' };

export type ComponentCard = LearnerComponent & {
  readonly standing: Standing;
  readonly action: ComponentAction;
  readonly done: boolean;
};

export type SubscriptionCard = Omit<LearnerSubscription, 'period'> & {
  readonly href: string;
  readonly standing: ValidityStanding;
  readonly step: ReturnType<typeof subscriptionStep>;
  readonly overdue: boolean;
  /** Of the running period's due date. */
  readonly dueTone: Tone;
  readonly done: number;
  readonly period:
    | (Omit<NonNullable<LearnerSubscription['period']>, 'components'> & {
        readonly components: readonly ComponentCard[];
      })
    | null;
};

/** Where a certification's own page is. */
export const certificationPath = (key: { readonly ownerId: string; readonly id: string }): string =>
  `/certifications/${key.ownerId}/${key.id}`;

/** MYC-1: a subscription with its words, its components and the action of ACT-1 to ACT-8 beside each. */
export function subscriptionCard(row: LearnerSubscription, today: IsoDate, amberWindow: Period): SubscriptionCard {
  const components = row.period?.components.map(componentCard) ?? [];
  return {
    ...row,
    href: certificationPath(row),
    standing: certificateStanding(row, today, amberWindow),
    step: subscriptionStep(row, today),
    overdue: row.period !== null && row.period.endDate < today,
    dueTone: row.period === null ? 'none' : dueTone(row.period.endDate, today),
    done: components.filter((each) => each.done).length,
    period: row.period && { ...row.period, components },
  };
}

/** All of a person's subscriptions as cards, those that were left out. */
export async function listSubscriptionCards(tx: Tx, learner: Learner): Promise<SubscriptionCard[]> {
  const [rows, window] = await Promise.all([listSubscriptionsOf(tx, learner), amberWindowOf(tx, learner)]);
  return rows
    .filter((row) => row.status !== 'CANCELLED' && row.status !== 'REJECTED' && !row.movedToHistory)
    .map((row) => subscriptionCard(row, tx.today, window));
}

/** SET-2 of the learner's employer. */
export async function amberWindowOf(tx: Tx, learner: Learner): Promise<Period> {
  return (await settingsOf(tx, [learner.tenantId])).get(learner.tenantId)?.amberWindow ?? { n: 90, unit: 'day' };
}

function componentCard(component: LearnerComponent): ComponentCard {
  const done = component.status === 'Completed';
  const { enrolment } = component;
  const standing: Standing = done
    ? { word: enrolment?.success === 'passed' ? 'passed' : 'completed', tone: 'good' }
    : enrolment
      ? enrolmentStanding(enrolment)
      : { word: 'not-started', tone: 'none' };
  return { ...component, done, standing, action: actionOf(component) };
}

function actionOf({ enrolment, classes }: LearnerComponent): ComponentAction {
  const word = enrolment && playWord(enrolment);
  if (enrolment && word) return { kind: 'play', enrolmentId: enrolment.id, word, newWindow: enrolment.newWindow };
  if (enrolment && (isToDo(enrolment) || enrolment.status === 'Requested' || enrolment.status === 'Waitlisted'))
    return { kind: 'wait' };
  const [only, ...others] = classes;
  if (only === undefined) return { kind: 'nothing-open' };
  return others.length === 0 && only.mode.startsWith('Online')
    ? { kind: 'take', classId: only.classId, newWindow: only.newWindow }
    : { kind: 'choose' };
}
