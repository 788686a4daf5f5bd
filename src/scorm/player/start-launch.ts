import { newId, type Tx } from '../../platform/db';
import { openAttempt, type Registration } from '../runtime';
import type { PlayerDeps } from './player-deps';
import { signLaunch, ticketSeconds } from './tickets';

export type LaunchOptions = {
  /** How long the ticket is good for; a minute unless a script needs time to start a browser. */
  readonly seconds?: number;
  /** The app's session it comes from: signing out ends the player too. */
  readonly visit?: string;
};

export type StartedLaunch = {
  readonly ok: true;
  readonly attemptId: string;
  /** To be POSTed to `launcherUrl` in the field `ticket`, by a page of the app (`launchPage`). Good for one use. */
  readonly ticket: string;
  readonly launcherUrl: string;
  /** The same as one address, for scripts; the ticket stands in it, so it is nothing to keep. */
  readonly url: string;
};

export type LaunchRefusal = { readonly ok: false; readonly refusal: 'object-not-found' | 'nothing-to-review' };

export type StartLaunch = (
  tx: Tx,
  registration: Registration,
  options?: LaunchOptions,
) => Promise<StartedLaunch | LaunchRefusal>;

/**
 * Opens the attempt (or finds the one under way) in this transaction and signs the ticket that lets its learner in.
 * An object that is hosted elsewhere (`learning_object.hosted_at`) gets no attempt here: the ticket, signed with what core
 * and adapter share, carries the registration and the id of an attempt that the adapter makes if it has none under way.
 */
export function createStartLaunch({
  config,
  keys,
  sharedKeys,
  clock,
}: Pick<PlayerDeps, 'config' | 'keys' | 'sharedKeys' | 'clock'>): StartLaunch {
  return async (tx, registration, { seconds = ticketSeconds, visit } = {}) => {
    const from = visit === undefined ? {} : { visit };
    const hostedAt = await hostOf(tx, registration);
    if (hostedAt === null) {
      const opened = await openAttempt(tx, registration);
      if (!opened.ok) return opened;
      const { attemptId } = opened;
      return started(
        attemptId,
        signLaunch(keys, clock.now(), { attemptId, registration, ...from }, seconds),
        `${config.contentUrl}/launch`,
      );
    }
    if (hostedAt === undefined || sharedKeys === undefined) return { ok: false, refusal: 'object-not-found' };
    const attemptId = newId();
    const ticket = signLaunch(sharedKeys, clock.now(), { attemptId, registration, ...from }, seconds);
    return started(attemptId, ticket, new URL('/launch', hostedAt).href);
  };
}

const started = (attemptId: string, ticket: string, launcherUrl: string): StartedLaunch => ({
  ok: true,
  attemptId,
  ticket,
  launcherUrl,
  url: `${launcherUrl}?ticket=${ticket}`,
});

/** null = here; undefined = there is no such object. */
async function hostOf(tx: Tx, { object }: Registration): Promise<string | null | undefined> {
  const [row] = await tx.query<{ hostedAt: string | null }>(
    'select hosted_at as "hostedAt" from scorm_library_v_object where tenant_id = $1 and object_id = $2',
    [object.ownerId, object.id],
  );
  return row?.hostedAt;
}
