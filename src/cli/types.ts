import type { Program } from '../open-program';

/** How a command speaks and what it may open. */
export type CommandIo = {
  /** To stdout, with a line end. */
  readonly print: (text: string) => void;
  /** To stdout as JSON, for `--json`. */
  readonly printJson: (value: unknown) => void;
  /** To stderr. */
  readonly complain: (text: string) => void;
  /** Opens the database and what goes with it, the same as the server's; closed for the command when it ends. */
  readonly open: () => Promise<Program>;
};

export type Command = {
  /** One or two words, such as `package check`. */
  readonly name: string;
  /** What follows the name, such as `FILE.zip --json`. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Gets what follows the name; answers the exit code. Throws `WrongUsage` for exit code 2. */
  readonly run: (args: readonly string[], io: CommandIo) => Promise<number>;
};

/** Thrown for arguments that make no sense: the usage is printed, the exit code is 2. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/** Thrown for what cannot be done or found: the sentence is printed, the exit code is 1. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}
