/** `process run ID --date DATE --json`: a nightly process, by hand. */
import { runCertificationNight } from '../learning/certification';
import { openDatabase, type Database } from '../platform/db';
import { policies } from '../policies';
import { dateOption } from './find-people';
import { cliMessages as say } from './messages.en';
import { parseOptions } from './parse-options';
import { show } from './show';
import { WrongUsage, type Command } from './types';

/** DOMAIN 16, so far as it stands: id to what it does; answers how many rows changed. */
const processes: Readonly<Record<string, (database: Database) => Promise<number>>> = {
  P4: runCertificationNight,
};

export const processRun: Command = {
  name: 'process run',
  usage: 'ID --date DATE --json',
  summary: say.summaries.processRun,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, 1, { date: { type: 'string' } });
    const id = (positionals[0] ?? '').toUpperCase();
    const process = Object.hasOwn(processes, id) ? processes[id] : undefined;
    if (process === undefined) throw new WrongUsage(say.unknownProcess(positionals[0] ?? '', Object.keys(processes)));
    const date = dateOption(values.date);
    if (date === undefined) throw new WrongUsage(say.dateMissing);
    const program = await io.open();
    // What is recorded is recorded now; only "today" is that day.
    const database = openDatabase({
      url: program.database.url,
      policies,
      clock: { now: program.clock.now, today: () => date },
    });
    try {
      show(io, values.json, { process: id, date, changed: await process(database) });
    } finally {
      await database.close();
    }
    return 0;
  },
};
