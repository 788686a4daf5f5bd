/** ELN-4: what would become of the attempts under way if they went to the object's current version. Changes nothing. */
import type { Tx } from '../../platform/db';
import { sameDataModel } from './carry-attempt';
import { matchActivities, type ActivityMatch } from './core/match-activities';
import { loadPackages, type PlayablePackage } from './packages';

export type MoveObject = { readonly ownerId: string; readonly objectId: string };

/**
 * `with under_way as (…)`: of each registration the attempt that a launch would go on with, if it is on another version than $3 and
 * has not been a success yet. $1, $2: owner and object. Of every tenant that the transaction sees.
 */
export const underWaySql = `with latest as (
    select distinct on (tenant_id, registration_id) tenant_id, id, registration_id, object_version_id, learner_key, number, sequencing, status, started_at, total_seconds
    from attempt where object_owner_id = $1 and object_id = $2 and mode = 'normal' order by tenant_id, registration_id, number desc
  ), under_way as (
    select l.* from latest l
    left join lateral (select o.result->>'verdict' as verdict from outcome o where o.tenant_id = l.tenant_id and o.registration_id = l.registration_id order by version desc limit 1) o on true
    where l.status = 'open' and l.object_version_id <> $3 and o.verdict is distinct from 'success'
  )`;

export type PreviewPart = ActivityMatch & {
  /** Attempts in which it was opened. */
  readonly attempts: number;
  /** Of those, attempts whose content has saved suspend data in it. */
  readonly withSuspendData: number;
};

export type PreviewVersion = {
  readonly versionId: string;
  readonly number: number;
  readonly attempts: number;
  /** Saved data can be read by the new version: both are 1.2, or both 2004. */
  readonly keepsData: boolean;
  readonly parts: readonly PreviewPart[];
};

export type MoveExample = {
  readonly number: number;
  readonly versionNumber: number;
  readonly startedAt: Date;
  readonly kept: readonly string[];
  readonly lost: readonly string[];
  readonly place: 'kept' | 'lost' | 'none';
};

export type MovePreview = {
  readonly toVersionId: string;
  readonly toNumber: number;
  readonly attempts: number;
  readonly learners: number;
  /** Employers whose people they are. */
  readonly tenants: number;
  /** Somebody has the player open: those go at the launch after. */
  readonly playing: number;
  readonly versions: readonly PreviewVersion[];
  /** Where learners left off. */
  readonly place: { readonly kept: number; readonly lost: number; readonly none: number };
  /** Attempts with suspend data in parts that match, and in parts that do not. */
  readonly suspendData: { readonly kept: number; readonly lost: number };
  /** Learners who have opened a part that has no place in the new version. */
  readonly learnersLosing: number;
  readonly examples: readonly MoveExample[];
};

const place = `coalesce(u.sequencing->>'current', u.sequencing->>'suspended',
  (select c.activity from attempt_commit c where c.tenant_id = u.tenant_id and c.attempt_id = u.id order by c.generation desc, c.sequence desc limit 1))`;

/** Parts that were opened, with whether content left suspend data in them. */
const partsSql = `${underWaySql}, opened as (
    select u.tenant_id, u.id, u.learner_key, u.object_version_id, r.key as activity,
      coalesce((select c.suspend_data from attempt_commit c where c.tenant_id = u.tenant_id and c.attempt_id = u.id and c.activity = r.key and c.suspend_data is not null
          order by c.generation desc, c.sequence desc limit 1),
        (select l.value->>'cmi.suspend_data' from activity_state s, jsonb_each(s.snapshot->'layers') l
          where s.tenant_id = u.tenant_id and s.attempt_id = u.id and s.activity = r.key and l.value ? 'cmi.suspend_data' order by l.key::int desc limit 1), '') <> '' as suspended
    from under_way u cross join lateral jsonb_each(u.sequencing->'results') r where (r.value->>'attempted')::boolean
  )`;

type Counted = {
  readonly versionId: string;
  readonly activity: string;
  readonly attempts: number;
  readonly withSuspendData: number;
};
type Totals = { readonly versionId: string; readonly attempts: number };

/** Undefined when there is no such object. In a transaction of all tenants. */
export async function previewMove(tx: Tx, { ownerId, objectId }: MoveObject): Promise<MovePreview | undefined> {
  const [object] = await tx.query<{ versionId: string | null; number: number }>(
    `select current_version_id as "versionId", version_number as number from scorm_library_v_object where tenant_id = $1 and object_id = $2 and status = 'active'`,
    [ownerId, objectId],
  );
  if (!object || object.versionId === null) return undefined;
  const of = [ownerId, objectId, object.versionId];
  const totals = await tx.query<Totals>(
    `${underWaySql} select object_version_id as "versionId", count(*)::int as attempts from under_way group by 1`,
    of,
  );
  const packages = await loadPackages(
    tx,
    [object.versionId, ...totals.map((each) => each.versionId)].map((versionId) => ({ ownerId, versionId })),
  );
  const to = packages.get(object.versionId);
  if (!to) return undefined;
  const [whole] = await tx.query<{ learners: number; tenants: number; playing: number }>(
    `${underWaySql} select count(distinct (tenant_id, learner_key))::int as learners, count(distinct tenant_id)::int as tenants,
       count(*) filter (where exists (select 1 from attempt_session s where s.tenant_id = u.tenant_id and s.attempt_id = u.id and s.closed_at is null))::int as playing
     from under_way u`,
    of,
  );
  const numbers = await tx.query<{ versionId: string; number: number }>(
    'select version_id as "versionId", number from scorm_library_v_version where tenant_id = $1 and learning_object_id = $2',
    [ownerId, objectId],
  );
  const counted = await tx.query<Counted>(
    `${partsSql} select object_version_id as "versionId", activity, count(*)::int as attempts, count(*) filter (where suspended)::int as "withSuspendData" from opened group by 1, 2`,
    of,
  );
  const versions = totals
    .flatMap((each): PreviewVersion[] => {
      const before = packages.get(each.versionId);
      const number = numbers.find((one) => one.versionId === each.versionId)?.number ?? 0;
      return before ? [versionOf(each, number, before, to, counted)] : [];
    })
    .sort((a, b) => b.number - a.number);
  // What is lost, and what is kept with its data: pairs of version and activity.
  const launchable = versions.flatMap((each) => each.parts.map((part) => ({ each, part })));
  const lost = launchable.filter(({ part }) => part.to === undefined);
  const keeping = launchable.filter(({ each, part }) => part.to !== undefined && each.keepsData);
  const pairs = (list: typeof launchable): [string[], string[]] => [
    list.map(({ each }) => each.versionId),
    list.map(({ part }) => part.from),
  ];
  const [data] = await tx.query<{ learnersLosing: number; suspendKept: number; suspendLost: number }>(
    `${partsSql}, judged as (
       select o.*, exists (select 1 from unnest($4::uuid[], $5::text[]) x (version_id, activity) where x.version_id = o.object_version_id and x.activity = o.activity) as lost,
         exists (select 1 from unnest($6::uuid[], $7::text[]) x (version_id, activity) where x.version_id = o.object_version_id and x.activity = o.activity) as kept
       from opened o)
     select count(distinct (tenant_id, learner_key)) filter (where lost)::int as "learnersLosing", count(distinct (tenant_id, id)) filter (where suspended and kept)::int as "suspendKept",
       count(distinct (tenant_id, id)) filter (where suspended and not kept)::int as "suspendLost" from judged`,
    [...of, ...pairs(lost), ...pairs(keeping)],
  );
  const places = await tx.query<{ versionId: string; activity: string | null; attempts: number }>(
    `${underWaySql} select u.object_version_id as "versionId", ${place} as activity, count(*)::int as attempts from under_way u group by 1, 2`,
    of,
  );
  const finds = (versionId: string, activity: string): boolean =>
    versions.some(
      (each) =>
        each.versionId === versionId && each.parts.some((part) => part.from === activity && part.to !== undefined),
    );
  const standing = (versionId: string, activity: string | null): 'kept' | 'lost' | 'none' =>
    activity === null ? 'none' : finds(versionId, activity) ? 'kept' : 'lost';
  const placed = { kept: 0, lost: 0, none: 0 };
  for (const each of places) placed[standing(each.versionId, each.activity)] += each.attempts;
  return {
    toVersionId: object.versionId,
    toNumber: object.number,
    attempts: totals.reduce((sum, each) => sum + each.attempts, 0),
    learners: whole?.learners ?? 0,
    tenants: whole?.tenants ?? 0,
    playing: whole?.playing ?? 0,
    versions,
    place: placed,
    suspendData: { kept: data?.suspendKept ?? 0, lost: data?.suspendLost ?? 0 },
    learnersLosing: data?.learnersLosing ?? 0,
    examples: await findExamples(tx, of, versions, standing),
  };
}

function versionOf(
  { versionId, attempts }: Totals,
  number: number,
  before: PlayablePackage,
  to: PlayablePackage,
  counted: readonly Counted[],
): PreviewVersion {
  const parts = matchActivities(before.organisation, to.organisation).map((match): PreviewPart => {
    const found = counted.find((each) => each.versionId === versionId && each.activity === match.from);
    return { ...match, attempts: found?.attempts ?? 0, withSuspendData: found?.withSuspendData ?? 0 };
  });
  return { versionId, number, attempts, keepsData: sameDataModel(before, to), parts };
}

/** A few attempts as they would be, the newest first; without names, because they may be another employer's people. */
async function findExamples(
  tx: Tx,
  of: readonly unknown[],
  versions: readonly PreviewVersion[],
  standing: (versionId: string, activity: string | null) => MoveExample['place'],
): Promise<MoveExample[]> {
  const rows = await tx.query<{
    number: number;
    versionId: string;
    startedAt: Date;
    place: string | null;
    opened: readonly string[];
  }>(
    `${underWaySql} select u.number, u.object_version_id as "versionId", u.started_at as "startedAt", ${place} as place,
       array(select r.key from jsonb_each(u.sequencing->'results') r where (r.value->>'attempted')::boolean) as opened
     from under_way u order by u.started_at desc, u.id limit 5`,
    of,
  );
  return rows.map((row) => {
    const version = versions.find((each) => each.versionId === row.versionId);
    const parts = (version?.parts ?? []).filter((part) => row.opened.includes(part.from));
    return {
      number: row.number,
      versionNumber: version?.number ?? 0,
      startedAt: row.startedAt,
      kept: parts.filter((part) => part.to !== undefined).map((part) => part.title),
      lost: parts.filter((part) => part.to === undefined).map((part) => part.title),
      place: standing(row.versionId, row.place),
    };
  });
}
