/** Commands as tests run them: in this process, on a database of their own, with a store of files that goes away. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../src/cli/commands';
import { dispatch } from '../../src/cli/dispatch';
import type { Program } from '../../src/open-program';
import { createKeys } from '../../src/platform/auth';
import { fixedClock } from '../../src/platform/clock';
import { readConfig } from '../../src/platform/config';
import { openDatabase } from '../../src/platform/db';
import { openDiskStore } from '../../src/platform/files';
import { createLog } from '../../src/platform/log';
import { openMail } from '../../src/platform/mail';
import { policies } from '../../src/policies';
import { freshDatabase } from './database';

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

export type CommandBench = {
  readonly program: Program;
  /** Runs a command, at another instant when one is given. */
  readonly run: (args: readonly string[], at?: string) => Promise<Ran>;
  /** The same with `--json`: what it printed, parsed. Throws what it complained about when the exit code is not 0. */
  readonly json: <T>(args: readonly string[], at?: string) => Promise<T>;
  /** The program at another instant. */
  readonly at: (instant: string) => Program;
  readonly asOwner: <Row extends object>(sql: string, params?: readonly unknown[]) => Promise<Row[]>;
  readonly close: () => Promise<void>;
};

export async function openCommands(now = '2026-03-20T10:00:00Z'): Promise<CommandBench> {
  const fresh = await freshDatabase({ policies });
  const folder = await mkdtemp(join(tmpdir(), 'preceptor-commands-'));
  const config = readConfig({ DATA_DIR: folder, SEED: 'none', LOG_LEVEL: 'silent' }, folder);
  const files = await openDiskStore({ folder: join(folder, 'store') });
  const opened: Program[] = [];
  const at = (instant: string): Program => {
    const clock = fixedClock(instant);
    const program = {
      config,
      clock,
      files,
      log: createLog('silent'),
      keys: createKeys(Buffer.alloc(32, 7)),
      database: openDatabase({ url: fresh.url, policies, clock, poolSize: 3 }),
      mail: openMail(config),
      // No command queues a job by itself.
      jobs: undefined as never,
      readPrerequisites: () => [],
      close: async () => undefined,
    } satisfies Program;
    opened.push(program);
    return program;
  };
  const program = at(now);
  const run = async (args: readonly string[], instant?: string): Promise<Ran> => {
    let out = '';
    let err = '';
    const code = await dispatch(commands, args, {
      print: (text) => (out += `${text}\n`),
      printJson: (value) => (out += `${JSON.stringify(value)}\n`),
      complain: (text) => (err += `${text}\n`),
      open: async () => (instant === undefined ? program : at(instant)),
    });
    return { code, out, err };
  };
  return {
    program,
    run,
    at,
    json: async <T>(args: readonly string[], instant?: string) => {
      const { code, out, err } = await run([...args, '--json'], instant);
      if (code !== 0) throw new Error(`exit ${code}: ${err}`);
      return JSON.parse(out) as T;
    },
    asOwner: fresh.asOwner,
    close: async () => {
      for (const each of opened) await each.database.close();
      await fresh.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
