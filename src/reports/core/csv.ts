/** Tables as CSV that spreadsheets open rightly and safely. */

export type CsvCell = string | number | null | undefined;

/** Excel takes a file for UTF-8 only when it begins so. */
export const byteOrderMark = '\uFEFF';

/** What a spreadsheet takes for the beginning of a formula, the wide forms of East Asian keyboards included. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One cell. Text that would be run as a formula gets an apostrophe in front; our own numbers stay numbers. */
function cellOf(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n\t]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines with their ends (RFC 4180), without the byte order mark. */
export function csvLines(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}
