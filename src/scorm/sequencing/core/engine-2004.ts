/**
 * SCORM 2004 4th Edition sequencing behind the `Engine` interface: OP.1 of the Sequencing and Navigation book, and what a
 * session over the web needs besides: coming back after a tab died, and a new attempt on the course.
 */
import type { Organisation } from '../../package/core/types';
import { activate } from './attempts';
import { controlsOf } from './controls';
import { rollupOf } from './course-rollup';
import { launchStatusOf } from './launch-status';
import { carryOut, close, isUnderWay, openSession, type Outcome } from './navigation';
import { completionOf, measureOf, successOf } from './objectives';
import { pathTo, planOf, type Place, type Plan } from './plan';
import { takeReport } from './report';
import { stateOf, worldOf } from './saved-state';
import { exitAll } from './termination';
import type { ActivityResult, Decision, Engine, NavigationRequest, SequencingState } from './types';
import { change, tell, trackOf, type World } from './world';

const isAsset = (place: Place): boolean => place.activity.resource?.scormType === 'asset';

const resultOf = (world: World, place: Place): ActivityResult | undefined =>
  Object.hasOwn(world.results, place.id) ? world.results[place.id] : undefined;

const withResult = (world: World, place: Place, result: ActivityResult): void => {
  world.results = Object.fromEntries([...Object.entries(world.results), [place.id, result]]);
};

/** Assets say nothing: to be shown is to be completed. */
function showDelivery(world: World, place: Place): void {
  const before = resultOf(world, place);
  withResult(world, place, {
    completion: 'unknown',
    success: 'unknown',
    totalSeconds: 0,
    ...before,
    attempted: true,
    suspended: false,
    ...(isAsset(place) ? { completion: 'completed' } : {}),
  });
}

/** What the contents show of headings: their tracking. */
function showClusters(world: World): void {
  const shown: [string, ActivityResult][] = [];
  const seconds = new Map<Place, number>();
  for (const place of [...world.plan.places].reverse()) {
    const own = place.isLeaf ? (resultOf(world, place)?.totalSeconds ?? 0) : 0;
    const total = (seconds.get(place) ?? 0) + own;
    if (place.parent !== undefined) seconds.set(place.parent, (seconds.get(place.parent) ?? 0) + total);
    const { attempts, suspended } = trackOf(world, place);
    if (place.isLeaf || attempts === 0) continue;
    const scaled = measureOf(world, place, place.primary);
    shown.push([
      place.id,
      {
        attempted: true,
        suspended,
        completion: completionOf(world, place, place.primary) ?? 'unknown',
        success: successOf(world, place, place.primary) ?? 'unknown',
        ...(scaled === undefined ? {} : { scaled }),
        totalSeconds: Math.round(total * 100) / 100,
      },
    ]);
  }
  if (shown.length > 0) world.results = Object.fromEntries([...Object.entries(world.results), ...shown]);
}

/** NB.2.1, SB.2.6: back to what was suspended, or to what was open when nobody said goodbye. */
function resume(world: World): Outcome {
  const { current, suspended } = world;
  if (current !== undefined) {
    if (!isUnderWay(world)) return { kind: 'wait' };
    change(world, current, { suspended: false });
    world.fresh = false;
    return { kind: 'deliver', to: current };
  }
  if (suspended === undefined) return carryOut(world, { type: 'start' });
  if (trackOf(world, suspended).suspended) {
    activate(world, suspended);
    return { kind: 'deliver', to: suspended };
  }
  // The session waited for a choice when it was suspended, and waits for it again.
  for (const place of pathTo(suspended))
    if (place !== suspended) change(world, place, { active: true, suspended: false });
  world.suspended = undefined;
  world.current = suspended;
  return { kind: 'wait' };
}

/** A launch finds no session: one that is still open here has been left, and what was suspended is passed over. */
function begin(world: World): Outcome {
  if (world.current !== undefined) {
    exitAll(world);
    close(world);
  }
  return carryOut(world, { type: 'start' });
}

function answer(world: World, request: NavigationRequest): Outcome {
  switch (request.type) {
    case 'start':
      return begin(world);
    case 'resumeAll':
      return resume(world);
    default:
      return carryOut(world, request);
  }
}

/** The trace's last word on a request. */
function conclude(world: World, outcome: Outcome): void {
  if (outcome.kind === 'deliver') tell(world, 'DB.2', 'delivered', { activity: outcome.to });
  else if (outcome.kind === 'end') tell(world, 'OP.1', 'session-ended');
  else if (outcome.exception !== undefined) tell(world, 'OP.1', 'exception', { values: { code: outcome.exception } });
  else tell(world, 'OP.1', 'waiting');
}

function decide(plan: Plan, state: SequencingState, request: NavigationRequest): Decision {
  const world = worldOf(plan, state);
  world.steps = [];
  openSession(world);
  const outcome = answer(world, request);
  conclude(world, outcome);
  const { steps } = world;
  if (outcome.kind === 'refuse') {
    const refusal = request.type === 'start' && plan.leaves.length === 0 ? 'nothing-to-launch' : outcome.refusal;
    return { kind: 'refuse', refusal, state, steps };
  }
  if (outcome.kind === 'deliver') showDelivery(world, outcome.to);
  showClusters(world);
  const after = { state: stateOf(world), steps };
  return outcome.kind === 'deliver'
    ? { ...after, kind: 'deliver', activity: outcome.to.id }
    : { ...after, kind: outcome.kind };
}

/** A new attempt on the course: the tracking below the root and the shared objectives stay, nothing is under way. */
function beginAgain(plan: Plan, state: SequencingState): SequencingState {
  const world = worldOf(plan, state);
  if (world.current !== undefined) {
    exitAll(world);
    close(world);
  }
  world.suspended = undefined;
  for (const place of plan.places)
    if (world.tracks[place.index]?.suspended === true) change(world, place, { suspended: false });
  change(world, plan.root, { own: {}, objectives: {} });
  world.results = {};
  return stateOf(world);
}

export function engine2004(organisation: Organisation): Engine {
  const plan = planOf(organisation);
  const placed = (activity: string): Place | undefined => {
    const place = plan.byId.get(activity);
    return place?.isLeaf === true ? place : undefined;
  };
  return {
    initial: (seed) => (seed === undefined ? { results: {} } : { results: {}, engine: { v: 1, seed, tracks: {} } }),
    request: (state, request) => decide(plan, state, request),
    report: (state, activity, result, said) => {
      const place = placed(activity);
      if (place === undefined) return state;
      const world = worldOf(plan, state);
      // An asset has nothing to say for itself: what is judged of its silence does not take its delivery back.
      const known = isAsset(place) ? { ...result, attempted: true, completion: 'completed' as const } : result;
      withResult(world, place, known);
      takeReport(world, place, known, said);
      return stateOf(world);
    },
    launchStatus: (state, activity) => {
      const place = placed(activity);
      return place === undefined
        ? { fresh: true, own: {}, objectives: [] }
        : launchStatusOf(worldOf(plan, state), place);
    },
    again: (state) => beginAgain(plan, state),
    controls: (state) => controlsOf(worldOf(plan, state)),
    rollup: (state) => rollupOf(worldOf(plan, state)),
  };
}
