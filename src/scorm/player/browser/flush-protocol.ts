/**
 * Between the launcher's page and the hidden `/flush` frames it opens on this learner's package origins.
 * Both are same-site, so the frames see the unpartitioned store in which the journals lie.
 */
export type FlushGrant = {
  readonly attempt: string;
  /** Exchanged by `POST /flush` on the package origin for the cookie of that attempt. */
  readonly grant: string;
};

/** One frame to open. */
export type FlushFrame = {
  /** `https://p….content.example/flush`. */
  readonly url: string;
  readonly journalKey: string;
  readonly grants: readonly FlushGrant[];
};

/** In the launcher's page, element `flush`. */
export type LaunchFlush = { readonly frames: readonly FlushFrame[] };

/** In the frame's page, element `flush`. */
export type FlushPage = { readonly launcherOrigin: string };

export type FlushReady = { readonly kind: 'preceptor-flush-ready' };
export type FlushOrder = {
  readonly kind: 'preceptor-flush';
  readonly journalKey: string;
  readonly grants: readonly FlushGrant[];
};
export type FlushReport = { readonly kind: 'preceptor-flushed'; readonly sent: number; readonly left: number };

const kindOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined;

export const isReady = (value: unknown): value is FlushReady => kindOf(value) === 'preceptor-flush-ready';
export const isReport = (value: unknown): value is FlushReport => kindOf(value) === 'preceptor-flushed';

export function isOrder(value: unknown): value is FlushOrder {
  if (kindOf(value) !== 'preceptor-flush') return false;
  const { journalKey, grants } = value as Partial<FlushOrder>;
  return (
    typeof journalKey === 'string' &&
    journalKey !== '' &&
    Array.isArray(grants) &&
    grants.every((one: Partial<FlushGrant> | null) => typeof one?.attempt === 'string' && typeof one.grant === 'string')
  );
}
