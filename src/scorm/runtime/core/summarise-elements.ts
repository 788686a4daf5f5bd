/** Interactions and objectives as rows, for the administrator's view of an attempt. */
import { rowsOf } from './element-rows';
import type { Elements } from './protocol';

export type InteractionRow = {
  readonly index: number;
  readonly id?: string;
  readonly type?: string;
  /** 2004 only. */
  readonly description?: string;
  readonly response?: string;
  readonly correctResponses: readonly string[];
  readonly result?: string;
  readonly weighting?: string;
  readonly latency?: string;
  /** 1.2: time of day; 2004: timestamp. */
  readonly when?: string;
  readonly objectives: readonly string[];
};

export type ObjectiveRow = {
  readonly index: number;
  readonly id?: string;
  readonly description?: string;
  /** 1.2 `status`; 2004 has the two below. */
  readonly status?: string;
  readonly completion?: string;
  readonly success?: string;
  readonly scaled?: string;
  readonly raw?: string;
  readonly min?: string;
  readonly max?: string;
  readonly progress?: string;
};

/** Picks fields of a row under our names; what is missing stays missing. */
function pick<K extends string>(
  row: Elements,
  names: Readonly<Record<K, readonly string[]>>,
): Partial<Record<K, string>> {
  const picked: Partial<Record<K, string>> = {};
  for (const key in names) {
    const value = names[key].map((name) => row[name]).find((found) => found !== undefined);
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}

const INTERACTION = {
  id: ['id'],
  type: ['type'],
  description: ['description'],
  response: ['student_response', 'learner_response'],
  result: ['result'],
  weighting: ['weighting'],
  latency: ['latency'],
  when: ['timestamp', 'time'],
} as const;

const OBJECTIVE = {
  id: ['id'],
  description: ['description'],
  status: ['status'],
  completion: ['completion_status'],
  success: ['success_status'],
  scaled: ['score.scaled'],
  raw: ['score.raw'],
  min: ['score.min'],
  max: ['score.max'],
  progress: ['progress_measure'],
} as const;

const nested = (row: Elements, collection: string, field: string): readonly string[] =>
  [...rowsOf(row, collection).values()].flatMap((inner) => inner[field] ?? []);

/** Both versions' interactions and objectives under one set of names. */
export function summariseElements(set: Elements): {
  readonly interactions: readonly InteractionRow[];
  readonly objectives: readonly ObjectiveRow[];
} {
  return {
    interactions: [...rowsOf(set, 'cmi.interactions')].map(([index, row]) => ({
      index,
      ...pick(row, INTERACTION),
      correctResponses: nested(row, 'correct_responses', 'pattern'),
      objectives: nested(row, 'objectives', 'id'),
    })),
    objectives: [...rowsOf(set, 'cmi.objectives')].map(([index, row]) => ({ index, ...pick(row, OBJECTIVE) })),
  };
}
