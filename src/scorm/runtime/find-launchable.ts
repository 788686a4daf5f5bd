import type { Tx } from '../../platform/db';
import type { ScormVersion } from '../package/core/types';
import type { AttemptKey } from './commit-log';
import type { Mode } from './core/protocol';

/** What the launcher must know of an attempt to open its package origin. */
export type LaunchableAttempt = AttemptKey & {
  readonly objectOwnerId: string;
  readonly objectVersionId: string;
  readonly scormVersion: ScormVersion;
  readonly storeKey: string;
  readonly title: string;
  readonly learnerKey: string;
  readonly mode: Mode;
};

const columns = `a.tenant_id as "tenantId", a.id as "attemptId", a.object_owner_id as "objectOwnerId", a.object_version_id as "objectVersionId",
  v.scorm_version as "scormVersion", v.store_key as "storeKey", v.title, a.learner_key as "learnerKey", a.mode`;
const version = 'scorm_library_v_version v on v.tenant_id = a.object_owner_id and v.version_id = a.object_version_id';

/** Undefined when there is no such attempt. */
export async function findLaunchable(tx: Tx, key: AttemptKey): Promise<LaunchableAttempt | undefined> {
  const [row] = await tx.query<LaunchableAttempt>(
    `select ${columns} from attempt a join ${version} where a.tenant_id = $1 and a.id = $2`,
    [key.tenantId, key.attemptId],
  );
  return row;
}

export type UnflushedWish = {
  readonly tenantId: string;
  readonly learnerKey: string;
  /** The attempt that is being opened: its own page sends what it left. */
  readonly except: string;
  readonly since: Date;
  readonly most: number;
};

/** Attempts of this learner whose journals may still lie on a device: sessions open, or opened since then. The latest first. */
export function listUnflushed(tx: Tx, wish: UnflushedWish): Promise<LaunchableAttempt[]> {
  return tx.query<LaunchableAttempt>(
    `select ${columns} from attempt a join ${version}
     join lateral (
       select max(opened_at) as opened_at from attempt_session s
       where s.tenant_id = a.tenant_id and s.attempt_id = a.id and (s.closed_at is null or s.opened_at >= $4)
     ) s on s.opened_at is not null
     where a.tenant_id = $1 and a.learner_key = $2 and a.id <> $3 and a.mode in ('normal', 'browse')
     order by s.opened_at desc limit $5`,
    [wish.tenantId, wish.learnerKey, wish.except, wish.since, wish.most],
  );
}
