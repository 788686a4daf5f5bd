import type { ExpiryConvention } from '../platform/dates';
import type { Tx } from '../platform/db';

/** Settings an employer may choose (DOMAIN 1.5), with their defaults. More come with the rules that read them. */
export type Settings = {
  /** SET-1. */
  readonly expiryConvention: ExpiryConvention;
  /** SET-12. */
  readonly missedDueDate: 'expired' | 'overdue';
  /** SET-14. */
  readonly renewalDue: 'at-expiry' | 'by-duration';
  /** SET-2, in days or calendar months. */
  readonly amberWindow: { readonly n: number; readonly unit: 'day' | 'month' };
  /** ENR-14. */
  readonly allowPlainRepeat: boolean;
  /** SCO-3. */
  readonly masteryOverridesStatus: boolean;
  /** ELO-13. */
  readonly requireBoth: boolean;
  /** The learner's name is given to content. */
  readonly nameToContent: boolean;
};

export const defaultSettings: Settings = {
  expiryConvention: { years: 'calendar', lastDay: 'same-day' },
  missedDueDate: 'expired',
  renewalDue: 'at-expiry',
  amberWindow: { n: 90, unit: 'day' },
  allowPlainRepeat: false,
  masteryOverridesStatus: true,
  requireBoth: false,
  nameToContent: true,
};

/** The settings in force today, of each tenant asked for, in one query. */
export async function settingsOf(tx: Tx, tenantIds: readonly string[]): Promise<ReadonlyMap<string, Settings>> {
  const distinct = [...new Set(tenantIds)];
  const rows = await tx.query<{ tenantId: string; setting: string; value: unknown }>(
    `select tenant_id as "tenantId", setting, value from setting_fact
     where tenant_id = any($1::uuid[]) and superseded_at is null and date_from <= $2 and (date_to is null or date_to >= $2)`,
    [distinct, tx.today],
  );
  return new Map(
    distinct.map((tenantId) => {
      const own = rows.filter((row) => row.tenantId === tenantId && row.setting in defaultSettings);
      return [tenantId, { ...defaultSettings, ...Object.fromEntries(own.map((row) => [row.setting, row.value])) }];
    }),
  );
}
