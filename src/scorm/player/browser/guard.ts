/**
 * Stands in front of scorm-again's object, which content goes on talking to: while a run is under way, what content is
 * told about values comes from the strict data model, because scorm-again takes what it must not (it lets content replace
 * its own objects) and refuses what it must take. Its state machine, its other calls and its storage stay in use.
 */
import type { StrictModel } from '../../runtime/core/strict/strict-model';
import type { ScormApi, Verb } from './flavour';

export type Guard = {
  /**
   * One call of content.
   * @param through calls scorm-again itself
   * @returns what content is told; the code is left in `lastErrorCode`
   */
  readonly answer: (verb: Verb, args: readonly unknown[], through: () => string) => string;
};

/** What content meant by an argument: it may leave one out, or give a number. */
export const textOf = (argument: unknown): string => (argument === undefined ? '' : String(argument));

/**
 * @param refused hears of every write that was turned away by the data model
 */
export function createGuard(
  api: ScormApi,
  model: StrictModel,
  refused: (element: string, value: string, code: string) => void,
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
    else refused(name, value, String(code));
    api.lastErrorCode = String(code);
    return code === 0 ? 'true' : 'false';
  }

  return {
    answer: (verb, args, through) => {
      if (verb === 'getValue' && api.isInitialized()) return read(textOf(args[0]), through);
      if (verb === 'setValue' && api.isInitialized()) return write(textOf(args[0]), textOf(args[1]), through);
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
