/**
 * Between the state that is kept as JSON and the world a decision is made in. What is kept is only what differs from
 * nothing; what cannot be read (an older engine's memory, another version's activities, a damaged row) is left out, and
 * what was learnt is then taken from the results.
 */
import { keep, share } from './objectives';
import { fields, type Field, type Place, type Plan } from './plan';
import { rollUp } from './rollup-process';
import type { ActivityResult, ObjectiveStatus, SequencingState } from './types';
import { change, trackOf, untouched, type Track, type World } from './world';

type Json = Readonly<Record<string, unknown>>;

type Memory = {
  readonly v: 1;
  readonly seed?: number;
  /** The current activity when it has ended (a session that waits). */
  readonly at?: string;
  /** Suspended with nothing under way: where the session waited. */
  readonly waited?: string;
  readonly fresh?: true;
  /** By activity. */
  readonly tracks: Readonly<Record<string, Partial<Track>>>;
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Identifiers come from packages: `constructor` is a name like any other. */
const own = (record: Json, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined);

const numbers: readonly Field[] = ['scaled', 'raw', 'min', 'max', 'progress'];
const completions = ['unknown', 'not attempted', 'incomplete', 'completed'];
const successes = ['unknown', 'passed', 'failed'];

/** A status with what is no status left out. */
export function readStatus(value: unknown): ObjectiveStatus {
  if (!isObject(value)) return {};
  const fits = (field: Field): boolean => {
    const said = own(value, field);
    if (numbers.includes(field)) return typeof said === 'number' && Number.isFinite(said);
    return (field === 'completion' ? completions : successes).includes(said as string);
  };
  const read = fields.filter(fits);
  return read.length === 0 ? none : Object.fromEntries(read.map((field) => [field, own(value, field)]));
}
const none: ObjectiveStatus = {};

const readStatuses = (statuses: unknown): Record<string, ObjectiveStatus> | undefined =>
  isObject(statuses)
    ? Object.fromEntries(Object.entries(statuses).map(([key, status]) => [key, readStatus(status)]))
    : undefined;

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;

function readTrack(value: Json): Track {
  const seconds = own(value, 'seconds');
  const flag = (name: keyof Track): boolean => own(value, name) === true;
  return {
    attempts: count(own(value, 'attempts')),
    active: flag('active'),
    suspended: flag('suspended'),
    own: readStatus(own(value, 'own')),
    objectives: readStatuses(own(value, 'objectives')) ?? untouched.objectives,
    heard: readStatuses(own(value, 'heard')) ?? untouched.heard,
    seconds: typeof seconds === 'number' && seconds > 0 && Number.isFinite(seconds) ? seconds : 0,
    staleObjectives: flag('staleObjectives'),
    staleProgress: flag('staleProgress'),
    abandoned: flag('abandoned'),
    autoCompletion: flag('autoCompletion'),
    autoSuccess: flag('autoSuccess'),
    round: count(own(value, 'round')),
  };
}

/** Only what differs from an untouched activity. */
function writeTrack(track: Track): Partial<Track> {
  return Object.fromEntries(
    Object.entries(track).filter(([name, value]) => {
      if (typeof value === 'object') return Object.keys(value).length > 0;
      return value !== untouched[name as keyof Track];
    }),
  );
}

const empty = (plan: Plan, state: SequencingState, seed: number): World => ({
  plan,
  seed,
  tracks: [],
  globals: readStatuses(state.globals) ?? {},
  results: isObject(state.results) ? { ...state.results } : {},
  current: undefined,
  suspended: undefined,
  fresh: false,
  steps: undefined,
  memo: undefined,
});

const seedOf = (engine: unknown): number =>
  isObject(engine) && typeof engine['seed'] === 'number' ? engine['seed'] | 0 : 1;

/** What an activity's result says of the attempt that is known of. */
export const statusIn = (result: ActivityResult): ObjectiveStatus =>
  readStatus({
    ...result,
    completion:
      result.completion === 'unknown' || result.completion === 'not attempted' ? undefined : result.completion,
    success: result.success === 'unknown' ? undefined : result.success,
  });

/** From results alone: states of an earlier engine, and states whose memory cannot be read. */
function fromResults(plan: Plan, state: SequencingState): World {
  const world = empty(plan, state, seedOf(state.engine));
  for (const place of plan.leaves) {
    const result = own(world.results, place.id);
    if (!isObject(result) || result['attempted'] !== true) continue;
    change(world, place, { attempts: 1, suspended: result['suspended'] === true });
    keep(world, place, place.primary, statusIn(result as ActivityResult));
    for (let up = place.parent; up !== undefined; up = up.parent) {
      const { suspended } = trackOf(world, up);
      change(world, up, { attempts: 1, suspended: suspended || result['suspended'] === true });
    }
  }
  for (const place of plan.leaves) if (trackOf(world, place).attempts > 0) rollUp(world, place, share(world, place));
  const { current, suspended } = state;
  const open = leafNamed(plan, current);
  if (open !== undefined) {
    for (let up: Place | undefined = open; up !== undefined; up = up.parent)
      change(world, up, { attempts: Math.max(1, trackOf(world, up).attempts), active: true, suspended: false });
    world.current = open;
    return world;
  }
  world.suspended = leafNamed(plan, suspended);
  for (let up = world.suspended; up !== undefined; up = up.parent)
    change(world, up, { attempts: Math.max(1, trackOf(world, up).attempts), suspended: true });
  return world;
}

function leafNamed(plan: Plan, id: unknown): Place | undefined {
  const place = typeof id === 'string' ? plan.byId.get(id) : undefined;
  return place?.isLeaf === true && place.activity.resource !== undefined ? place : undefined;
}

/** The world a state describes. Never throws, whatever the state holds. */
export function worldOf(plan: Plan, state: SequencingState): World {
  const { engine } = state;
  const tracks = isObject(engine) && engine['v'] === 1 ? engine['tracks'] : undefined;
  if (!isObject(engine) || !isObject(tracks)) return fromResults(plan, state);
  const world = empty(plan, state, seedOf(engine));
  for (const [id, track] of Object.entries(tracks)) {
    const place = plan.byId.get(id);
    if (place !== undefined && isObject(track)) world.tracks[place.index] = readTrack(track);
  }
  const named = (id: unknown): Place | undefined => (typeof id === 'string' ? plan.byId.get(id) : undefined);
  world.suspended = leafNamed(plan, state.suspended) ?? leafNamed(plan, engine['waited']);
  const current = leafNamed(plan, state.current);
  world.current = current ?? named(engine['at']);
  world.fresh = engine['fresh'] === true;
  mend(world, current);
  return world;
}

/** Exactly what leads to the activity under way is under way. */
function mend(world: World, underWay: Place | undefined): void {
  const holders = new Set<Place>();
  for (let up = underWay ?? world.current?.parent; up !== undefined; up = up.parent) holders.add(up);
  for (const place of world.plan.places) {
    const track = world.tracks[place.index];
    if (underWay !== undefined && holders.has(place)) {
      if (track?.active !== true)
        change(world, place, { active: true, suspended: false, attempts: Math.max(1, track?.attempts ?? 0) });
    } else if (track?.active === true && !holders.has(place)) change(world, place, { active: false });
  }
}

/** What is kept of a world. */
export function stateOf(world: World): SequencingState {
  const { plan, current, suspended, globals, results } = world;
  const underWay = current !== undefined && current.isLeaf && trackOf(world, current).active;
  const held = suspended !== undefined && trackOf(world, suspended).suspended;
  const engine: Memory = {
    v: 1,
    ...(world.seed === 1 ? {} : { seed: world.seed }),
    ...(current === undefined || underWay ? {} : { at: current.id }),
    ...(suspended === undefined || held ? {} : { waited: suspended.id }),
    ...(world.fresh && underWay ? { fresh: true } : {}),
    tracks: Object.fromEntries(
      plan.places.flatMap((place): [string, Partial<Track>][] => {
        const track = world.tracks[place.index];
        if (track === undefined) return [];
        const written = writeTrack(track);
        return Object.keys(written).length === 0 ? [] : [[place.id, written]];
      }),
    ),
  };
  return {
    ...(underWay ? { current: current.id } : {}),
    ...(held ? { suspended: suspended.id } : {}),
    results,
    ...(Object.keys(globals).length === 0 ? {} : { globals }),
    engine,
  };
}
