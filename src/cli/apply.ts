/** `apply FILE.json [--dry-run] [--json]`: makes what the file describes and what is not there yet. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { applyFile, readApplyFile, type Fault } from '../seed';
import { cliMessages as say } from './messages.en';
import { parseOptions } from './parse-options';
import { show } from './show';
import { CommandRefused, WrongUsage, type Command } from './types';

export const apply: Command = {
  name: 'apply',
  usage: 'FILE.json [--dry-run] --json',
  summary: say.summaries.apply,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, 1, { 'dry-run': { type: 'boolean' } });
    const path = positionals[0] ?? '';
    const read = readApplyFile(await readJson(path));
    if (!read.ok) throw new CommandRefused(refusalOf(read.faults));
    const done = await applyFile(await io.open(), read.file, {
      folder: dirname(resolve(path)),
      dryRun: values['dry-run'] === true,
    });
    if (!done.ok) throw new CommandRefused(refusalOf(done.faults));
    const { ok: _, ...result } = done;
    show(io, values.json, result);
    return 0;
  },
};

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new WrongUsage(say.fileUnreadable(path));
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CommandRefused(say.notJson(path));
  }
}

const refusalOf = (faults: readonly Fault[]): string =>
  [say.applyRefused, ...faults.map(({ path, problem }) => say.fault(path, problem))].join('\n');
