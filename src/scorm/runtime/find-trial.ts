import type { Tx } from '../../platform/db';
import { summariseTrial, type TriedActivity } from './core/summarise-trial';
import { findAttempt } from './queries';

export type Trial = { readonly at: Date; readonly activities: readonly TriedActivity[] };

/**
 * The last preview of a version by somebody of this tenant: what its content said. Nothing of it is stored apart from the
 * preview's own record, so it cannot grow old. Undefined when nobody has tried that version.
 */
export async function findTrial(
  tx: Tx,
  version: { readonly ownerId: string; readonly versionId: string },
): Promise<Trial | undefined> {
  const [last] = await tx.query<{ id: string; at: Date }>(
    `select id, started_at as at from attempt
     where object_version_id = $2 and object_owner_id = $1 and mode = 'preview' and (tenant_id::text = $3 or $3 = 'all')
     order by started_at desc limit 1`,
    [version.ownerId, version.versionId, tx.tenant],
  );
  const view = last === undefined ? undefined : await findAttempt(tx, last.id);
  if (last === undefined || view === undefined) return undefined;
  const opened = view.activities.map(({ identifier }) => identifier);
  return { at: last.at, activities: summariseTrial(view.sessions, opened) };
}
