/** What is asked for in an address: which attempts, which table of them, in which order. */
import { z } from 'zod';
import { parseIsoDate, type IsoDate } from '../platform/dates';
import { datePartsOf, readDate, readReference, referenceOf, type ObjectKey } from '../platform/forms';
import type { ReportWish } from './scope';

export const kinds = ['objects', 'classes'] as const;
export type Kind = (typeof kinds)[number];
export const tabs = ['overview', 'questions', 'objectives', 'attempts'] as const;
export type Tab = (typeof tabs)[number];
export const picks = ['all', 'latest', 'first', 'best'] as const;

const text = z.string().max(100).catch('');
const part = z.string().trim().max(10).catch('');

/** Everything of a report's address but what lies in its path. What does not fit falls back. */
export const reportQuery = z.object({
  tab: z.enum(tabs).catch('overview'),
  class: text,
  from: part,
  to: part,
  'from-day': part,
  'from-month': part,
  'from-year': part,
  'to-day': part,
  'to-month': part,
  'to-year': part,
  version: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
  finished: z.stringbool().catch(false),
  pick: z.enum(picks).catch('all'),
  sort: z.string().max(20).catch(''),
  direction: z.enum(['asc', 'desc']).catch('asc'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type ReportQuery = z.output<typeof reportQuery>;

/** What was understood of an address. */
export type ReadWish = {
  readonly wish: ReportWish;
  /** The filters as they stand in addresses; empty ones are left out. */
  readonly kept: Readonly<Record<string, string>>;
  /** For the form of the filters. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
};

function isoOf(value: string): IsoDate | undefined {
  try {
    return value === '' ? undefined : parseIsoDate(value);
  } catch {
    return undefined;
  }
}

/** The attempts that are asked for. A date that does not exist is an error at its field and filters nothing. */
export function readWish(tenantId: string, kind: Kind, key: ObjectKey, query: ReportQuery): ReadWish {
  const errors: { field: string; message: string }[] = [];
  const date = (name: 'from' | 'to'): IsoDate | undefined => {
    const typed = readDate(query, name);
    if (!typed.ok) errors.push({ field: name, message: `reports.filter.${name}.wrong` });
    return typed.ok ? (typed.date ?? isoOf(query[name])) : undefined;
  };
  const [from, to] = [date('from'), date('to')];
  const chosen = kind === 'classes' ? key : readReference(query.class);
  const wish: ReportWish = {
    tenantId,
    ...(kind === 'objects' ? { object: key } : {}),
    ...(chosen ? { class: chosen } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(query.version === undefined ? {} : { version: query.version }),
    finished: query.finished,
    pick: query.pick,
  };
  const kept = {
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(kind === 'objects' && chosen ? { class: referenceOf(chosen) } : {}),
    ...(wish.version === undefined ? {} : { version: String(wish.version) }),
    ...(wish.finished ? { finished: 'true' } : {}),
    ...(wish.pick === 'all' ? {} : { pick: wish.pick }),
  };
  const typed = Object.fromEntries(
    Object.entries(query).filter(([name, value]) => /^(from|to)-/.test(name) && value !== ''),
  ) as Record<string, string>;
  return {
    wish,
    kept,
    errors,
    values: {
      ...kept,
      pick: wish.pick,
      ...datePartsOf('from', from),
      ...datePartsOf('to', to),
      ...(errors.length > 0 ? typed : {}),
    },
  };
}

/** One of the words, or the first. */
export const sortOf = <S extends string>(sorts: readonly [S, ...S[]], asked: string): S =>
  sorts.find((each) => each === asked) ?? sorts[0];
