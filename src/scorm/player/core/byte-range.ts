/** Byte ranges of RFC 9110, 14: one range is served; several, or a unit we do not know, get the whole file. */
export type Wanted = 'all' | 'unsatisfiable' | { readonly start: number; readonly end: number };

/** @param size of the file in bytes. `end` of the result is included. */
export function readRange(header: string | undefined, size: number): Wanted {
  const found = header === undefined ? null : /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header);
  if (found === null) return 'all';
  const [, first = '', last = ''] = found;
  if (first === '' && last === '') return 'all';
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'all';
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
