/**
 * The three signed texts that lead from the app to the player, each for one purpose and one use but the last:
 *
 * - launch ticket: app -> launcher. Carries the whole registration, so that the launcher may stand on another machine.
 * - grant: launcher -> package origin, bound to that origin's label.
 * - pass: the cookie of one attempt on its package origin (`passes.ts`).
 */
import { newId } from '../../platform/db';
import type { Keys } from '../../platform/auth';
import type { LaunchableAttempt, Mode, Registration } from '../runtime';
import type { ScormVersion } from '../package';

export const ticketSeconds = 60;
export const grantSeconds = 30;

export type LaunchTicket = {
  readonly nonce: string;
  /** Epoch milliseconds after which it is worthless. */
  readonly until: number;
  /** The attempt to play, or the id of the one to make where it does not exist yet (remote shape). */
  readonly attemptId: string;
  readonly registration: Registration;
  /** Opaque: the app's session that the launch came from. When it ends, so does the player (a shared ward tablet). */
  readonly visit?: string;
};

/** What the package origin needs to know without asking the database. */
export type PassContent = {
  readonly tenantId: string;
  readonly attemptId: string;
  readonly ownerId: string;
  readonly versionId: string;
  readonly storeKey: string;
  readonly scormVersion: ScormVersion;
  readonly mode: Mode;
  /** Of the package origin it is good for. */
  readonly label: string;
  /** Of the launch ticket. */
  readonly visit?: string;
};

export type Grant = { readonly nonce: string; readonly until: number; readonly pass: PassContent };

/** `enter` opens the player; `flush` only lets a hidden frame send what an earlier visit left. */
export type GrantPurpose = 'enter' | 'flush';

const later = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

export function signLaunch(
  keys: Keys,
  now: Date,
  launch: Omit<LaunchTicket, 'nonce' | 'until'>,
  seconds: number = ticketSeconds,
): string {
  const until = later(now, seconds);
  return keys.sign('launch', { nonce: newId(), until: until.getTime(), ...launch } satisfies LaunchTicket, until);
}

/** Undefined when forged, expired, or signed by somebody we do not share a key with. */
export function readLaunch(allKeys: readonly Keys[], now: Date, ticket: string): LaunchTicket | undefined {
  for (const keys of allKeys) {
    const found = keys.verify<LaunchTicket>('launch', ticket, now);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function signGrant(keys: Keys, now: Date, purpose: GrantPurpose, pass: PassContent): string {
  const until = later(now, grantSeconds);
  return keys.sign(`grant:${purpose}`, { nonce: newId(), until: until.getTime(), pass } satisfies Grant, until);
}

/** Undefined when forged, expired, or given for another purpose. */
export function readGrant(keys: Keys, now: Date, purpose: GrantPurpose, grant: string): Grant | undefined {
  return keys.verify<Grant>(`grant:${purpose}`, grant, now);
}

/** Label of the package origin of one version for one account. */
export const labelOf = (keys: Keys, versionId: string, learnerKey: string): string =>
  keys.keyedLabel('package-origin', versionId, learnerKey);

export const passOf = (attempt: LaunchableAttempt, label: string, visit?: string): PassContent => ({
  tenantId: attempt.tenantId,
  attemptId: attempt.attemptId,
  ownerId: attempt.objectOwnerId,
  versionId: attempt.objectVersionId,
  storeKey: attempt.storeKey,
  scormVersion: attempt.scormVersion,
  mode: attempt.mode,
  label,
  ...(visit === undefined ? {} : { visit }),
});
