/** What a record says of the learner themselves, left out: the same rule for what the page and what the server hands out. */

/** Who the learner is, what they wrote, and state that may hold either. */
const personal =
  /^(?:cmi\.(?:learner_id|learner_name|core\.student_id|core\.student_name|comments|suspend_data|comments_from_learner\b.*|interactions\.\d+\.(?:learner|student)_response)|adl\.data\.\d+\.store)$/;

const isPersonal = (element: string): boolean => personal.test(element);

const leftOut = (value: string): string => (value === '' ? '' : `[left out: ${value.length} characters]`);

/** Names that quote the value of the element beside them. */
const quoting: readonly string[] = ['value', 'message'];

/** Any JSON with the values of personal elements, and of what quotes them, replaced; what it led to is gone. */
export function withoutPersonal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPersonal);
  if (typeof value !== 'object' || value === null) return value;
  const { element } = value as { element?: unknown };
  const quoted = typeof element === 'string' && isPersonal(element);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => {
      // What it led to are sentences about this learner.
      if (name === 'ledTo') return [name, []];
      const hide = typeof one === 'string' && (isPersonal(name) || (quoted && quoting.includes(name)));
      return [name, hide ? leftOut(one) : withoutPersonal(one)];
    }),
  );
}

/** One call of the content, whose element is its first argument. */
export function callWithoutPersonal<C extends { readonly args: readonly string[]; readonly returned: string }>(
  call: C,
): C {
  const [element = '', ...values] = call.args;
  if (!isPersonal(element)) return call;
  const isSet = values.length > 0;
  return { ...call, args: [element, ...values.map(leftOut)], returned: isSet ? call.returned : leftOut(call.returned) };
}
