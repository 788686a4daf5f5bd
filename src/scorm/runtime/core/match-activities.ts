/** Which activity of a new version is which of the old one. */
import type { Activity, Organisation } from '../../package/core/types';

/** By what an activity was recognised. */
export type MatchedBy = 'identifier' | 'address' | 'title';

export type ActivityMatch = {
  readonly from: string;
  readonly title: string;
  /** Undefined: the new version has nothing for it. */
  readonly to?: { readonly identifier: string; readonly title: string; readonly by: MatchedBy };
};

/** What is launched, in the order of the table of contents; of two with one identifier the first. */
function launchableOf({ root }: Organisation): readonly Activity[] {
  const found = new Map<string, Activity>();
  const walk = (activity: Activity): void => {
    if (activity.resource !== undefined && !found.has(activity.identifier)) found.set(activity.identifier, activity);
    activity.children.forEach(walk);
  };
  walk(root);
  return [...found.values()];
}

const addressOf = ({ resource }: Activity): string => `${resource?.href ?? ''}${resource?.parameters ?? ''}`;
const titleOf = ({ title }: Activity): string => title.replace(/\s+/gu, ' ').trim().toLowerCase();

/**
 * ELN-4: for each activity of the old version the one of the new that takes its place: the same identifier; else what is launched
 * from the same address; else the same title. The two weaker signs count only where they name one activity on either side, and
 * no activity takes the place of two.
 */
export function matchActivities(before: Organisation, after: Organisation): readonly ActivityMatch[] {
  const old = launchableOf(before);
  const now = launchableOf(after);
  const found = new Map<string, { readonly activity: Activity; readonly by: MatchedBy }>();
  const taken = new Set<string>();
  const take = (from: Activity, activity: Activity | undefined, by: MatchedBy): void => {
    if (activity === undefined || found.has(from.identifier) || taken.has(activity.identifier)) return;
    found.set(from.identifier, { activity, by });
    taken.add(activity.identifier);
  };
  const byIdentifier = new Map(now.map((each) => [each.identifier, each]));
  for (const each of old) take(each, byIdentifier.get(each.identifier), 'identifier');
  for (const [by, signOf] of [
    ['address', addressOf],
    ['title', titleOf],
  ] as const) {
    const only = (activities: readonly Activity[], sign: string): Activity | undefined => {
      const same = activities.filter((each) => signOf(each) === sign);
      return sign !== '' && same.length === 1 ? same[0] : undefined;
    };
    const left = old.filter((each) => !found.has(each.identifier));
    const free = now.filter((each) => !taken.has(each.identifier));
    for (const each of left) if (only(left, signOf(each)) === each) take(each, only(free, signOf(each)), by);
  }
  return old.map((each) => {
    const match = found.get(each.identifier);
    return {
      from: each.identifier,
      title: each.title,
      ...(match ? { to: { identifier: match.activity.identifier, title: match.activity.title, by: match.by } } : {}),
    };
  });
}

/** Old identifier -> new one, of those that have one. */
export const namesAfter = (matches: readonly ActivityMatch[]): ReadonlyMap<string, string> =>
  new Map(matches.flatMap(({ from, to }) => (to ? [[from, to.identifier] as const] : [])));
