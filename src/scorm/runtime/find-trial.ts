import type { Tx } from '../../platform/db';
import { summariseTrial, type TrialNote, type TriedActivity } from './core/summarise-trial';
import { findAttempt } from './queries';

/** Content that errs in a loop tells no more with its ten thousandth. */
const mostNotes = 2000;

export type Trial = { readonly at: Date; readonly activities: readonly TriedActivity[] };

/**
 * The last preview of a version by somebody of this tenant: what its content said, and what went wrong in it. Nothing of it is stored apart from the
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
  // To ask for a value that nobody has set is no fault: 2004 answers with 403, and much content asks on its first visit.
  const notes = await tx.query<{ note: TrialNote }>(
    `select note from attempt_trace t, lateral json_array_elements(t.records) with ordinality as each (note, place)
     where t.tenant_id = $1 and t.attempt_id = $2 and t.source = 'page'
       and (note ->> 'kind' = 'fault' or (note ->> 'kind' = 'call' and note ->> 'error' <> '0' and not (note ->> 'call' = 'GetValue' and note ->> 'error' = '403')))
     order by t.received_at, t.number, place limit $3`,
    [view.tenantId, last.id, mostNotes],
  );
  const opened = view.activities.map(({ identifier }) => identifier);
  return {
    at: last.at,
    activities: summariseTrial(
      view.sessions,
      opened,
      notes.map(({ note }) => note),
    ),
  };
}
