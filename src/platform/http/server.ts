import type { createServer } from 'node:http';
import { type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Time limits for slow networks: an upload may take hours, but a silent connection is closed. */
export function patientServer(server: ReturnType<typeof createServer>): Server {
  server.requestTimeout = 0;
  server.headersTimeout = 30_000;
  server.timeout = 120_000;
  server.keepAliveTimeout = 65_000;
  return server;
}

/** Starts listening. @throws the system's error, such as EADDRINUSE. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Stops a server: takes no new connections, lets what is under way finish, then closes.
 * @param patienceMs after this time what is left is cut off.
 * @returns false when something had to be cut off
 */
export async function stopServer(server: Server, patienceMs: number): Promise<boolean> {
  if (!server.listening) return true;
  // Answers to requests on kept connections tell the other side that this is the last.
  server.prependListener('request', (_request, response) => void response.setHeader('Connection', 'close'));
  let closed = false;
  const done = new Promise<void>((resolve) => server.close(() => ((closed = true), resolve())));
  const end = performance.now() + patienceMs;
  while (!closed && performance.now() < end) {
    server.closeIdleConnections();
    await Promise.race([done, sleep(25)]);
  }
  if (closed) return true;
  server.closeAllConnections();
  await done;
  return false;
}
