/** A process of its own for tests of the embedded server: starts it, says what it sees, waits to be killed. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/db';

const [folder = '', mode = 'wait'] = process.argv.slice(2);
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const server = await startEmbeddedPostgres(folder);
say({ url: server.url, pid: server.pid(), startedHere: server.startedHere });

if (mode === 'write') {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS kept (id uuid PRIMARY KEY)');
  for (;;) {
    const id = randomUUID();
    await client.query('INSERT INTO kept VALUES ($1)', [id]);
    say({ id });
  }
} else if (mode === 'leave') {
  say({ stopped: await server.leave() });
} else {
  process.once('SIGTERM', () => void server.stop().then((stopped) => (say({ stopped }), process.exit(0))));
  setInterval(() => undefined, 60_000);
}
