import type { IsoDate } from '../../../platform/dates';
import { isWithin } from '../../../platform/dates';
import type { Dated } from './types';

/** CAT-2: active today; both ends count, an end in the future is active. */
export function isActive(object: Dated, today: IsoDate): boolean {
  return isWithin(today, { from: object.activeFrom, to: object.activeTo });
}

export type DatesFault = 'ends-before-it-starts' | 'starts-before-parent' | 'starts-after-parent' | 'ends-after-parent';

/** CAT-1: what is wrong with a child's dates beside its parent's; an open end under a parent that ends is outside. Empty when all is well. */
export function checkActiveDates(child: Dated, parent?: Dated): readonly DatesFault[] {
  const faults: DatesFault[] = [];
  if (child.activeTo !== undefined && child.activeTo < child.activeFrom) faults.push('ends-before-it-starts');
  if (!parent) return faults;
  if (child.activeFrom < parent.activeFrom) faults.push('starts-before-parent');
  if (parent.activeTo !== undefined && child.activeFrom > parent.activeTo) faults.push('starts-after-parent');
  if (parent.activeTo !== undefined && (child.activeTo === undefined || child.activeTo > parent.activeTo))
    faults.push('ends-after-parent');
  return faults;
}

export type EndDating =
  { readonly kind: 'unchanged' } | { readonly kind: 'end'; readonly on: IsoDate } | { readonly kind: 'starts-after' };

/**
 * CAT-1: what end-dating a parent does to a child. An earlier end stays, an open or later one is brought forward; a child
 * that would only start afterwards cannot be given that end and is named, for the caller to list.
 */
export function endDateChild(child: Dated, parentEnd: IsoDate): EndDating {
  if (child.activeTo !== undefined && child.activeTo <= parentEnd) return { kind: 'unchanged' };
  return child.activeFrom > parentEnd ? { kind: 'starts-after' } : { kind: 'end', on: parentEnd };
}
