import type { Tx } from '../../platform/db';
import type { Activity, CheckedPackage, Organisation } from '../package/core/types';
import { engineFor, type Engine } from '../sequencing';
import { masteryRequired } from './core/course-outcome';
import { is12 } from './core/find-element';

/** A version as the runtime needs it. Versions never change, so it is kept in memory. */
export type PlayablePackage = {
  readonly versionId: string;
  readonly package: CheckedPackage;
  readonly organisation: Organisation;
  readonly engine: Engine;
  readonly activities: ReadonlyMap<string, Activity>;
  readonly masteryRequired: boolean;
  readonly storeKey: string;
  /** Global objectives it reads or writes and shares with the learner's other courses: `objectivesGlobalToSystem` (2004). */
  readonly sharedObjectives: readonly string[];
  /** Some activity has rows of `adl.data`. */
  readonly hasSharedData: boolean;
  /** The browser runs the engine too: 2004, with more than one part and not too large a tree to send. */
  readonly courseInBrowser: boolean;
};

/** Activities of a tree that is still sent to the browser as a whole. */
const mostActivitiesSent = 300;

export type VersionKey = { readonly ownerId: string; readonly versionId: string };

const most = 200;
const kept = new Map<string, PlayablePackage>();

/** Loads versions, from memory where possible, in one query otherwise. Those that do not exist are missing from the map. */
export async function loadPackages(
  tx: Pick<Tx, 'query'>,
  keys: readonly VersionKey[],
): Promise<ReadonlyMap<string, PlayablePackage>> {
  const missing = keys.filter((key) => !kept.has(key.versionId));
  if (missing.length > 0) {
    const rows = await tx.query<{ versionId: string; package: CheckedPackage; storeKey: string }>(
      `select version_id as "versionId", package, store_key as "storeKey" from scorm_library_v_version
       where (tenant_id, version_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
      [missing.map((key) => key.ownerId), missing.map((key) => key.versionId)],
    );
    for (const row of rows) remember(row.versionId, playable(row));
  }
  return new Map(
    keys.flatMap((key) => {
      const found = kept.get(key.versionId);
      return found ? [[key.versionId, found] as const] : [];
    }),
  );
}

function playable(row: { versionId: string; package: CheckedPackage; storeKey: string }): PlayablePackage {
  const organisation =
    row.package.organisations.find((each) => each.identifier === row.package.defaultOrganisation) ??
    row.package.organisations[0];
  if (!organisation) throw new Error(`version ${row.versionId} has no organisation`);
  const activities = new Map<string, Activity>();
  const walk = (activity: Activity): void => {
    activities.set(activity.identifier, activity);
    activity.children.forEach(walk);
  };
  walk(organisation.root);
  const engine = engineFor(row.package.scormVersion, organisation);
  const all = [...activities.values()];
  const targets = all.flatMap(({ sequencing }) =>
    (sequencing?.objectives ?? []).flatMap(({ maps }) => maps.map((map) => map.targetObjectiveId)),
  );
  return {
    versionId: row.versionId,
    package: row.package,
    organisation,
    engine,
    sharedObjectives: organisation.objectivesGlobalToSystem ? [...new Set(targets)] : [],
    hasSharedData: all.some(({ sharedData }) => sharedData.length > 0),
    courseInBrowser: !is12(row.package.scormVersion) && activities.size > 2 && activities.size <= mostActivitiesSent,
    activities,
    masteryRequired: masteryRequired(row.package.scormVersion, organisation),
    storeKey: row.storeKey,
  };
}

function remember(versionId: string, found: PlayablePackage): void {
  const oldest = kept.keys().next();
  if (kept.size >= most && !oldest.done) kept.delete(oldest.value);
  kept.set(versionId, found);
}
