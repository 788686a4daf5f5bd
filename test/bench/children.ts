/** The other processes of a run: load, floor, and the server itself. All of them end with us. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Job, JobResult, LoadMessage } from './load-job';

/** Built beside us by `npm run bench`. */
export const program = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url));

export type Load = { readonly run: (job: Job) => Promise<JobResult>; readonly stop: () => void };

export async function startLoad(): Promise<Load> {
  const child = fork(program('load-child'), { serialization: 'advanced' });
  await messageOf<LoadMessage>(child);
  return {
    run: async (job) => {
      child.send(job);
      const answer = await messageOf<LoadMessage>(child);
      if ('failed' in answer) throw new Error(`an answer was wrong: ${answer.failed}`);
      if ('result' in answer) return answer.result;
      throw new Error('the load said nothing');
    },
    stop: () => child.disconnect(),
  };
}

export type Floor = { readonly port: number; readonly stop: () => void };

export async function startFloor(databaseUrl: string): Promise<Floor> {
  const child = fork(program('floor-child'), [databaseUrl]);
  const { port } = await messageOf<{ port: number }>(child);
  return { port, stop: () => child.disconnect() };
}

/** The next message of a child. @throws when it ends instead */
export function messageOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((done, failed) => {
    const ended = (code: number | null): void => failed(new Error(`a process of the bench ended with ${String(code)}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      done(message as T);
    });
  });
}

export type ServerProcess = {
  readonly port: number;
  readonly contentPort: number;
  readonly pid: number;
  /** From the start of the process to its line "Ready". */
  readonly readyMs: number;
  /** Resident memory now, in MB. */
  readonly memoryMb: () => number;
  readonly stop: () => Promise<void>;
};

/** `node dist/main.js`, as `npm start` runs it, on a data folder of its own. */
export async function startServerProcess(
  main: string,
  dataDir: string,
  flags: readonly string[] = [],
): Promise<ServerProcess> {
  const [port, contentPort] = [await freePort(), await freePort()];
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, main], {
    env: {
      PATH: '/usr/bin:/bin',
      HOME: dataDir,
      PORT: String(port),
      CONTENT_PORT: String(contentPort),
      DATA_DIR: dataDir,
      SEED: 'none',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  await new Promise<void>((done, failed) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('Ready:')) done();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => failed(new Error(`the server ended with ${String(code)}: ${said.slice(-2_000)}`)));
  });
  const readyMs = performance.now() - began;
  const pid = child.pid ?? 0;
  return {
    port,
    contentPort,
    pid,
    readyMs,
    memoryMb: () => residentMb(pid),
    stop: () =>
      new Promise((done) => {
        process.off('exit', end);
        if (child.exitCode !== null) return done();
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

/** Linux says it in a file; elsewhere it is not known. */
function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
