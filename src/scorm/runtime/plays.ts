import type { Tx } from '../../platform/db';
import type { AttemptRow } from './attempt-store';
import { withGlobals } from './learner-shared';
import { loadPackages, type PlayablePackage } from './packages';

/** An attempt with the version it is on, and in its state what the learner's other courses say of shared objectives. */
export type Play = { readonly attempt: AttemptRow; readonly playable: PlayablePackage };

/** Attempts ready for the engine. Those whose version is not there any more are missing. */
export async function loadPlays(tx: Tx, attempts: readonly AttemptRow[]): Promise<readonly Play[]> {
  const packages = await loadPackages(
    tx,
    attempts.map((each) => ({ ownerId: each.objectOwnerId, versionId: each.objectVersionId })),
  );
  const plays = attempts.flatMap((attempt): Play[] => {
    const playable = packages.get(attempt.objectVersionId);
    return playable === undefined ? [] : [{ attempt, playable }];
  });
  return withGlobals(tx, plays);
}
