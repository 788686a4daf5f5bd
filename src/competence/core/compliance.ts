import type { IsoDate } from '../../platform/dates';
import { addDays, addPeriod, dayAfter, daysUntil, isWithin } from '../../platform/dates';
import { counts, meetsLevel, rowOn } from './held';
import type { AmberWindow, ComplianceStateCode, ElementFact, Grace, Requirement } from './types';

/** SET-2, the default. */
export const DEFAULT_AMBER_WINDOW: AmberWindow = { n: 90, unit: 'day' };

export type Colour = 'red' | 'amber' | 'green' | 'blue';

const SHOWN: Readonly<Record<ComplianceStateCode, { colour: Colour; compliant: boolean | undefined }>> = {
  NOT_HELD: { colour: 'red', compliant: false },
  EXPIRED: { colour: 'red', compliant: false },
  EXPIRING: { colour: 'amber', compliant: true },
  COMPLIANT: { colour: 'green', compliant: true },
  HELD_NOT_REQUIRED: { colour: 'blue', compliant: undefined },
  BELOW_LEVEL: { colour: 'red', compliant: false },
  FUTURE_ONLY: { colour: 'red', compliant: false },
};

export type Compliance = {
  readonly state: ComplianceStateCode;
  readonly colour: Colour;
  /** Undefined for what is not required, which is not counted. */
  readonly compliant: boolean | undefined;
  /** End of the unbroken chain (COMPL-14), or of what has ended; none when it has no end. */
  readonly end?: IsoDate;
  /** Days until `end`; negative when it has passed. */
  readonly daysLeft?: number;
  /** For FUTURE_ONLY: the day from which it will be held. */
  readonly from?: IsoDate;
  /** True while only a grace of SET-9 keeps it amber. */
  readonly inGrace?: boolean;
};

export type ComplianceQuestion = {
  /** Absent: not required, which gives blue or nothing at all. */
  readonly required?: Requirement | undefined;
  /** Current facts of one person and competence, in any order. */
  readonly rows: readonly ElementFact[];
  readonly today: IsoDate;
  readonly amberWindow?: AmberWindow | undefined;
  readonly grace?: Grace | undefined;
};

/**
 * COMPL-1 to COMPL-7 in the order of COMPL-14; undefined when it is neither required nor held today.
 */
export function complianceState(question: ComplianceQuestion): Compliance | undefined {
  const { required, today, amberWindow = DEFAULT_AMBER_WINDOW } = question;
  const rows = question.rows.filter(counts).sort((a, b) => (a.dateFrom < b.dateFrom ? -1 : 1));
  const now = rowOn(rows, today);
  if (!required) return now && shown('HELD_NOT_REQUIRED', today, chainEnd(rows, now, undefined));
  if (now && meetsLevel(now.level, required.minLevel)) {
    const end = chainEnd(rows, now, required.minLevel);
    const soon = end !== undefined && end <= addPeriod(today, amberWindow);
    return shown(soon ? 'EXPIRING' : 'COMPLIANT', today, end);
  }
  if (now) return shown('BELOW_LEVEL', today, now.dateTo);
  const ended = rows.filter((row) => row.dateTo !== undefined && row.dateTo < today).at(-1);
  if (ended) return endedState(ended, question);
  const future = rows[0];
  return future ? { ...shown('FUTURE_ONLY', today), from: future.dateFrom } : shown('NOT_HELD', today);
}

/** COMPL-2, and amber while a grace of SET-9 runs for a row that was at level. */
function endedState(ended: ElementFact, { required, grace, today }: ComplianceQuestion): Compliance {
  const end = ended.dateTo;
  const runs =
    end !== undefined &&
    grace !== undefined &&
    isWithin(today, grace) &&
    today <= addDays(end, grace.days) &&
    meetsLevel(ended.level, required?.minLevel);
  return runs ? { ...shown('EXPIRING', today, end), inGrace: true } : shown('EXPIRED', today, end);
}

/** COMPL-14: the end of the rows that follow each other at level with no day between; undefined for no end. */
function chainEnd(sorted: readonly ElementFact[], first: ElementFact, level: number | undefined): IsoDate | undefined {
  let end = first.dateTo;
  for (const row of sorted) {
    if (end === undefined) return undefined;
    const follows = row.dateFrom > first.dateFrom && row.dateFrom <= dayAfter(end);
    if (follows && meetsLevel(row.level, level) && (row.dateTo === undefined || row.dateTo > end)) end = row.dateTo;
  }
  return end;
}

function shown(state: ComplianceStateCode, today: IsoDate, end?: IsoDate): Compliance {
  const base = { state, ...SHOWN[state] };
  return end === undefined ? base : { ...base, end, daysLeft: daysUntil(end, today) };
}

/**
 * COMPL-10: compliant rows of the required ones in per cent, two decimals, half up; null when nothing is required (V30).
 * Counted in whole hundredths, so that no rounding of fractions can creep in.
 */
export function compliancePercentage(compliant: number, required: number): number | null {
  if (required === 0) return null;
  return Math.floor((compliant * 20_000 + required) / (2 * required)) / 100;
}

/** COMPL-10 over rows as `complianceState` gives them: what is not required is not counted. */
export function compliancePercentageOf(rows: readonly (Compliance | undefined)[]): number | null {
  const required = rows.filter((row) => row?.compliant !== undefined);
  return compliancePercentage(required.filter((row) => row?.compliant === true).length, required.length);
}
