import pg from 'pg';

/**
 * Runs `work` while no other process runs work of the same name on this database. The lock goes with the connection,
 * so a process that dies leaves none.
 */
export async function oneAtATime<T>(url: string, name: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: `preceptor ${name}` });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [`preceptor ${name}`]);
    return await work();
  } finally {
    await client.end();
  }
}
