/** SCORM 2004: what the sequencing rules make impossible, said before a learner finds out. Pure. */
import { shorten } from '../read-values';
import { decodePercent } from '../resolve-href';
import type { Found } from '../found';
import type { Activity, CheckedPackage, SequencingRule } from '../types';

type Way = {
  /** A start, or Continue, can come this far. */
  readonly flows: boolean;
  /** Something above, or the activity itself, is never open. */
  readonly closed: boolean;
  /** Nothing below can be picked from the contents. */
  readonly hidden: boolean;
};

/** Findings about the organisation that is played; none for 1.2. */
export function checkSequencing({ organisations, defaultOrganisation, scormVersion }: CheckedPackage): Found[] {
  const played = organisations.find(({ identifier }) => identifier === defaultOrganisation) ?? organisations[0];
  if (played === undefined || scormVersion === '1.2') return [];
  const unreached: Activity[] = [];
  let launchable = 0;
  const visit = (activity: Activity, way: Way): void => {
    if (activity.children.length === 0) {
      if (activity.resource === undefined) return;
      launchable += 1;
      if (way.closed || !way.flows) unreached.push(activity);
      return;
    }
    for (const child of activity.children) visit(child, wayTo(child, activity, way));
  };
  const { root } = played;
  visit(root, { flows: true, closed: isClosed(root), hidden: always(root, 'hiddenFromChoice') });
  const where = 'imsmanifest.xml';
  if (launchable > 0 && unreached.length === launchable)
    return [{ code: 'sequencing-delivers-nothing', where }, ...checkObjectives(root, where)];
  return [
    ...unreached.map(({ title }): Found => ({ code: 'item-unreachable', where, values: { title: shorten(title) } })),
    ...checkObjectives(root, where),
  ];
}

/**
 * Choice asks the parent of what is chosen (SN SB.2.9); flow asks every cluster it goes through (SN SB.2.3). What is
 * chosen may be a cluster, from which it flows on.
 */
function wayTo(child: Activity, parent: Activity, way: Way): Way {
  const mode = parent.sequencing?.controlMode;
  const hidden = way.hidden || always(child, 'hiddenFromChoice');
  const chosen = mode?.choice !== false && !hidden && child.visible;
  const flows = way.flows && mode?.flow === true && !always(child, 'skip');
  return { flows: chosen || flows, closed: way.closed || isClosed(child), hidden };
}

const isClosed = (activity: Activity): boolean =>
  always(activity, 'disabled') || activity.sequencing?.limitConditions.attemptLimit === 0;

/** A pre-condition rule that holds whatever happens. */
function always({ sequencing }: Activity, action: string): boolean {
  const holds = ({ condition, not }: SequencingRule['conditions'][number]): boolean => condition === 'always' && !not;
  return (
    sequencing?.preConditionRules.some(
      (rule) =>
        rule.action === action &&
        rule.conditions.length > 0 &&
        (rule.combination === 'all' ? rule.conditions.every(holds) : rule.conditions.some(holds)),
    ) ?? false
  );
}

/** Identifiers are addresses, in which a space may be written in two ways. */
const named = (identifier: string | undefined): string =>
  decodePercent(identifier ?? '')
    .replace(/\s+/g, ' ')
    .trim();

/** Rules about objectives an activity does not have, and objectives that are read and never written. */
function checkObjectives(root: Activity, where: string): Found[] {
  const found: Found[] = [];
  const written = new Set<string>();
  const read = new Map<string, string>();
  const visit = (activity: Activity): void => {
    const { sequencing } = activity;
    const own = new Set(sequencing?.objectives.map(({ objectiveId }) => named(objectiveId)));
    const rules = [
      ...(sequencing?.preConditionRules ?? []),
      ...(sequencing?.postConditionRules ?? []),
      ...(sequencing?.exitConditionRules ?? []),
    ];
    for (const { referencedObjective: objective } of rules.flatMap(({ conditions }) => conditions))
      if (objective !== undefined && objective !== '' && !own.has(named(objective)))
        found.push({
          code: 'rule-objective-unknown',
          where,
          values: { title: shorten(activity.title), objective: shorten(objective) },
        });
    for (const { targetObjectiveId: target, ...map } of sequencing?.objectives.flatMap(({ maps }) => maps) ?? []) {
      const flags = Object.entries(map).filter(([, on]) => on);
      if (flags.some(([name]) => name.startsWith('write'))) written.add(target);
      else if (flags.length > 0 && !read.has(target)) read.set(target, activity.title);
    }
    for (const child of activity.children) visit(child);
  };
  visit(root);
  for (const [objective, title] of read)
    if (!written.has(objective))
      found.push({
        code: 'objective-never-written',
        where,
        values: { objective: shorten(objective), title: shorten(title) },
      });
  return found;
}
