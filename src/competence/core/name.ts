import type { Period } from '../../platform/dates';
import { samePeriod } from '../../platform/dates';
import type { CompetenceName, RenewalLabel } from './types';

const LABEL = /^(.*\S)\s+[-–]\s+(?:(\d{1,3})\s*(year|month)s?|(no\s+renewal))$/i;
const SCOPE = /^(NHS|\d{3})$/;

/** COMP-2: `2 Years`, `1 Month`, `No Renewal`, or empty text for none. */
export function formatRenewalLabel(label: RenewalLabel): string {
  if (label.kind === 'none') return '';
  if (label.kind === 'no-renewal') return 'No Renewal';
  return `${label.n} ${label.unit === 'year' ? 'Year' : 'Month'}${label.n === 1 ? '' : 's'}`;
}

/** COMP-1: `NHS|CSTF|Fire Safety - 2 Years|`, trailing bar included. */
export function formatCompetenceName(name: CompetenceName): string {
  const label = formatRenewalLabel(name.renewal);
  return `${name.scope}|${name.framework}|${name.title}${label === '' ? '' : ` - ${label}`}|`;
}

/**
 * COMP-1, COMP-2: reads a name, forgiving quotes, spaces, case of scope and label and a missing trailing bar.
 * Undefined when the text has not three parts or its scope is neither `NHS` nor three digits.
 */
export function parseCompetenceName(text: string): CompetenceName | undefined {
  const bare = text.trim().replace(/^["'“”‘’]+|["'“”‘’]+$/g, '');
  const parts = bare.split('|').map((part) => part.trim().replace(/\s+/g, ' '));
  if (parts.at(-1) === '') parts.pop();
  const [rawScope = '', rawFramework = '', body = ''] = parts;
  const scope = rawScope.toUpperCase();
  if (parts.length !== 3 || !SCOPE.test(scope) || rawFramework === '' || body === '') return undefined;
  return { scope, framework: rawFramework.toUpperCase(), ...splitLabel(body) };
}

function splitLabel(body: string): { title: string; renewal: RenewalLabel } {
  const match = LABEL.exec(body);
  if (!match?.[1]) return { title: body, renewal: { kind: 'none' } };
  if (match[4]) return { title: match[1], renewal: { kind: 'no-renewal' } };
  const n = Number(match[2]);
  if (n === 0) return { title: body, renewal: { kind: 'none' } };
  return {
    title: match[1],
    renewal: { kind: 'every', n, unit: match[3]?.toLowerCase() === 'year' ? 'year' : 'month' },
  };
}

/** COMP-2: the two names mean one competence; the renewal label is part of the identity. */
export function sameCompetenceName(a: CompetenceName, b: CompetenceName): boolean {
  return formatCompetenceName(a).toLowerCase() === formatCompetenceName(b).toLowerCase();
}

/** COMP-3: true when a label that was parsed says something else than the renewal period; a warning at save. */
export function renewalLabelDisagrees(label: RenewalLabel, renewalPeriod: Period | undefined): boolean {
  if (label.kind === 'none') return false;
  if (label.kind === 'no-renewal') return renewalPeriod !== undefined;
  return renewalPeriod === undefined || !samePeriod({ n: label.n, unit: label.unit }, renewalPeriod);
}
