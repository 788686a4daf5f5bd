/** One quiet connection per process says "I use this server": it ends with the process, however that ends. */
import pg from 'pg';
import type { Secrets } from './secrets';

export type Presence = {
  /** Resolves when the connection broke by itself, never after `end`. */
  readonly lost: Promise<void>;
  readonly end: () => Promise<void>;
};

/** Connects and stays, without keeping the process alive. */
export async function stayPresent(secrets: Secrets): Promise<Presence> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: secrets.port,
    user: 'preceptor',
    password: secrets.rolePassword,
    database: 'preceptor',
    application_name: `preceptor presence ${process.pid}`,
    keepAlive: true,
  });
  let ended = false;
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => undefined);
    client.on('end', () => {
      if (!ended) resolve();
    });
  });
  await client.connect();
  socketOf(client).unref();
  return {
    lost,
    end: async () => {
      ended = true;
      socketOf(client).ref();
      await client.end();
    },
  };
}

// The driver has these two, its types do not.
function socketOf(client: pg.Client): { ref: () => void; unref: () => void } {
  return client as unknown as { ref: () => void; unref: () => void };
}
