import type { CommandIo } from './types';

/** One line of JSON with `--json`, the same in lines for people without. */
export function show(io: CommandIo, json: boolean | undefined, value: unknown): void {
  if (json === true) io.printJson(value);
  else io.print(JSON.stringify(value, null, 2));
}
