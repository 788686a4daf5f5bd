/**
 * What an activity's objectives say, own words and shared ones together (SN 4.2.1 and 3.10): status by measure, read maps,
 * write maps. An untracked activity reads what is shared but keeps and writes nothing.
 */
import { fields, type Field, type Goal, type Place } from './plan';
import { change, tell, trackOf, type World } from './world';
import type { ObjectiveStatus } from './types';

/** Who asks: rollup passes over what was recorded in an earlier attempt on the parent, rules do not. */
export type Asking = 'rule' | 'rollup';

export const isTracked = (place: Place): boolean => place.definition.deliveryControls.tracked;

const ownOf = (world: World, place: Place, goal: Goal): ObjectiveStatus => {
  const track = trackOf(world, place);
  if (goal.primary) return track.own;
  return Object.hasOwn(track.objectives, goal.key) ? (track.objectives[goal.key] ?? {}) : {};
};

/** What the shared objective says that the field is read from. */
function sharedOf<F extends Field>(world: World, goal: Goal, field: F): ObjectiveStatus[F] | undefined {
  const target = goal.readsFrom[field];
  if (target === undefined || !Object.hasOwn(world.globals, target)) return undefined;
  return world.globals[target]?.[field];
}

const isStale = (world: World, place: Place, field: Field, asking: Asking): boolean => {
  if (asking === 'rule') return false;
  const track = trackOf(world, place);
  return field === 'completion' || field === 'progress' ? track.staleProgress : track.staleObjectives;
};

/** Where success and scores are read from a shared objective, that one decides, even by saying nothing. */
const decides = (field: Field): boolean => field !== 'completion' && field !== 'progress';

/** A field as it stands, before anything is derived from a measure. */
export function valueOf<F extends Field>(
  world: World,
  place: Place,
  goal: Goal,
  field: F,
  asking: Asking = 'rule',
): ObjectiveStatus[F] | undefined {
  const shared = sharedOf(world, goal, field);
  if (goal.readsFrom[field] !== undefined && decides(field)) return shared;
  if (shared !== undefined && shared !== 'unknown') return shared;
  if (!isTracked(place) || isStale(world, place, field, asking)) return undefined;
  return ownOf(world, place, goal)[field];
}

/** RB.1.2.a: no judging by measure while the activity is under way, if that is asked. */
const isAwaited = (world: World, place: Place): boolean =>
  !place.definition.rollupConsiderations.measureSatisfactionIfActive && trackOf(world, place).active;

const judgedBy = ({ minNormalizedMeasure }: Goal, measure: number): 'passed' | 'failed' =>
  measure >= minNormalizedMeasure ? 'passed' : 'failed';

/** RB.1.2.a: the measure decides where the objective says so. */
function successByMeasure(world: World, place: Place, goal: Goal, asking: Asking): 'passed' | 'failed' | undefined {
  if (isAwaited(world, place)) return undefined;
  const measure = valueOf(world, place, goal, 'scaled', asking);
  return measure === undefined ? undefined : judgedBy(goal, measure);
}

/** Objective satisfied status, or undefined while it is not known. */
export function successOf(
  world: World,
  place: Place,
  goal: Goal,
  asking: Asking = 'rule',
): 'passed' | 'failed' | undefined {
  if (goal.satisfiedByMeasure) return successByMeasure(world, place, goal, asking);
  const success = valueOf(world, place, goal, 'success', asking);
  return success === 'unknown' ? undefined : success;
}

/** Completion of an objective; for the primary objective that of the activity (4th Edition). */
export function completionOf(
  world: World,
  place: Place,
  goal: Goal,
  asking: Asking = 'rule',
): 'completed' | 'incomplete' | undefined {
  if (goal.primary && place.threshold.byMeasure) {
    const progress = valueOf(world, place, goal, 'progress', asking);
    if (progress === undefined) return undefined;
    return progress >= place.threshold.least ? 'completed' : 'incomplete';
  }
  const completion = valueOf(world, place, goal, 'completion', asking);
  if (completion === undefined || completion === 'unknown') return undefined;
  return completion === 'completed' ? 'completed' : 'incomplete';
}

export const measureOf = (world: World, place: Place, goal: Goal, asking: Asking = 'rule'): number | undefined =>
  valueOf(world, place, goal, 'scaled', asking);

/** The objective a rule speaks of; the primary one if it names none. */
export const goalNamed = (place: Place, id: string | undefined): Goal | undefined =>
  id === undefined ? place.primary : place.goals.find((goal) => goal.id === id);

type Patch = { readonly [F in Field]?: ObjectiveStatus[F] | undefined };

/** What is kept about an objective; undefined takes a value back. Others hear of it with `share`. */
export function keep(world: World, place: Place, goal: Goal, patch: Patch): void {
  const kept = withoutUndefined({ ...ownOf(world, place, goal), ...patch });
  if (goal.primary) change(world, place, { own: kept });
  else change(world, place, { objectives: { ...trackOf(world, place).objectives, [goal.key]: kept } });
}

const withoutUndefined = (status: Patch): ObjectiveStatus =>
  Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined));

const newsOf = (own: ObjectiveStatus, heard: ObjectiveStatus | undefined): ObjectiveStatus =>
  heard === undefined
    ? own
    : withoutUndefined(
        Object.fromEntries(fields.map((field) => [field, own[field] === heard[field] ? undefined : own[field]])),
      );

/** What is new of what was said of an objective, as it was said. */
const saidOf = (world: World, place: Place, goal: Goal): ObjectiveStatus => {
  const own = newsOf(ownOf(world, place, goal), trackOf(world, place).heard[goal.key]);
  const { success: _, ...withoutSuccess } = own;
  const said = goal.satisfiedByMeasure ? withoutSuccess : own;
  if (!goal.primary || !place.threshold.byMeasure) return said;
  const { completion: __, ...rest } = said;
  return rest;
};

/**
 * The measure that was said here tells others whether it is enough, also where this objective would read a shared one that
 * nobody has written yet: such maps write satisfaction, and read everything only because nothing forbids it.
 */
function successByOwnMeasure(world: World, place: Place, goal: Goal): 'passed' | 'failed' | undefined {
  const { scaled } = isTracked(place) ? ownOf(world, place, goal) : {};
  return scaled === undefined || isAwaited(world, place) ? undefined : judgedBy(goal, scaled);
}

/** What follows from measures, own or read from elsewhere; a primary objective tells on the measure it reads. */
function derivedOf(world: World, place: Place, goal: Goal): ObjectiveStatus {
  const byProgress = goal.primary && place.threshold.byMeasure;
  return withoutUndefined({
    success: goal.satisfiedByMeasure
      ? (successByMeasure(world, place, goal, 'rule') ?? successByOwnMeasure(world, place, goal))
      : undefined,
    scaled: goal.satisfiedByMeasure && goal.primary ? valueOf(world, place, goal, 'scaled') : undefined,
    completion: byProgress ? completionOf(world, place, goal) : undefined,
  });
}

/**
 * SN 3.10.3: an activity's objectives are written to the shared objectives they are mapped to. Only what was said is
 * written, `unknown` included; what was never said leaves the shared objective as it is.
 * @returns the identifiers of shared objectives that are not what they were
 */
export function share(world: World, place: Place): readonly string[] {
  if (!isTracked(place)) return [];
  const changed = new Set<string>();
  // Where several write one shared objective the primary one has the last word.
  for (const goal of [...place.goals.filter(({ primary }) => !primary), place.primary]) {
    if (Object.keys(goal.writesTo).length === 0) continue;
    // The second looks at measures as they are once the first is written.
    for (const find of [saidOf, derivedOf]) {
      const told = find(world, place, goal);
      for (const field of fields) {
        const value = told[field];
        for (const target of value === undefined ? [] : (goal.writesTo[field] ?? [])) {
          if (value === undefined || !write(world, target, field, value)) continue;
          changed.add(target);
          tell(world, 'SN 3.10.3', 'shared', {
            activity: place,
            values: { objective: target, what: field, value: String(value) },
          });
        }
      }
    }
  }
  return [...changed];
}

function write(world: World, target: string, field: Field, value: string | number): boolean {
  const before = Object.hasOwn(world.globals, target) ? world.globals[target] : undefined;
  if (before?.[field] === value) return false;
  if (before === undefined && value === 'unknown') return false;
  // An identifier such as __proto__ is a name like any other.
  world.globals = Object.fromEntries([...Object.entries(world.globals), [target, { ...before, [field]: value }]]);
  world.memo = undefined;
  return true;
}
