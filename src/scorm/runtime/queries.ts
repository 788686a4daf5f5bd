import type { Tx } from '../../platform/db';
import type { ScormVersion } from '../package/core/types';
import type { SequencingState } from '../sequencing';
import { activityKey, loadActivities } from './attempt-store';
import type { DifferingClaim } from './claims';
import { noteOn } from './core/element-notes';
import { foldActivity } from './core/fold-activity';
import { withGivenNames } from './core/initial-cmi';
import type { Elements } from './core/protocol';
import { loadPackages } from './packages';

export type AttemptView = {
  readonly attemptId: string;
  readonly tenantId: string;
  readonly registrationId: string;
  readonly number: number;
  readonly mode: string;
  readonly status: string;
  readonly completion: string;
  readonly success: string;
  readonly scaled: number | null;
  readonly raw: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly totalSeconds: number;
  readonly startedAt: Date;
  readonly lastAt: Date;
  readonly scormVersion: ScormVersion;
  readonly objectTitle: string;
  readonly activities: readonly {
    readonly identifier: string;
    /** The package's; absent for what it does not know. */
    readonly title?: string;
    readonly cmi: Elements;
    readonly entry: string;
    readonly exit: string;
    readonly totalSeconds: number;
  }[];
  readonly sessions: readonly SessionView[];
  /** What the browser last took the course to have come to, where the server found otherwise; the server's stands. */
  readonly differingClaim: DifferingClaim | null;
  /** A record is made of what happens in it (attempt_trace). */
  readonly traced: boolean;
  readonly outcome: { readonly version: number; readonly status: string; readonly error: string | null } | null;
};

export type SessionView = {
  readonly id: string;
  readonly generation: number;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly commits: readonly {
    readonly sequence: number;
    readonly activity: string;
    readonly kind: string;
    readonly receivedAt: string;
    readonly size: number;
    readonly elements: Elements;
    readonly refused: readonly unknown[];
  }[];
};

type Row = Omit<AttemptView, 'activities' | 'sessions'> & {
  readonly generation: number;
  readonly ownerId: string;
  readonly versionId: string;
  readonly sequencing: SequencingState;
  readonly sessions: SessionView[] | null;
};

/** One attempt with every session, commit and saved value. Undefined when it is not there (or of another tenant). */
export async function findAttempt(tx: Tx, attemptId: string): Promise<AttemptView | undefined> {
  const [row] = await tx.query<Row>(
    `select a.id as "attemptId", a.tenant_id as "tenantId", a.registration_id as "registrationId", a.number, a.mode, a.status, a.completion, a.success,
       a.scaled, a.raw, a.min, a.max, a.total_seconds as "totalSeconds", a.started_at as "startedAt", a.last_at as "lastAt", a.differing_claim as "differingClaim", a.traced, a.generation, a.sequencing,
       v.scorm_version as "scormVersion", v.title as "objectTitle", v.tenant_id as "ownerId", v.version_id as "versionId",
       (select json_agg(json_build_object('id', s.id, 'generation', s.generation, 'openedAt', s.opened_at, 'closedAt', s.closed_at, 'commits', coalesce((
          select json_agg(json_build_object('sequence', c.sequence, 'activity', c.activity, 'kind', c.kind, 'receivedAt', c.received_at, 'size', c.size_bytes,
            'elements', case when c.suspend_data is null then c.elements::jsonb else c.elements::jsonb || jsonb_build_object('cmi.suspend_data', c.suspend_data) end, 'refused', coalesce(c.refused, '[]'::json)) order by c.sequence)
          from attempt_commit c where c.tenant_id = s.tenant_id and c.attempt_id = s.attempt_id and c.session_id = s.id), '[]'::json)) order by s.generation)
        from attempt_session s where s.tenant_id = a.tenant_id and s.attempt_id = a.id) as sessions,
       (select json_build_object('version', o.version, 'status', o.status, 'error', o.error) from outcome o
        where o.tenant_id = a.tenant_id and o.registration_id = a.registration_id order by o.version desc limit 1) as outcome
     from attempt a
     join scorm_library_v_version v on v.tenant_id = a.object_owner_id and v.version_id = a.object_version_id
     where a.id = $1 and (a.tenant_id::text = $2 or $2 = 'all')`,
    [attemptId, tx.tenant],
  );
  if (!row) return undefined;
  const known = (await loadPackages(tx, [row])).get(row.versionId)?.activities;
  const names = [
    ...new Set([
      // Headings have no data of their own.
      ...Object.keys(row.sequencing.results).filter((each) => known?.get(each)?.resource !== undefined),
      ...(row.sessions ?? []).flatMap((each) => each.commits.map((commit) => commit.activity)),
    ]),
  ];
  const keys = names.map((activity) => ({ tenantId: row.tenantId, attemptId, activity }));
  const loaded = await loadActivities(tx, keys);
  const { generation, sequencing: _, ownerId: __, versionId: ___, ...view } = row;
  return {
    ...view,
    sessions: (row.sessions ?? []).map((session) => ({
      ...session,
      commits: session.commits.map((commit) =>
        known === undefined || known.has(commit.activity)
          ? commit
          : { ...commit, refused: [...commit.refused, noteOn(commit.activity, 'unknown-activity')] },
      ),
    })),
    activities: keys.map((key) => {
      const parts = loaded.get(activityKey(key));
      const state = foldActivity(row.scormVersion, parts?.snapshot, parts?.commits ?? [], generation);
      const entry = state.visits.length === 0 ? 'ab-initio' : state.suspended || !state.finished ? 'resume' : '';
      const title = known?.get(key.activity)?.title;
      return {
        identifier: key.activity,
        ...(title === undefined ? {} : { title }),
        cmi: withGivenNames(row.scormVersion, known?.get(key.activity), state.cmi),
        entry,
        exit: state.exit,
        totalSeconds: state.totalSeconds,
      };
    }),
  };
}
