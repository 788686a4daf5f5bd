/** The findings table: code -> severity, sentence, advice. The report page and the README show it. */
import { SEVERITIES, type FindingCode, type Found } from './core/found';
import type { Finding, Severity } from './core/types';
import { findingMessages } from './messages.en';

/** How many findings of one code are shown one by one. */
const SHOWN_PER_CODE = 25;
const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** One row of the documented table. `{name}` in a sentence stands for a value of the package. */
export type FindingRow = {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly advice: string;
};

/** Every finding there is, gravest first. */
export function listFindings(): FindingRow[] {
  const codes = Object.keys(SEVERITIES) as FindingCode[];
  const rows = codes.map((code) => ({ code, severity: SEVERITIES[code], ...findingMessages[code] }));
  return rows.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

/** Findings in words, gravest first; of many equal ones the first 25 and their number. */
export function putIntoWords(found: readonly Found[]): Finding[] {
  const counts = new Map<FindingCode, number>();
  const shown: Found[] = [];
  for (const one of found) {
    const count = (counts.get(one.code) ?? 0) + 1;
    counts.set(one.code, count);
    if (count <= SHOWN_PER_CODE) shown.push(one);
  }
  for (const [code, count] of counts) {
    if (count > SHOWN_PER_CODE)
      shown.push({ code: 'more-of-these', where: '', values: { count: count - SHOWN_PER_CODE, of: code } });
  }
  return shown.map(inWords).sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

function inWords(found: Found): Finding {
  const { message, advice } = findingMessages[found.code];
  const fill = (sentence: string): string =>
    sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(found.values?.[name] ?? ''));
  return {
    severity: SEVERITIES[found.code],
    code: found.code,
    message: fill(message),
    where: found.where,
    advice: fill(advice),
  };
}
