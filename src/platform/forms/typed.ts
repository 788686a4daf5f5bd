/** A form as it came in, before anything is known to be right. */
export type Typed = Readonly<Record<string, unknown>>;

/** One value, trimmed; empty when it is missing or not one text. Never more than `most` characters. */
export function one(typed: Typed, name: string, most = 10_000): string {
  const value = typed[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first.trim().slice(0, most) : '';
}

/** All values of a name that are texts, in order; 200 at most. */
export function many(typed: Typed, name: string): string[] {
  const value = typed[name];
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((each): each is string => typeof each === 'string' && each !== '').slice(0, 200);
}
