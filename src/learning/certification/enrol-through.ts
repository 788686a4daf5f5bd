import type { Tx } from '../../platform/db';
import { enrolPersons, type Enrol, type Enrolled } from '../enrolment';
import { livePeriod } from './core/subscription';
import { loadSubscriptionsOfPersons } from './store';

export type EnrolThrough = Pick<Enrol, 'tenantId' | 'personId' | 'class' | 'by'> & {
  readonly certification: { readonly ownerId: string; readonly id: string };
  readonly courseId: string;
};

/** CERT-11, CERT-12, CERT-13: enrols a person in a class through the live period of a certification. */
export async function enrolThrough(
  tx: Tx,
  command: EnrolThrough,
): Promise<Enrolled | { readonly ok: false; readonly refusal: 'not-subscribed' }> {
  const [row] = await loadSubscriptionsOfPersons(tx, [{ ...command, certificationId: command.certification.id }]);
  const period = row && livePeriod(row.state);
  const periodId = period && row.periodIds.get(period.sequence);
  if (!period || periodId === undefined) return { ok: false, refusal: 'not-subscribed' };
  const [result] = await enrolPersons(tx, [
    {
      tenantId: command.tenantId,
      personId: command.personId,
      class: command.class,
      by: command.by,
      via: {
        certPeriodId: periodId,
        live: true,
        containsCourse: period.components.some((each) => each.courseId === command.courseId),
        start: period.startDate,
        end: period.endDate,
      },
    },
  ]);
  return result ?? { ok: false, refusal: 'class-not-found' };
}
