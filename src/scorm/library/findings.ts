/** What the library itself has to say about an upload, beside the findings of the package check. */
import { listFindings, type Finding, type Severity } from '../package';
import { libraryFindings } from './messages.en';

const severities = {
  'version-identical': 'error',
  'object-gone': 'error',
  'disk-full': 'error',
  'import-failed': 'error',
  'already-in-library': 'info',
} as const satisfies Record<string, Severity>;

export type LibraryFindingCode = keyof typeof severities;

/** A finding in words. `{name}` in a sentence stands for a value. */
export function finding(code: LibraryFindingCode, values: Readonly<Record<string, string | number>> = {}): Finding {
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  const { message, advice } = libraryFindings[code];
  return { severity: severities[code], code, message: fill(message), where: '', advice: fill(advice) };
}

export type PublishedFinding = Omit<Finding, 'where'>;

/** Everything an upload's report can say, gravest first. */
export function publishedFindings(): readonly PublishedFinding[] {
  const own = (Object.keys(severities) as LibraryFindingCode[]).map((code) => ({
    code,
    severity: severities[code],
    ...libraryFindings[code],
  }));
  const all: PublishedFinding[] = [...listFindings(), ...own];
  return (['error', 'warning', 'info'] as const).flatMap((grade) => all.filter(({ severity }) => severity === grade));
}
