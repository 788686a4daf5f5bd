/**
 * Storage of a package origin can be read only by its own pages. Before a launch goes on, the launcher opens hidden frames
 * on this learner's other package origins, so that what was left there (a tablet that was offline) is sent first.
 */
import type { Tx } from '../../platform/db';
import { packageOrigin } from '../../platform/http';
import { listUnflushed, type LaunchableAttempt } from '../runtime';
import type { PlayerDeps } from './player-deps';
import { labelOf, passOf, signGrant } from './tickets';

/** What the launcher's page needs to open one frame; `browser/flush-protocol.ts` reads it. */
export type FlushFrame = {
  readonly url: string;
  readonly journalKey: string;
  readonly grants: readonly { readonly attempt: string; readonly grant: string }[];
};

const mostFrames = 5;
const mostAttempts = 15;
const rememberedDays = 60;

/** Frames for attempts with sessions that are open, or were opened of late; few, the latest first. */
export async function flushFrames(
  tx: Tx,
  { config, keys, clock }: Pick<PlayerDeps, 'config' | 'keys' | 'clock'>,
  attempt: LaunchableAttempt,
): Promise<readonly FlushFrame[]> {
  const attempts = await listUnflushed(tx, {
    tenantId: attempt.tenantId,
    learnerKey: attempt.learnerKey,
    except: attempt.attemptId,
    since: new Date(tx.now.getTime() - rememberedDays * 86_400_000),
    most: mostAttempts,
  });
  const frames = new Map<string, { attempt: string; grant: string }[]>();
  for (const each of attempts) {
    const label = labelOf(keys, each.objectVersionId, each.learnerKey);
    const grants = frames.get(label) ?? [];
    grants.push({ attempt: each.attemptId, grant: signGrant(keys, clock.now(), 'flush', passOf(each, label)) });
    if (frames.size < mostFrames || frames.has(label)) frames.set(label, grants);
  }
  return [...frames].map(([label, grants]) => ({
    url: `${packageOrigin(config, label)}/flush`,
    journalKey: journalKeyOf(label),
    grants,
  }));
}

/** Journals are named after the package origin: opaque, different for each learner, and no secret to its content. */
export const journalKeyOf = (label: string): string => label;
