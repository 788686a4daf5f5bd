/** Plays content without a browser: what a learner's player would have sent, through the real runtime. */
import { createOutcomePort, explainMessages } from '../explain';
import { playEnrolment } from '../learning/enrolment';
import type { Keys } from '../platform/auth';
import type { Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import type { Database } from '../platform/db';
import { createMessages } from '../platform/page';
import { createTakeCommits, openAttempt, openSession, type Elements, type JournalEntry } from '../scorm/runtime';
import { enterClass } from './enter-class';

export type PlayDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly config: Pick<Config, 'appUrl'>;
};

export type Player = {
  readonly tenantId: string;
  readonly personId: string;
  readonly accountId: string;
  readonly displayName: string;
  readonly class: { readonly ownerId: string; readonly id: string };
};

/** What one activity says: saved on the way, or at its end. */
export type Said = { readonly activity: string; readonly set: Elements; readonly ends: boolean };

/** Enters the class and plays it in one session. Throws when a person could not have done it. */
export async function playAs(
  { database, clock, keys, config }: PlayDeps,
  player: Player,
  said: readonly Said[],
): Promise<void> {
  const { tenantId, personId, accountId } = player;
  const port = createOutcomePort(createMessages([explainMessages]));
  const session = await database.inTransaction(
    { tenant: tenantId, actor: { source: 'self', accountId } },
    async (tx) => {
      const entered = await enterClass(tx, { ...player, paths: false });
      if (!entered.ok) throw new Error(`cannot enter the class: ${entered.refusal}`);
      const played = await playEnrolment(tx, {
        tenantId,
        enrolmentId: entered.enrolmentId,
        personId,
        learner: { id: keys.keyedLabel('learner-id', tenantId, personId), name: player.displayName },
        learnerKey: keys.keyedLabel('learner', tenantId, accountId),
        returnUrl: `${config.appUrl}/enrolments/${entered.enrolmentId}/done`,
      });
      if (!played.ok) throw new Error(`cannot play: ${played.refusal}`);
      const opened = await openAttempt(tx, played.registration);
      if (!opened.ok) throw new Error(`cannot open an attempt: ${opened.refusal}`);
      return openSession(tx, port, opened);
    },
  );
  if (!session) throw new Error('no session');
  const take = createTakeCommits({ database, lane: database.lane, port, now: () => clock.now() });
  const at = clock.now().toISOString();
  const entries = said.flatMap(
    ({ activity, set, ends }) =>
      [
        { at, activity, kind: 'initialize', set: {} },
        { at, activity, kind: ends ? 'terminate' : 'commit', set },
      ] as const,
  );
  await take({
    tenantId,
    attemptId: session.attempt,
    sessionId: session.session,
    scormVersion: session.scormVersion,
    entries: entries.map((entry, index): JournalEntry => ({ ...entry, sequence: index + 1 })),
  });
}
