import type { IsoDate, Period } from '../../platform/dates';
import { insertRows, newId, updateRows, type Tx } from '../../platform/db';
import type {
  CertPeriod,
  CertificationDefinition,
  ComponentProgress,
  InitialCompletion,
  RenewalOpens,
  Subscription,
  SubscriptionStatus,
} from './core/types';

export type DefinitionRow = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly updateRule: string | null;
  readonly competencyUpdateLevel: 'certification' | 'course';
  readonly approvalNeeded: boolean;
  readonly definition: CertificationDefinition;
  /** Course id to its owner. */
  readonly courseOwners: ReadonlyMap<string, string>;
};

type FactRow = {
  ownerId: string;
  id: string;
  title: string;
  updateRule: string | null;
  activeFrom: IsoDate;
  activeTo: IsoDate | null;
  competencyUpdateLevel: 'certification' | 'course';
  approvalNeeded: boolean;
  initialByDate: IsoDate | null;
  initialN: number | null;
  initialUnit: Period['unit'] | null;
  renewable: boolean;
  validityN: number | null;
  validityUnit: Period['unit'] | null;
  validityStart: 'ACTUAL_COMPLETION' | 'DUE_DATE';
  renewalOpensDays: number | null;
  renewalN: number | null;
  renewalUnit: Period['unit'] | null;
  notifyDays: number | null;
  components: { courseOwnerId: string; courseId: string }[] | null;
};

/** Certifications as defined now, in one query. */
export async function loadDefinitions(
  tx: Tx,
  keys: readonly { readonly ownerId: string; readonly id: string }[],
): Promise<Map<string, DefinitionRow>> {
  const rows = await tx.query<FactRow>(
    `select c.tenant_id as "ownerId", c.id, c.title, c.update_rule as "updateRule", c.active_from as "activeFrom", c.active_to as "activeTo",
       f.competency_update_level as "competencyUpdateLevel", f.approval_needed as "approvalNeeded", f.initial_by_date as "initialByDate", f.initial_n as "initialN",
       f.initial_unit as "initialUnit", f.renewable, f.validity_n as "validityN", f.validity_unit as "validityUnit", f.validity_start as "validityStart",
       f.renewal_opens_days as "renewalOpensDays", f.renewal_n as "renewalN", f.renewal_unit as "renewalUnit", f.notify_days as "notifyDays",
       (select json_agg(json_build_object('courseOwnerId', k.course_owner_id, 'courseId', k.course_id) order by k.position)
        from certification_component k where k.tenant_id = c.tenant_id and k.certification_id = c.id and k.superseded_at is null) as components
     from certification c
     join certification_fact f on f.tenant_id = c.tenant_id and f.certification_id = c.id and f.superseded_at is null
     where (c.tenant_id, c.id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((key) => key.ownerId), keys.map((key) => key.id)],
  );
  return new Map(rows.map((row) => [row.id, definitionOf(row)]));
}

function definitionOf(row: FactRow): DefinitionRow {
  const components = row.components ?? [];
  const renewalOpens: RenewalOpens =
    row.renewalOpensDays === null
      ? { kind: 'IMMEDIATELY_AFTER_COMPLETION' }
      : { kind: 'BEFORE_EXPIRY', days: row.renewalOpensDays };
  return {
    ownerId: row.ownerId,
    id: row.id,
    title: row.title,
    updateRule: row.updateRule,
    competencyUpdateLevel: row.competencyUpdateLevel,
    approvalNeeded: row.approvalNeeded,
    courseOwners: new Map(components.map((each) => [each.courseId, each.courseOwnerId])),
    definition: {
      activeFrom: row.activeFrom,
      activeTo: row.activeTo ?? undefined,
      initialCompletion: initialOf(row),
      renewable: row.renewable,
      validity: period(row.validityN, row.validityUnit),
      validityStart: row.validityStart,
      renewalOpens: row.renewable ? renewalOpens : undefined,
      renewalDuration: period(row.renewalN, row.renewalUnit),
      notifyDaysBeforeExpire: row.notifyDays ?? undefined,
      components: components.map((each) => each.courseId),
    },
  };
}

function initialOf(row: FactRow): InitialCompletion {
  if (row.initialByDate !== null) return { byDate: row.initialByDate };
  return period(row.initialN, row.initialUnit) ?? { n: 30, unit: 'day' };
}

const period = (n: number | null, unit: Period['unit'] | null): Period | undefined =>
  n === null || unit === null ? undefined : { n, unit };

/** A subscription with its identity; `periodIds` by sequence. */
export type SubscriptionRow = {
  readonly tenantId: string;
  readonly id: string;
  readonly personId: string;
  readonly certificationOwnerId: string;
  readonly certificationId: string;
  readonly periodIds: ReadonlyMap<number, string>;
  readonly state: Subscription;
};

type SubscriptionSql = {
  tenantId: string;
  id: string;
  personId: string;
  certificationOwnerId: string;
  certificationId: string;
  status: SubscriptionStatus;
  subscribedOn: IsoDate;
  completionDate: IsoDate | null;
  expirationDate: IsoDate | null;
  earliestRenewDate: IsoDate | null;
  unsubscribedOn: IsoDate | null;
  mandatory: boolean;
  periods: PeriodSql[] | null;
};
type PeriodSql = {
  id: string;
  sequence: number;
  kind: CertPeriod['kind'];
  status: CertPeriod['status'];
  startDate: IsoDate;
  endDate: IsoDate;
  completionDate: IsoDate | null;
  expirationDate: IsoDate | null;
  components:
    | {
        courseId: string;
        status: 'NotStarted' | 'Started' | 'Completed';
        completionDate: IsoDate | null;
        enrolmentId: string | null;
      }[]
    | null;
};

const selectSubscriptions = `
  select s.tenant_id as "tenantId", s.id, s.person_id as "personId", s.certification_owner_id as "certificationOwnerId", s.certification_id as "certificationId", s.status,
    s.subscribed_on as "subscribedOn", s.completion_date as "completionDate", s.expiration_date as "expirationDate", s.earliest_renew_date as "earliestRenewDate",
    s.unsubscribed_on as "unsubscribedOn", s.mandatory,
    (select json_agg(json_build_object('id', p.id, 'sequence', p.sequence, 'kind', p.kind, 'status', p.status, 'startDate', p.start_date, 'endDate', p.end_date,
       'completionDate', p.completion_date, 'expirationDate', p.expiration_date, 'components', (
         select json_agg(json_build_object('courseId', c.course_id, 'status', c.status, 'completionDate', c.completion_date, 'enrolmentId', c.enrolment_id) order by c.position)
         from component_progress c where c.tenant_id = p.tenant_id and c.period_id = p.id)) order by p.sequence)
     from cert_period p where p.tenant_id = s.tenant_id and p.subscription_id = s.id) as periods
  from cert_subscription s`;

/** Subscriptions that own the periods given. */
export async function loadSubscriptionsOfPeriods(
  tx: Tx,
  keys: readonly { readonly tenantId: string; readonly periodId: string }[],
): Promise<SubscriptionRow[]> {
  const rows = await tx.query<SubscriptionSql>(
    `${selectSubscriptions} where (s.tenant_id, s.id) in (
       select p.tenant_id, p.subscription_id from cert_period p where (p.tenant_id, p.id) in (select * from unnest($1::uuid[], $2::uuid[])))`,
    [keys.map((key) => key.tenantId), keys.map((key) => key.periodId)],
  );
  return rows.map(fromSql);
}

/** Subscriptions of persons to certifications. */
export async function loadSubscriptionsOfPersons(
  tx: Tx,
  keys: readonly { readonly tenantId: string; readonly personId: string; readonly certificationId: string }[],
): Promise<SubscriptionRow[]> {
  const rows = await tx.query<SubscriptionSql>(
    `${selectSubscriptions} where (s.tenant_id, s.person_id, s.certification_id) in (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]))`,
    [keys.map((key) => key.tenantId), keys.map((key) => key.personId), keys.map((key) => key.certificationId)],
  );
  return rows.map(fromSql);
}

function fromSql(row: SubscriptionSql): SubscriptionRow {
  const periods = row.periods ?? [];
  return {
    tenantId: row.tenantId,
    id: row.id,
    personId: row.personId,
    certificationOwnerId: row.certificationOwnerId,
    certificationId: row.certificationId,
    periodIds: new Map(periods.map((each) => [each.sequence, each.id])),
    state: {
      status: row.status,
      subscribedOn: row.subscribedOn,
      mandatory: row.mandatory,
      periods: periods.map(periodOf),
      completionDate: row.completionDate ?? undefined,
      expirationDate: row.expirationDate ?? undefined,
      earliestRenewDate: row.earliestRenewDate ?? undefined,
      ...(row.unsubscribedOn === null ? {} : { unsubscribedOn: row.unsubscribedOn }),
    } as Subscription,
  };
}

function periodOf(row: PeriodSql): CertPeriod {
  return {
    sequence: row.sequence,
    kind: row.kind,
    status: row.status,
    startDate: row.startDate,
    endDate: row.endDate,
    components: (row.components ?? []).map(
      (each) =>
        ({
          courseId: each.courseId,
          status: sqlStatus[each.status],
          completedOn: each.completionDate ?? undefined,
          enrolmentId: each.enrolmentId ?? undefined,
        }) as ComponentProgress,
    ),
    ...(row.completionDate === null
      ? {}
      : { completionDate: row.completionDate, expirationDate: row.expirationDate ?? undefined }),
  } as CertPeriod;
}

const sqlStatus = { NotStarted: 'NOT_STARTED', Started: 'STARTED', Completed: 'COMPLETED' } as const;
const toSqlStatus = { NOT_STARTED: 'NotStarted', STARTED: 'Started', COMPLETED: 'Completed' } as const;

export type SubscriptionChange = {
  readonly before: SubscriptionRow;
  readonly after: Subscription;
  readonly isNew: boolean;
  /** By sequence, as `identifyPeriods` gave them. */ readonly periodIds: ReadonlyMap<number, string>;
  readonly courseOwners: ReadonlyMap<string, string>;
  readonly source: string;
};

/** Saves what changed of subscriptions: a statement each for new and old subscriptions, periods and components. All are sent before the first is answered. */
export async function saveSubscriptions(tx: Tx, changes: readonly SubscriptionChange[]): Promise<void> {
  const row = ({ before: { tenantId, id }, after }: SubscriptionChange): Record<string, unknown> => ({
    tenant_id: tenantId,
    id,
    status: after.status,
    subscribed_on: after.subscribedOn,
    completion_date: after.completionDate ?? null,
    expiration_date: after.expirationDate ?? null,
    earliest_renew_date: after.earliestRenewDate ?? null,
    unsubscribed_on: after.status === 'CANCELLED' ? after.unsubscribedOn : null,
    mandatory: after.mandatory,
  });
  const writes = [
    insertRows(
      tx,
      'cert_subscription',
      changes
        .filter((each) => each.isNew)
        .map((each) => ({
          ...row(each),
          person_id: each.before.personId,
          certification_owner_id: each.before.certificationOwnerId,
          certification_id: each.before.certificationId,
          source: each.source,
          moved_to_history: false,
          version: 1,
        })),
    ),
  ];
  writes.push(updateRows(tx, 'cert_subscription', changes.filter((each) => !each.isNew).map(row), { versioned: true }));
  const touched = changes.flatMap((each) =>
    changedPeriods(each).map((changed) => ({ each, changed, id: each.periodIds.get(changed.sequence) ?? '' })),
  );
  writes.push(
    insertRows(
      tx,
      'cert_period',
      touched.map(({ each, changed, id }) => ({
        tenant_id: each.before.tenantId,
        id,
        subscription_id: each.before.id,
        sequence: changed.sequence,
        kind: changed.kind,
        status: changed.status,
        start_date: changed.startDate,
        end_date: changed.endDate,
        completion_date: changed.status === 'COMPLETED' ? changed.completionDate : null,
        expiration_date: changed.status === 'COMPLETED' ? (changed.expirationDate ?? null) : null,
        version: 1,
      })),
      '(tenant_id, id) do update set status = excluded.status, completion_date = excluded.completion_date, expiration_date = excluded.expiration_date, version = cert_period.version + 1',
    ),
  );
  writes.push(
    insertRows(
      tx,
      'component_progress',
      touched.flatMap(({ each, changed, id }) =>
        changed.components.map((component, position) => ({
          tenant_id: each.before.tenantId,
          period_id: id,
          course_owner_id: each.courseOwners.get(component.courseId),
          course_id: component.courseId,
          position,
          status: toSqlStatus[component.status],
          completion_date: component.status === 'COMPLETED' ? component.completedOn : null,
          enrolment_id: component.status === 'NOT_STARTED' ? null : (component.enrolmentId ?? null),
        })),
      ),
      '(tenant_id, period_id, course_owner_id, course_id) do update set status = excluded.status, completion_date = excluded.completion_date, enrolment_id = excluded.enrolment_id',
    ),
  );
  await Promise.all(writes);
}

function changedPeriods({ before, after, isNew }: SubscriptionChange): readonly CertPeriod[] {
  if (isNew) return after.periods;
  return after.periods.filter(
    (each) =>
      JSON.stringify(each) !== JSON.stringify(before.state.periods.find((old) => old.sequence === each.sequence)),
  );
}

/** The ids of a subscription's periods by sequence; new periods get theirs here. */
export function identifyPeriods(before: SubscriptionRow, after: Subscription): ReadonlyMap<number, string> {
  return new Map(after.periods.map((each) => [each.sequence, before.periodIds.get(each.sequence) ?? newId()]));
}
