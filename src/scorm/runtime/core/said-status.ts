/** From elements to statuses as sequencing hears them (2004). Server and browser go by the same code. */
import type { ContentReport, ObjectiveStatus } from '../../sequencing/core/types';
import { rowsOf } from './element-rows';
import type { Elements } from './protocol';
import { numberOf } from './verdict';

const COMPLETIONS = ['completed', 'incomplete', 'not attempted', 'unknown'] as const;
const SUCCESSES = ['passed', 'failed', 'unknown'] as const;

/**
 * A status that was never said is absent; `unknown` that was said is said (SN UP.4 leaves it alone).
 * @param prefix where its elements stand: `cmi.`, or nothing in a row of objectives
 */
export function statusIn(said: Elements, prefix: string): ObjectiveStatus {
  const name = (element: string): string => `${prefix}${element}`;
  const number = <K extends string>(key: K, element: string): { [key in K]?: number } => {
    const value = numberOf(said, name(element));
    return (value === undefined ? {} : { [key]: value }) as { [key in K]?: number };
  };
  const completion = COMPLETIONS.find((word) => word === said[name('completion_status')]);
  const success = SUCCESSES.find((word) => word === said[name('success_status')]);
  return {
    ...(completion === undefined ? {} : { completion }),
    ...(success === undefined ? {} : { success }),
    ...number('scaled', 'score.scaled'),
    ...number('raw', 'score.raw'),
    ...number('min', 'score.min'),
    ...number('max', 'score.max'),
    ...number('progress', 'progress_measure'),
  };
}

/** One status for each id; what was said later of the same one lies over it. */
export function objectivesIn(cmi: Elements): ContentReport['objectives'] {
  const found = new Map<string, ObjectiveStatus & { readonly id: string }>();
  for (const row of rowsOf(cmi, 'cmi.objectives').values()) {
    const { id } = row;
    if (id === undefined || id === '') continue;
    found.set(id, { ...found.get(id), ...statusIn(row, ''), id });
  }
  return [...found.values()];
}
