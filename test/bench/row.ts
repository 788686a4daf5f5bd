/** What a bench says: rows for the file and a table for people. */

export type Row = {
  /** Stable: results of different days are compared by it. */
  readonly id: string;
  readonly ours: number;
  /** The bare way of doing the same in the same run; null = there is none to compare with. */
  readonly floor: number | null;
  readonly ratio: number | null;
  /** null = for information. */
  readonly aim: number | null;
  readonly met: boolean | null;
  /** What `ours` and `floor` count, and what `aim` speaks of. */
  readonly unit: string;
  readonly aimOf: 'ours' | 'ratio' | null;
  readonly better: 'more' | 'less';
} & Readonly<Record<string, number | string | boolean | null>>;

export type RowOptions = {
  readonly unit: string;
  readonly better?: 'more' | 'less';
  readonly floor?: number;
  readonly aim?: number;
  readonly aimOf?: 'ours' | 'ratio';
  readonly more?: Readonly<Record<string, number | string | boolean | null>>;
};

const round = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** A finished row: ratio and verdict follow from the rest. Nothing fails on a verdict. */
export function rowOf(id: string, ours: number, options: RowOptions): Row {
  const { unit, better = 'more', floor, aim, aimOf = 'ours', more = {} } = options;
  const ratio = floor === undefined || floor === 0 ? undefined : ours / floor;
  const judged = aimOf === 'ours' ? ours : ratio;
  const met = aim === undefined || judged === undefined ? null : better === 'more' ? judged >= aim : judged <= aim;
  return {
    id,
    ours: round(ours),
    floor: floor === undefined ? null : round(floor),
    ratio: ratio === undefined ? null : Number(ratio.toFixed(3)),
    aim: aim ?? null,
    met,
    unit,
    aimOf: aim === undefined ? null : aimOf,
    better,
    ...more,
  };
}

const fixed = ['id', 'ours', 'floor', 'ratio', 'aim', 'met', 'unit', 'aimOf', 'better'];

/** One line of the table. */
export function lineOf(row: Row): string {
  const sign = row.better === 'more' ? '≥' : '≤';
  const aim = row.aim === null ? '' : `${sign} ${row.aim.toLocaleString('en-GB')}${row.aimOf === 'ratio' ? ' ×' : ''}`;
  const number = (value: number | null): string => (value === null ? '' : value.toLocaleString('en-GB'));
  const more = Object.entries(row).filter(([key]) => !fixed.includes(key));
  const verdict = row.met === null ? '' : row.met ? 'met' : 'not met';
  return [
    row.id.padEnd(34),
    number(row.ours).padStart(10),
    row.unit.padEnd(6),
    number(row.floor).padStart(10),
    (row.ratio === null ? '' : row.ratio.toFixed(2)).padStart(7),
    aim.padStart(11),
    verdict.padEnd(8),
    more.map(([key, value]) => `${key} ${String(value)}`).join(', '),
  ].join('  ');
}

export const heading = [
  'bench'.padEnd(34),
  'ours'.padStart(10),
  ''.padEnd(6),
  'floor'.padStart(10),
  'ratio'.padStart(7),
  'aim'.padStart(11),
  'verdict'.padEnd(8),
  'more',
].join('  ');
