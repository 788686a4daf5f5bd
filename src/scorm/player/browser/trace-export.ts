/** The trace as JSON, with or without what names or quotes the learner. */
import type { TraceLine } from './trace-log';

/** Who the learner is, what they wrote, and state that may hold either. */
const personal =
  /^cmi\.(?:learner_id|learner_name|core\.student_id|core\.student_name|comments|suspend_data|comments_from_learner\b.*|interactions\.\d+\.(?:learner|student)_response)$/;

export const isPersonal = (element: string): boolean => personal.test(element);

const leftOut = (value: string): string => (value === '' ? '' : `[left out: ${value.length} characters]`);

function withoutPersonal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPersonal);
  if (typeof value !== 'object' || value === null) return value;
  const pair = value as { element?: unknown; value?: unknown };
  const quoted = typeof pair.element === 'string' && isPersonal(pair.element);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => {
      const hide = typeof one === 'string' && (isPersonal(name) || (quoted && name === 'value'));
      // What it led to are sentences about this learner.
      if (name === 'ledTo') return [name, []];
      return [name, hide ? leftOut(one) : withoutPersonal(one)];
    }),
  );
}

function lineWithoutPersonal(line: TraceLine): unknown {
  if (line.kind !== 'call') return withoutPersonal(line);
  const [element = '', ...values] = line.args;
  if (!isPersonal(element)) return line;
  const isSet = values.length > 0;
  return { ...line, args: [element, ...values.map(leftOut)], returned: isSet ? line.returned : leftOut(line.returned) };
}

/** @param anonymous leaves out names, answers, comments and saved state */
export function traceAsJson(lines: readonly TraceLine[], anonymous: boolean): string {
  const readable = lines.map((line) => ({ ...line, at: new Date(line.at).toISOString() }) as unknown as TraceLine);
  return JSON.stringify(anonymous ? readable.map(lineWithoutPersonal) : readable, null, 2);
}
