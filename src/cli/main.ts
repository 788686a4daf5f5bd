/** `npm run -s cli -- COMMAND`: works on the same database as a running server, embedded or not. */
import { starterMessages as say } from '../messages.en';
import type { Program } from '../open-program';
import { ConfigFault, loadConfig } from '../platform/config';
import { createLog } from '../platform/log';
import { commands } from './commands';
import { dispatch } from './dispatch';
import type { CommandIo } from './types';

let program: Program | undefined;

const io: CommandIo = {
  print: (text) => void process.stdout.write(`${text}\n`),
  printJson: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
  open: async () => {
    // Loaded when needed: commands on files alone start fast.
    const { openProgram } = await import('../open-program');
    return (program ??= await openProgram(loadConfig(), createLog('warn'), { working: false, passingBy: true }));
  },
};

async function main(): Promise<number> {
  try {
    return await dispatch(commands, process.argv.slice(2), io);
  } catch (error) {
    io.complain(error instanceof ConfigFault ? error.message : say.commandFailed);
    if (!(error instanceof ConfigFault)) createLog('error').error({ err: error }, 'command failed');
    return 1;
  } finally {
    await program?.close();
  }
}

// Not `process.exit`: what was printed to a pipe must get there first.
process.exitCode = await main();
