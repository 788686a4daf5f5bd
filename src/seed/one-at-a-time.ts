import type { Database } from '../platform/db';

/** Two server processes may start together on one database: the second waits until the first is through. */
export async function oneAtATime<T>(database: Database, work: () => Promise<T>): Promise<T> {
  let unlock = (): void => undefined;
  const finished = new Promise<void>((done) => (unlock = done));
  let locked = (): void => undefined;
  const ours = new Promise<void>((done) => (locked = done));
  const holding = database.inTransaction({ tenant: 'all', actor: { source: 'import' } }, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('preceptor seed', 0)) is null as locked`);
    locked();
    await finished;
  });
  await Promise.race([ours, holding]);
  try {
    return await work();
  } finally {
    unlock();
    await holding;
  }
}
