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
 * What earlier visits of this attempt on the activity said, and the names of the objectives. Other values that an
 * activity begins with come from read maps: nobody said them.
 */
export function saidBefore({ cmi, said }: Delivery): Elements {
  const names = Object.entries(cmi).filter(([element]) => idOfObjective.test(element));
  return { ...Object.fromEntries(names), ...said };
}

/** @param elements everything that was said in this attempt on the activity, flat, with the ids of the objectives */
export function reportOf(elements: Elements, more: Pick<ContentReport, 'suspended' | 'totalSeconds'>): ContentReport {
  return { ...statusIn(elements, 'cmi.'), objectives: objectivesIn(elements), ...more };
}
