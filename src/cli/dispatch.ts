import { starterMessages as say } from '../messages.en';
import { CommandRefused, WrongUsage, type Command, type CommandIo } from './types';

const exitRefused = 1;
const exitWrongUsage = 2;

/** Finds the command whose words come first, runs it, and answers the exit code: its own, or 2 for wrong usage. */
export async function dispatch(commands: readonly Command[], argv: readonly string[], io: CommandIo): Promise<number> {
  const command = commands.find(({ name }) => startsWith(argv, name.split(' ')));
  if (command === undefined) {
    const asked = argv[0] === undefined || argv[0] === '--help' || argv[0] === 'help';
    if (!asked) io.complain(say.unknownCommand(argv.slice(0, 2).join(' ')));
    io.complain(listOf(commands));
    return exitWrongUsage;
  }
  try {
    return await command.run(argv.slice(command.name.split(' ').length), io);
  } catch (error) {
    if (error instanceof CommandRefused) {
      io.complain(error.message);
      return exitRefused;
    }
    if (!(error instanceof WrongUsage)) throw error;
    if (error.message !== '') io.complain(error.message);
    io.complain(say.usage(`${command.name} ${command.usage}`));
    return exitWrongUsage;
  }
}

const startsWith = (argv: readonly string[], words: readonly string[]): boolean =>
  words.every((word, index) => argv[index] === word);

function listOf(commands: readonly Command[]): string {
  const lines = commands.map(({ name, usage, summary }) => `  ${name} ${usage}\n      ${summary}`);
  return [say.usage('COMMAND'), `${say.commands}:`, ...lines].join('\n');
}
