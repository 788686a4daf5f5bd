import { awardCompetences, awardKey, type NewAward } from '../../competence';
import { lockPersons } from '../../people';
import { parseIsoDate } from '../../platform/dates';
import type { Tx } from '../../platform/db';
import { subjectOf, type Event } from '../../platform/events';
import { loadEffectiveAttachments } from '../catalogue';
import { changeEnrolments } from '../enrolment';
import { changeSubscriptions, type SubscriptionCommand } from './change-subscriptions';
import type { CertificationCommand } from './core/types';
import { loadDefinitions, loadSubscriptionsOfPeriods, type SubscriptionRow } from './store';

/** CERT-T4, T8, T11 with CERT-10, CERT-15: a completion made through a period completes that period's component. */
export function completeComponents(tx: Tx, completed: readonly Event[]): Promise<void> {
  return follow(tx, completed, (event, sequence) => ({
    type: 'complete-component',
    sequence,
    courseId: subjectOf(event, 'courseId'),
    enrolmentId: subjectOf(event, 'objectId'),
    completedOn: parseIsoDate((event.after as { completedOn: string }).completedOn),
  }));
}

/** CERT-T3: whoever begins to learn has started the component. */
export function startComponents(tx: Tx, changed: readonly Event[]): Promise<void> {
  const begun = changed.filter((event) => (event.after as { status: string }).status === 'InProgress');
  return follow(tx, begun, (event, sequence) => ({
    type: 'start-component',
    sequence,
    courseId: subjectOf(event, 'courseId'),
    enrolmentId: subjectOf(event, 'objectId'),
  }));
}

async function follow(
  tx: Tx,
  events: readonly Event[],
  commandOf: (event: Event, sequence: number) => CertificationCommand,
): Promise<void> {
  const through = events.filter((event) => event.subjects.certPeriodId !== undefined);
  if (through.length === 0) return;
  await lockPersons(
    tx,
    through.map((event) => ({ tenantId: event.tenantId, personId: subjectOf(event, 'personId') })),
  );
  const rows = await loadSubscriptionsOfPeriods(
    tx,
    through.map((event) => ({ tenantId: event.tenantId, periodId: subjectOf(event, 'certPeriodId') })),
  );
  const commands = through.flatMap((event): SubscriptionCommand[] => {
    const found = findPeriod(rows, subjectOf(event, 'certPeriodId'));
    if (!found) return [];
    const { row, sequence } = found;
    return [
      {
        tenantId: row.tenantId,
        personId: row.personId,
        certification: { ownerId: row.certificationOwnerId, id: row.certificationId },
        command: commandOf(event, sequence),
        causedBy: event,
      },
    ];
  });
  // A completion outside its period is recorded as such and certifies nothing (CERT-10): a refusal here is an answer, not a fault.
  await changeSubscriptions(tx, commands, rows);
}

function findPeriod(
  rows: readonly SubscriptionRow[],
  periodId: string,
): { row: SubscriptionRow; sequence: number } | undefined {
  for (const row of rows) for (const [sequence, id] of row.periodIds) if (id === periodId) return { row, sequence };
  return undefined;
}

/** ATT-1, ATT-5, COMP-10: a certificate awards the competencies attached to its certification. */
export async function awardForCertificates(tx: Tx, certified: readonly Event[]): Promise<void> {
  const [definitions, attachments] = await Promise.all([
    loadDefinitions(
      tx,
      certified.map((event) => ({
        ownerId: subjectOf(event, 'certificationOwnerId'),
        id: subjectOf(event, 'certificationId'),
      })),
    ),
    loadEffectiveAttachments(
      tx,
      certified.map((event) => {
        const rule = (event.after as { updateRule: never | null }).updateRule ?? undefined;
        return [
          {
            ownerId: subjectOf(event, 'certificationOwnerId'),
            id: subjectOf(event, 'certificationId'),
            ...(rule === undefined ? {} : { updateRule: rule }),
          },
        ];
      }),
    ),
  ]);
  const awards = certified.flatMap((event, index) => {
    const { completedOn, expirationDate, basis } = event.after as {
      completedOn: string;
      expirationDate?: string;
      basis: string;
    };
    const byCourse = definitions.get(subjectOf(event, 'certificationId'))?.competencyUpdateLevel === 'course';
    if (byCourse) return [];
    return (attachments[index] ?? [])
      .filter((each) => each.updateRule === 'AUTO_NO_APPROVAL')
      .map((each): NewAward => ({
        tenantId: event.tenantId,
        personId: subjectOf(event, 'personId'),
        competence: { ownerId: each.competenceOwnerId, id: each.competenceId },
        key: awardKey({ certPeriodId: subjectOf(event, 'certPeriodId') }),
        dateFrom: parseIsoDate(completedOn),
        ...(each.level === undefined ? {} : { levelStep: each.level }),
        ...(each.validity === undefined ? {} : { attachmentValidity: each.validity }),
        ...(basis === 'DUE_DATE' && expirationDate !== undefined
          ? { certificationExpiration: parseIsoDate(expirationDate) }
          : {}),
        provenance: {
          kind: 'learning',
          objectType: 'certification',
          objectId: each.objectId,
          subscriptionId: subjectOf(event, 'objectId'),
          certPeriodId: subjectOf(event, 'certPeriodId'),
        },
        causedBy: event,
      }));
  });
  await awardCompetences(tx, awards);
}

/** ATT-5 under level `course`: each completed component awards what is attached to the certification. */
export async function awardForComponents(tx: Tx, completed: readonly Event[]): Promise<void> {
  const definitions = await loadDefinitions(
    tx,
    completed.map((event) => ({
      ownerId: subjectOf(event, 'certificationOwnerId'),
      id: subjectOf(event, 'certificationId'),
    })),
  );
  const byCourse = completed.filter(
    (event) => definitions.get(subjectOf(event, 'certificationId'))?.competencyUpdateLevel === 'course',
  );
  if (byCourse.length === 0) return;
  const attachments = await loadEffectiveAttachments(
    tx,
    byCourse.map((event) => [
      { ownerId: subjectOf(event, 'certificationOwnerId'), id: subjectOf(event, 'certificationId') },
    ]),
  );
  await awardCompetences(
    tx,
    byCourse.flatMap((event, index) =>
      (attachments[index] ?? [])
        .filter((each) => each.updateRule === 'AUTO_NO_APPROVAL')
        .map((each): NewAward => ({
          tenantId: event.tenantId,
          personId: subjectOf(event, 'personId'),
          competence: { ownerId: each.competenceOwnerId, id: each.competenceId },
          key: awardKey({ certPeriodId: subjectOf(event, 'certPeriodId') }),
          dateFrom: parseIsoDate((event.after as { completedOn: string }).completedOn),
          ...(each.level === undefined ? {} : { levelStep: each.level }),
          ...(each.validity === undefined ? {} : { attachmentValidity: each.validity }),
          provenance: {
            kind: 'learning',
            objectType: 'certification',
            objectId: each.objectId,
            subscriptionId: subjectOf(event, 'objectId'),
            certPeriodId: subjectOf(event, 'certPeriodId'),
          },
          causedBy: event,
        })),
    ),
  );
}

type PlaceOfPeriod = { tenantId: string; enrolmentId: string };

/** CERT-T5, T12: the places of a period that ended or was cancelled are given up; classroom places of an ended one stay. */
export async function withdrawFromPeriods(tx: Tx, ended: readonly Event[]): Promise<void> {
  for (const [type, reason] of [
    ['cert-period-expired', 'PeriodEnded'],
    ['cert-period-cancelled', 'Unsubscribed'],
  ] as const) {
    const events = ended.filter((event) => event.type === type);
    if (events.length === 0) continue;
    const places = await tx.query<PlaceOfPeriod>(
      `select e.tenant_id as "tenantId", e.enrolment_id as "enrolmentId" from learning_enrolment_v_enrolment e
       join learning_catalogue_v_class k on k.tenant_id = e.class_owner_id and k.class_id = e.class_id
       where (e.tenant_id, e.cert_period_id) in (select * from unnest($1::uuid[], $2::uuid[])) and e.status in ('Requested', 'Waitlisted', 'Confirmed', 'InProgress')
         and ($3 <> 'PeriodEnded' or k.delivery_mode in ('OnlineSelfPaced', 'OnlineScheduled'))`,
      [events.map((event) => event.tenantId), events.map((event) => subjectOf(event, 'certPeriodId')), reason],
    );
    await changeEnrolments(
      tx,
      places.map((place) => ({ ...place, command: { type: 'withdraw', by: 'process', reason } })),
    );
  }
}
