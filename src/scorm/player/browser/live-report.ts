/** What content has said since it was delivered, as sequencing wants to hear it (RTE 4.2 to SN 4.2.1). */
import { objectivesIn, statusIn } from '../../runtime/core/said-status';
import type { Delivery, Elements } from '../../runtime/core/protocol';
import type { ContentReport } from '../../sequencing/core/types';

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

/** @param elements everything that was said in this attempt on the activity, flat, with the ids of the objectives */
export function reportOf(elements: Elements, more: Pick<ContentReport, 'suspended' | 'totalSeconds'>): ContentReport {
  return { ...statusIn(elements, 'cmi.'), objectives: objectivesIn(elements), ...more };
}
