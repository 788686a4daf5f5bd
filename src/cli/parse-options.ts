import { parseArgs, type ParseArgsConfig } from 'node:util';
import { WrongUsage } from './types';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Options and positional arguments as `node:util` parses them, strictly; `--json` is always known.
 * @param positionals how many must be there, or the least and the most
 * @throws WrongUsage for anything unknown, missing or too much
 */
export function parseOptions<const T extends Options>(
  args: readonly string[],
  positionals: number | readonly [number, number],
  options: T,
) {
  try {
    const config = {
      args: [...args],
      allowPositionals: true,
      strict: true,
      options: { ...options, json: { type: 'boolean' } },
    } as const;
    const parsed = parseArgs(config);
    const [least, most] = typeof positionals === 'number' ? [positionals, positionals] : positionals;
    const count = parsed.positionals.length;
    if (count < least || count > most) throw new WrongUsage();
    return parsed;
  } catch (error) {
    throw error instanceof WrongUsage ? error : new WrongUsage(error instanceof Error ? error.message : undefined);
  }
}
