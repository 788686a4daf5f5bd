import type { Tx } from '../../platform/db';
import type { SequencingState } from '../sequencing';
import { saveAttempts, type AttemptRow } from './attempt-store';
import { saveGlobals, withoutGlobals } from './learner-shared';
import type { PlayablePackage } from './packages';

export type StateChange = {
  /** As it was loaded, with the learner's global objectives. */
  readonly attempt: AttemptRow;
  readonly playable: PlayablePackage;
  readonly next: SequencingState;
  readonly ended: boolean;
};

/** Saves where attempts stand now, and the learner's global objectives where they changed. */
export async function saveStates(tx: Tx, changes: readonly StateChange[]): Promise<void> {
  await Promise.all([
    saveAttempts(
      tx,
      changes.map(({ attempt, playable, next, ended }) => ({
        tenantId: attempt.tenantId,
        attemptId: attempt.attemptId,
        sequencing: withoutGlobals({ attempt, playable }, next),
        rollup: playable.engine.rollup(next),
        ended,
      })),
    ),
    saveGlobals(tx, changes),
  ]);
}
