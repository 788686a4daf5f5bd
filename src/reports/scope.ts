/** Which attempts a report is about, as SQL. Always of one tenant's learners, whoever owns the object. */
import type { IsoDate } from '../platform/dates';
import type { ObjectKey } from '../platform/forms';

export type Pick = 'all' | 'latest' | 'first' | 'best';

export type ReportWish = {
  /** Whose learners. */
  readonly tenantId: string;
  /** One of the two at least; both: the object as it was played in that class. */
  readonly object?: ObjectKey;
  readonly class?: ObjectKey;
  /** Days on which attempts began, both ends included. */
  readonly from?: IsoDate;
  readonly to?: IsoDate;
  /** Number of the object's version. */
  readonly version?: number;
  /** Only attempts that were completed, passed or failed. */
  readonly finished: boolean;
  /** One attempt of each learner, or all. */
  readonly pick: Pick;
};

const measure =
  'coalesce(a.scaled, case when a.max > coalesce(a.min, 0) then (a.raw - coalesce(a.min, 0)) / (a.max - coalesce(a.min, 0)) else a.raw / 100 end)';

const order: Readonly<Record<Pick, string>> = {
  all: 'a.started_at desc',
  latest: 'a.started_at desc, a.number desc',
  first: 'a.started_at, a.number',
  best: `(a.success = 'passed') desc, ${measure} desc nulls last, (a.completion = 'completed') desc, a.started_at`,
};

/**
 * `with scope as (…)`: the attempts, with their learner and version. An attempt that went on in another on a newer version is
 * that other one.
 */
export function scopeSql(wish: ReportWish): { readonly sql: string; readonly params: unknown[] } {
  const params: unknown[] = [wish.tenantId];
  const put = (value: unknown): string => `$${params.push(value)}`;
  const where = [`e.tenant_id = $1`, `a.mode = 'normal'`, 'a.continued_by is null'];
  if (wish.object)
    where.push(`a.object_owner_id = ${put(wish.object.ownerId)}`, `a.object_id = ${put(wish.object.id)}`);
  if (wish.class) where.push(`e.class_owner_id = ${put(wish.class.ownerId)}`, `e.class_id = ${put(wish.class.id)}`);
  if (wish.from) where.push(`a.started_at >= (${put(wish.from)}::date)::timestamp at time zone 'Europe/London'`);
  if (wish.to) where.push(`a.started_at < (${put(wish.to)}::date + 1)::timestamp at time zone 'Europe/London'`);
  if (wish.version !== undefined) where.push(`v.number = ${put(wish.version)}`);
  if (wish.finished) where.push(`(a.completion = 'completed' or a.success <> 'unknown')`);
  const picked = wish.pick === 'all' ? 'true' : 'place = 1';
  return {
    params,
    sql: `with picked as (
       select a.tenant_id, a.attempt_id, a.number, e.person_id, e.enrolment_id, a.object_owner_id, a.object_version_id, v.number as version_number,
         a.completion, a.success, ${measure} * 100 as percent, a.total_seconds, a.started_at, a.last_at,
         row_number() over (partition by e.person_id order by ${order[wish.pick]}, a.attempt_id) as place
       from learning_enrolment_v_enrolment e
       join scorm_runtime_v_attempt a on a.tenant_id = e.tenant_id and a.registration_id = e.enrolment_id
       join scorm_library_v_version v on v.tenant_id = a.object_owner_id and v.version_id = a.object_version_id
       where ${where.join(' and ')}
     ), scope as materialized (select * from picked where ${picked})`,
  };
}
