/** Plays content without a browser: what a learner's player would have sent, through the real runtime. */
import { createOutcomePort, explainMessages } from '../explain';
import { playEnrolment } from '../learning/enrolment';
import type { Keys } from '../platform/auth';
import type { Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import type { Database } from '../platform/db';
import { createMessages } from '../platform/page';
import { navigate, openAttempt, openSession, type Elements, type JournalEntry } from '../scorm/runtime';
import type { NavigationRequest } from '../scorm/sequencing';
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
  const at = clock.now().toISOString();
  const version = session.scormVersion;
  let sequence = 0;
  const go = async (entries: readonly JournalEntry[], request: NavigationRequest): Promise<string | undefined> => {
    const answer = await navigate(
      { database, port },
      { tenantId, attemptId: session.attempt, sessionId: session.session, scormVersion: version, entries, request },
    );
    if (answer === undefined) throw new Error('cannot move: no session');
    const { result } = answer;
    if (result.kind === 'refuse') throw new Error(`cannot move: ${result.refusal}`);
    return result.kind === 'deliver' ? result.delivery.activity : undefined;
  };
  // A learner can only do what is open in front of them: what else a page says, the engine does not count.
  let here = session.delivery?.activity;
  let entries: JournalEntry[] = [];
  for (const { activity, set, ends } of said) {
    if (activity !== here) {
      here = await go(entries, { type: 'choice', target: activity });
      entries = [];
    }
    for (const entry of [
      { kind: 'initialize', set: {} } as const,
      { kind: ends ? 'terminate' : 'commit', set } as const,
    ])
      entries.push({ at, activity, ...entry, sequence: (sequence += 1) });
  }
  const unfinished = version === '1.2' || said.some(({ set }) => set['cmi.exit'] === 'suspend');
  await go(entries, { type: unfinished ? 'suspendAll' : 'exitAll' });
}
