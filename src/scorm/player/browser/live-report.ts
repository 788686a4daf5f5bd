/** What content has said since it was delivered, as sequencing wants to hear it (RTE 4.2 to SN 4.2.1). */
import type { Delivery, Elements } from '../../runtime/core/protocol';
import type { ContentReport, ObjectiveStatus } from '../../sequencing/core/types';

/** A SetValue that sequencing may care about; others change no control. */
export const mattersToSequencing = (element: string): boolean =>
  /^cmi\.(?:completion_status|success_status|progress_measure|exit|score\.\w+|objectives\.\d+\.(?!description).+)$/.test(
    element,
  );

const idOfObjective = /^cmi\.objectives\.\d+\.id$/;

/**
 * What earlier visits of this attempt on the activity said, as far as the delivery tells: with a new attempt nothing
 * but the names of the objectives (their values come from read maps, nobody said them).
 */
export function saidBefore({ cmi }: Delivery): Elements {
  const fresh = cmi['cmi.entry'] === 'ab-initio';
  // Statuses are always there; `unknown` is what is there when nobody said anything.
  return Object.fromEntries(
    Object.entries(cmi).filter(
      ([element, value]) =>
        idOfObjective.test(element) || (!fresh && value !== 'unknown' && mattersToSequencing(element)),
    ),
  );
}

const number = (text: string | undefined): number | undefined => {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};

const completions = ['completed', 'incomplete', 'not attempted', 'unknown'] as const;
const successes = ['passed', 'failed', 'unknown'] as const;
const oneOf = <T extends string>(words: readonly T[], text: string | undefined): T | undefined =>
  words.find((word) => word === text);

function statusAt(elements: Elements, at: string): ObjectiveStatus {
  const status = {
    completion: oneOf(completions, elements[`${at}completion_status`]),
    success: oneOf(successes, elements[`${at}success_status`]),
    scaled: number(elements[`${at}score.scaled`]),
    raw: number(elements[`${at}score.raw`]),
    min: number(elements[`${at}score.min`]),
    max: number(elements[`${at}score.max`]),
    progress: number(elements[`${at}progress_measure`]),
  };
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined)) as ObjectiveStatus;
}

/** @param elements everything that was said in this attempt on the activity, flat, with the ids of the objectives */
export function reportOf(elements: Elements, more: Pick<ContentReport, 'suspended' | 'totalSeconds'>): ContentReport {
  const objectives: (ObjectiveStatus & { id: string })[] = [];
  for (const [element, id] of Object.entries(elements))
    if (idOfObjective.test(element)) objectives.push({ id, ...statusAt(elements, element.slice(0, -2)) });
  return { ...statusAt(elements, 'cmi.'), objectives, ...more };
}
