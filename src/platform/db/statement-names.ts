import { createHash } from 'node:crypto';

// Each connection keeps every named statement it has seen: texts built at run time must not fill its memory.
const limit = 1_000;
const names = new Map<string, string>();

/** The name under which a statement is prepared once per connection; undefined past the limit (then it is parsed each time). */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known) return known;
  if (names.size >= limit) return undefined;
  const name = `p_${createHash('sha256').update(sql).digest('base64url').slice(0, 24)}`;
  names.set(sql, name);
  return name;
}
