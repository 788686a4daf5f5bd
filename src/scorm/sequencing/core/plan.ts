/**
 * What stays the same about an activity tree, worked out once per organisation: parents, places in the order of the
 * table of contents, and for each objective what it reads from and writes to. SN ch. 3 and CAM 5.1.
 */
import type { Activity, ObjectiveDefinition, Organisation, SequencingDefinition } from '../../package/core/types';
import type { ObjectiveStatus } from './types';

export type Field = keyof ObjectiveStatus;

/** The fields of an objective, in the order in which they are said and shown. */
export const fields: readonly Field[] = ['completion', 'success', 'scaled', 'raw', 'min', 'max', 'progress'];

/** An objective of one activity. */
export type Goal = {
  readonly primary: boolean;
  /** The identifier in the manifest; the primary objective may have none. */
  readonly id: string | undefined;
  /** Where its status is kept among an activity's objectives; '' for the primary. */
  readonly key: string;
  readonly satisfiedByMeasure: boolean;
  readonly minNormalizedMeasure: number;
  /** The shared global objective a field is read from (SN 3.10.3); of several the last counts. */
  readonly readsFrom: Readonly<Partial<Record<Field, string>>>;
  readonly writesTo: Readonly<Partial<Record<Field, readonly string[]>>>;
};

/** An activity in its place. */
export type Place = {
  readonly id: string;
  /** Place in the order of the table of contents; the root has 0. */
  readonly index: number;
  readonly depth: number;
  readonly activity: Activity;
  readonly definition: SequencingDefinition;
  readonly parent?: Place;
  /** Those with something to launch in them; a heading without any plays no part. */
  readonly children: readonly Place[];
  readonly isLeaf: boolean;
  readonly goals: readonly Goal[];
  readonly primary: Goal;
  /** CAM 3.4.1.11 */
  readonly threshold: { readonly byMeasure: boolean; readonly least: number; readonly weight: number };
};

export type Plan = {
  readonly root: Place;
  readonly places: readonly Place[];
  readonly byId: ReadonlyMap<string, Place>;
  readonly leaves: readonly Place[];
  /** Identifiers of headings with nothing to launch in them. */
  readonly empty: ReadonlySet<string>;
  /** Activities that read a shared global objective. */
  readonly readers: ReadonlyMap<string, readonly Place[]>;
  /** False: the shared objectives belong to the course and not to the learner (CAM 3.4.1.8). */
  readonly objectivesGlobalToSystem: boolean;
};

/** SN 3: what holds where a manifest says nothing. */
export const defaultDefinition: SequencingDefinition = {
  controlMode: {
    choice: true,
    choiceExit: true,
    flow: false,
    forwardOnly: false,
    useCurrentAttemptObjectiveInfo: true,
    useCurrentAttemptProgressInfo: true,
  },
  constrainedChoice: { preventActivation: false, constrainChoice: false },
  preConditionRules: [],
  postConditionRules: [],
  exitConditionRules: [],
  limitConditions: {},
  rollupRules: [],
  rollup: { objectiveSatisfied: true, progressCompletion: true, objectiveMeasureWeight: 1 },
  rollupConsiderations: {
    requiredForSatisfied: 'always',
    requiredForNotSatisfied: 'always',
    requiredForCompleted: 'always',
    requiredForIncomplete: 'always',
    measureSatisfactionIfActive: true,
  },
  objectives: [],
  randomization: { randomizationTiming: 'never', reorderChildren: false, selectionTiming: 'never' },
  deliveryControls: { tracked: true, completionSetByContent: false, objectiveSetByContent: false },
};

/** The flags of a map, for each field: may it be read, may it be written. */
function permissions(map: ObjectiveDefinition['maps'][number]): Readonly<Record<Field, readonly [boolean, boolean]>> {
  return {
    completion: [map.readCompletionStatus, map.writeCompletionStatus],
    success: [map.readSatisfiedStatus, map.writeSatisfiedStatus],
    scaled: [map.readNormalizedMeasure, map.writeNormalizedMeasure],
    raw: [map.readRawScore, map.writeRawScore],
    min: [map.readMinScore, map.writeMinScore],
    max: [map.readMaxScore, map.writeMaxScore],
    progress: [map.readProgressMeasure, map.writeProgressMeasure],
  };
}

function goalOf(definition: ObjectiveDefinition, position: number): Goal {
  const readsFrom: Partial<Record<Field, string>> = {};
  const writesTo: Partial<Record<Field, string[]>> = {};
  for (const map of definition.maps) {
    const may = permissions(map);
    for (const field of fields) {
      const [read, write] = may[field];
      if (read) readsFrom[field] = map.targetObjectiveId;
      if (write) (writesTo[field] ??= []).push(map.targetObjectiveId);
    }
  }
  return {
    primary: definition.primary,
    id: definition.objectiveId,
    key: definition.primary ? '' : (definition.objectiveId ?? `#${position}`),
    satisfiedByMeasure: definition.satisfiedByMeasure,
    minNormalizedMeasure: definition.minNormalizedMeasure,
    readsFrom,
    writesTo,
  };
}

/** SN 3.10: an activity that names no primary objective has one all the same. */
const unnamed: Goal = {
  primary: true,
  id: undefined,
  key: '',
  satisfiedByMeasure: false,
  minNormalizedMeasure: 1,
  readsFrom: {},
  writesTo: {},
};

function goalsOf({ objectives }: SequencingDefinition): { readonly primary: Goal; readonly goals: readonly Goal[] } {
  const goals = objectives.map(goalOf);
  const primary = goals.find((goal) => goal.primary) ?? unnamed;
  return { primary, goals: [primary, ...goals.filter((goal) => !goal.primary)] };
}

const launches = (activity: Activity): boolean => activity.children.length === 0 && activity.resource !== undefined;

/** Activities that are launched, or hold one that is; and the others. Without recursion: manifests may be deep. */
function alive(root: Activity): { readonly living: ReadonlySet<Activity>; readonly empty: ReadonlySet<string> } {
  const order: { activity: Activity; parent?: Activity }[] = [{ activity: root }];
  for (const { activity } of order)
    for (const child of activity.children) order.push({ activity: child, parent: activity });
  const living = new Set<Activity>();
  for (const { activity, parent } of order.reverse()) {
    if (launches(activity)) living.add(activity);
    if (parent !== undefined && living.has(activity)) living.add(parent);
  }
  const rest = order.filter(({ activity }) => !living.has(activity));
  return { living, empty: new Set(rest.map(({ activity }) => activity.identifier)) };
}

/**
 * A course with a single thing to launch and nothing said about its control modes starts there and has no table of
 * contents: the standard's defaults (no flow) would leave the learner before a list of one.
 */
const startsAlone = (definition: SequencingDefinition): SequencingDefinition =>
  definition.controlMode.flow
    ? definition
    : { ...definition, controlMode: { ...definition.controlMode, flow: true, choice: false } };

export function planOf(organisation: Organisation): Plan {
  const { living, empty } = alive(organisation.root);
  const alone = [...living].filter(launches).length === 1;
  const places: Place[] = [];
  const stack: { activity: Activity; parent: (Place & { children: Place[] }) | undefined }[] = [
    { activity: organisation.root, parent: undefined },
  ];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { activity, parent } = next;
    const isLeaf = activity.children.length === 0;
    const written = activity.sequencing ?? defaultDefinition;
    const definition = alone && !isLeaf ? startsAlone(written) : written;
    const children: Place[] = [];
    const base = {
      id: activity.identifier,
      index: places.length,
      depth: parent === undefined ? 0 : parent.depth + 1,
      activity,
      definition,
      children,
      isLeaf,
      ...goalsOf(definition),
      threshold: {
        byMeasure: activity.completionThreshold?.completedByMeasure ?? false,
        least: activity.completionThreshold?.minProgressMeasure ?? 1,
        weight: activity.completionThreshold?.progressWeight ?? 1,
      },
    };
    const place: Place & { children: Place[] } = parent === undefined ? base : { ...base, parent };
    places.push(place);
    parent?.children.push(place);
    for (const child of [...activity.children].reverse())
      if (living.has(child)) stack.push({ activity: child, parent: place });
  }
  const byId = new Map<string, Place>();
  for (const place of places) if (!byId.has(place.id)) byId.set(place.id, place);
  const readers = new Map<string, Set<Place>>();
  for (const place of places) {
    for (const goal of place.goals) {
      for (const target of Object.values(goal.readsFrom)) {
        readers.set(target, (readers.get(target) ?? new Set()).add(place));
      }
    }
  }
  const [root] = places;
  if (root === undefined) throw new Error('a tree without a root');
  return {
    root,
    places,
    byId,
    leaves: places.filter((place) => place.isLeaf && living.has(place.activity)),
    empty,
    readers: new Map([...readers].map(([target, set]) => [target, [...set]])),
    objectivesGlobalToSystem: organisation.objectivesGlobalToSystem,
  };
}

/** From the root down to the activity itself. */
export function pathTo(place: Place): readonly Place[] {
  const path: Place[] = [];
  for (let step: Place | undefined = place; step !== undefined; step = step.parent) path.push(step);
  return path.reverse();
}

/** The deepest activity that holds both, which may be one of them if it is a cluster. */
export function commonAncestor(one: Place, other: Place): Place | undefined {
  let a: Place | undefined = one.isLeaf ? one.parent : one;
  let b: Place | undefined = other.isLeaf ? other.parent : other;
  while (a !== b && a !== undefined && b !== undefined) {
    if (a.depth >= b.depth) a = a.parent;
    else b = b.parent;
  }
  return a === b ? a : undefined;
}

/** Strictly between: from an activity's parent up to, and without, one of its ancestors. */
export function between(place: Place, ancestor: Place | undefined): readonly Place[] {
  const path: Place[] = [];
  for (let step = place.parent; step !== undefined && step !== ancestor; step = step.parent) path.push(step);
  return path;
}
