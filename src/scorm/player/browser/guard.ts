/**
 * Stands in front of scorm-again's object, which content goes on talking to: while a run is under way, what content is
 * told about values comes from the strict data model, because scorm-again takes what it must not (it lets content replace
 * its own objects) and refuses what it must take. Its state machine, its other calls and its storage stay in use.
 */
import type { StrictModel } from '../../runtime/core/strict/strict-model';
import type { Flavour, ScormApi, Verb } from './flavour';

export type Guard = {
  /**
   * One call of content.
   * @param through calls scorm-again itself
   * @returns what content is told; the code is left in `lastErrorCode`
   */
  readonly answer: (verb: Verb, args: readonly unknown[], through: () => string) => string;
};

const write: (value: unknown) => string = String;

/** What content meant by an argument: it may leave one out, or give a number. */
export function textOf(argument: unknown): string {
  if (argument === undefined) return '';
  try {
    return write(argument);
  } catch {
    // An object that cannot be written.
    return '';
  }
}

const worksOnARun: ReadonlySet<Verb> = new Set(['getValue', 'setValue', 'commit', 'terminate']);

/** One guard for each object of scorm-again. */
export function createGuard(
  api: ScormApi,
  model: StrictModel,
  { over, codes }: Pick<Flavour, 'over' | 'codes'>,
): Guard {
  function read(name: string, through: () => string): string {
    attempt(through);
    const { value, code } = model.get(name);
    api.lastErrorCode = String(code);
    return value;
  }

  function write(name: string, value: string, through: () => string): string {
    const code = model.set(name, value);
    // What is refused does not reach scorm-again: it would keep some of it, or break.
    if (code === 0) attempt(through);
    api.lastErrorCode = String(code);
    return code === 0 ? 'true' : 'false';
  }

  /** Of 1.2, scorm-again goes on answering after the end as if nothing had happened. */
  function afterTheEnd(verb: Verb): string {
    api.lastErrorCode = over(verb);
    return verb === 'getValue' ? '' : 'false';
  }

  return {
    answer: (verb, args, through) => {
      if (api.isTerminated() && worksOnARun.has(verb)) return afterTheEnd(verb);
      if (verb === 'getValue' && api.isInitialized()) return read(textOf(args[0]), through);
      if (verb === 'setValue' && api.isInitialized()) return write(textOf(args[0]), textOf(args[1]), through);
      if (verb === 'getErrorString' && !codes.has(textOf(args[0]))) return '';
      return through();
    },
  };
}

/** Whatever scorm-again makes of it: the verdict is not its own. */
function attempt(call: () => string): void {
  try {
    call();
  } catch {
    // An exception would end the script of the content.
  }
}
