/** Lays what the content's calls answered beside what the script expects of them. */
import { faultOf, idsFault } from './compare';
import type { CallReport } from './report';
import type { MadeCall } from './sco-messages';
import type { Command } from './script';

/** One report a call, in order; calls beyond the script's (Terminate) are written down and not judged. */
export function judgeCalls(
  commands: readonly Command[],
  made: readonly MadeCall[],
  learnerId: string,
): readonly CallReport[] {
  const reports = commands.map((command, index) => judgeCall(command, made[index], learnerId));
  return [...reports, ...made.slice(commands.length).map((call): CallReport => ({ ...plain(call), ok: true }))];
}

function plain(call: MadeCall): Omit<CallReport, 'ok'> {
  return {
    operation: call.operation,
    arguments: call.arguments,
    ...(call.value === undefined ? {} : { return: call.value }),
    ...(call.error === undefined ? {} : { error: call.error }),
    ...(call.ids === undefined ? {} : { ids: call.ids }),
  };
}

function judgeCall(command: Command, call: MadeCall | undefined, learnerId: string): CallReport {
  const expected = { return: command.expected.value, error: command.expected.error };
  if (!call) return { operation: command.verb, arguments: [], expected, ok: false, fault: 'the call was not made' };
  const fault = wrongIn(command, call, learnerId);
  return { ...plain(call), expected, ok: fault === undefined, ...(fault === undefined ? {} : { fault }) };
}

function wrongIn(command: Command, call: MadeCall, learnerId: string): string | undefined {
  if (call.thrown !== undefined) return `the call threw ${call.thrown}`;
  if (call.missing === true) return 'the row that the script names is not there';
  if (command.verb === 'objective-ids') return idsFault(command.ids, call.ids ?? []);
  return faultOf(command, { value: call.value ?? '', error: call.error ?? '' }, learnerId);
}

/** The fault with the call that it is about, in one short line. */
export function faultLine({ operation, arguments: parameters, fault }: CallReport): string {
  const shown = parameters.map((each) => (each.length > 60 ? `${each.slice(0, 57)}...` : each)).join(', ');
  return `${operation}(${shown}): ${fault ?? ''}`;
}
