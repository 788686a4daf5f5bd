import type { Pool } from 'pg';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';

export type RateLimit = {
  /** Counts one try against the key. Keys are hashed by the caller when they are personal. */
  readonly take: (
    key: string,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number }>;
  /** Forgets what was counted, such as after a sign-in that worked. */
  readonly reset: (key: string) => Promise<void>;
};

export type RateLimitOptions = {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
  /** Shared between web processes (schema `limits`, made on first use); absent = counted in this process. */
  readonly pool?: Pool;
};

/** So many tries per key in so many seconds. While the database is away it counts in memory, so it never opens. */
export async function createRateLimit({ name, points, seconds, pool }: RateLimitOptions): Promise<RateLimit> {
  const memory = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  const limiter: RateLimiterAbstract = pool === undefined ? memory : await shared(pool, memory, name, points, seconds);
  return {
    take: async (key) => {
      try {
        await limiter.consume(key);
        return { ok: true };
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) };
      }
    },
    reset: async (key) => {
      await limiter.delete(key);
    },
  };
}

async function shared(
  pool: Pool,
  memory: RateLimiterMemory,
  name: string,
  points: number,
  seconds: number,
): Promise<RateLimiterAbstract> {
  await pool.query('create schema if not exists limits').catch(ignoreRace);
  return new Promise((done, failed) => {
    const limiter = new RateLimiterPostgres(
      {
        storeClient: pool,
        storeType: 'pool',
        schemaName: 'limits',
        tableName: 'tries',
        keyPrefix: name,
        points,
        duration: seconds,
        insuranceLimiter: memory,
      },
      (error?: Error) => (error === undefined || error === null ? done(limiter) : failed(error)),
    );
  });
}

/** Two processes that start together may both make the schema; the second is told it exists. */
function ignoreRace(error: unknown): void {
  const code = (error as { code?: string }).code;
  if (code !== '23505' && code !== '42P06') throw error;
}
