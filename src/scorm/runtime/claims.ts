/** What the browser takes a course to have come to: never believed, and written down where the server finds otherwise. */
import { updateRows, type Tx } from '../../platform/db';
import type { Rollup } from '../sequencing';
import type { AttemptRow } from './attempt-store';

export type Claim = Pick<Rollup, 'completion' | 'success' | 'scaled'>;

/** The last difference of an attempt. The server's stands. */
export type DifferingClaim = { readonly at: string; readonly claimed: Claim; readonly found: Claim };

const noise = 1e-6;

const agree = (claim: Claim, found: Claim): boolean =>
  claim.completion === found.completion &&
  claim.success === found.success &&
  (claim.scaled === undefined) === (found.scaled === undefined) &&
  Math.abs((claim.scaled ?? 0) - (found.scaled ?? 0)) <= noise;

const claimOf = ({ completion, success, scaled }: Claim): Claim => ({
  completion,
  success,
  ...(scaled === undefined ? {} : { scaled }),
});

/** Writes differences down, with their attempts. Most commits claim nothing or agree, and cost nothing. */
export async function noteClaims(
  tx: Tx,
  claims: readonly { readonly attempt: AttemptRow; readonly claim: Claim | undefined; readonly found: Rollup }[],
): Promise<void> {
  const differing = claims.flatMap(({ attempt, claim, found }) =>
    claim === undefined || agree(claim, found) ? [] : [{ attempt, claimed: claimOf(claim), found: claimOf(found) }],
  );
  await updateRows(
    tx,
    'attempt',
    differing.map(({ attempt, claimed, found }) => ({
      tenant_id: attempt.tenantId,
      id: attempt.attemptId,
      differing_claim: { at: tx.now.toISOString(), claimed, found } satisfies DifferingClaim,
    })),
  );
}
