/** Whether a call answered what the script expects: the suite's rules of comparison, row by row. */
import type { Command } from './script';
import {
  sameDuration,
  sameInstant,
  sameLocalized,
  sameNames,
  sameReal,
  sameResponse,
  sameUpTo,
} from './typed-equality';

/** What a call returned, and the error code that GetLastError gave straight after it. */
export type Answered = { readonly value: string; readonly error: string };

type Judged = Exclude<Command, { verb: 'objective-ids' }>;

const validity = ['true', 'false', 'unknown'];

/**
 * @param learnerId the identifier the system was given for this learner
 * @returns what is wrong, in words; undefined when the answer is right
 */
export function faultOf(command: Judged, { value, error }: Answered, learnerId: string): string | undefined {
  const { expected } = command;
  const wrongError = error === expected.error ? undefined : `expected error ${expected.error}, got ${error}`;
  const wrongValue = (right: boolean, wanted = JSON.stringify(shortened(expected.value))): string | undefined =>
    right ? wrongError : `expected ${wanted}, got ${JSON.stringify(shortened(value))} (error ${error})`;
  switch (command.verb) {
    case 'initialize':
    case 'commit':
    case 'set':
    case 'last-error':
      return wrongValue(value === expected.value);
    case 'diagnostic':
      return wrongValue(value.length < 255, 'less than 255 characters');
    case 'error-string':
      return expected.value === 'emptyCS'
        ? wrongValue(value === '', 'nothing')
        : wrongValue(value.length < 255, 'less than 255 characters');
    case 'get':
      return readFault();
  }

  function readFault(): string | undefined {
    if (command.verb !== 'get') return undefined;
    const { name, row } = command.element;
    if (/\.request_valid\.(choice|jump)\b/.test(name))
      return validity.includes(value) ? undefined : wrongValue(false, 'true, false or unknown');
    if (/\.request_valid\.(continue|previous)$/.test(name))
      return wrongValue(validity.includes(value), 'true, false or unknown');
    if (/(^|\.)learner_name$/.test(name)) return wrongError;
    if (/(^|\.)learner_id$/.test(name)) return wrongValue(value === learnerId, JSON.stringify(learnerId));
    if (/^cmi\.comments_from_lms/.test(name) && !name.endsWith('_children')) {
      const allowed = ['0', '301', '403', ...(name === 'cmi.comments_from_lms' ? ['401'] : [])];
      return allowed.includes(error) ? undefined : `expected error ${allowed.join(', ')}, got ${error}`;
    }
    if (row && name.endsWith('.id') && expected.value === '')
      return wrongValue(value === row.id, JSON.stringify(row.id));
    const typed = !name.endsWith('_count') && (expected.value !== '' || value.startsWith('{'));
    return wrongValue(
      typed ? sameValue(name, command.interactionType, expected.value, value) : value === expected.value,
    );
  }
}

/** The rows of cmi.objectives: as many as expected, every one expected; their order is free. */
export function idsFault(expected: readonly string[], given: readonly string[]): string | undefined {
  const right = given.length === expected.length && given.every((id) => expected.includes(id));
  return right ? undefined : `expected the objectives ${expected.join(', ')}, got ${given.join(', ')}`;
}

const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 117)}...` : text);

/** By the last part of the name; rows of collections are told apart where their lengths differ. */
function sameValue(name: string, interactionType: string | undefined, expected: string, given: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  switch (last) {
    case 'scaled':
    case 'raw':
    case 'min':
    case 'max':
    case 'weighting':
    case 'progress_measure':
    case 'completion_threshold':
    case 'scaled_passing_score':
    case 'audio_level':
    case 'delivery_speed':
    // A word or a real.
    case 'result':
      return sameReal(expected, given);
    case 'session_time':
    case 'total_time':
    case 'latency':
    case 'max_time_allowed':
      return sameDuration(expected, given);
    case 'timestamp':
      return sameInstant(expected, given);
    case '_children':
      return sameNames(expected, given);
    case 'comment':
      return sameLocalized(4000)(expected, given);
    case 'description':
      return sameLocalized(250)(expected, given);
    case 'id':
    case 'launch_data':
      return sameUpTo(4000)(expected, given);
    case 'location':
      return sameUpTo(name === 'cmi.location' ? 1000 : 250)(expected, given);
    case 'suspend_data':
    case 'store':
      return sameUpTo(64_000)(expected, given);
    case 'language':
      return sameUpTo(250)(expected, given);
    case 'learner_response':
    case 'pattern':
      return sameResponse(interactionType, expected, given);
    default:
      return expected === given;
  }
}
