/** A learner who does anything at all, on the engine of an accepted package. Each fault is a sentence. */
import { isDeepStrictEqual } from 'node:util';
import { activitiesOf, type Activity, type CheckedPackage, type Organisation } from '../../src/scorm/package';
import {
  engineFor,
  type ActivityResult,
  type ContentReport,
  type Engine,
  type NavigationRequest,
  type ObjectiveStatus,
  type SequencingState,
} from '../../src/scorm/sequencing';
import type { Random } from './random';

export type Walk = {
  readonly faults: readonly string[];
  readonly requests: number;
  readonly delivered: number;
  /** Milliseconds. */
  readonly slowestRequest: number;
  /** Characters of JSON. */
  readonly largestState: number;
};

const PLAIN = [
  'start',
  'resumeAll',
  'continue',
  'continue',
  'continue',
  'previous',
  'exit',
  'exitAll',
  'abandon',
  'abandonAll',
  'suspendAll',
] as const;
const COMPLETIONS = ['unknown', 'not attempted', 'incomplete', 'completed', 'completed'] as const;
const SUCCESSES = ['unknown', 'passed', 'failed'] as const;

export function walkEngine(random: Random, found: CheckedPackage, organisation: Organisation, moves: number): Walk {
  const engine = engineFor(found.scormVersion, organisation);
  const activities = [organisation.root, ...activitiesOf(organisation.root)];
  const launchable = new Set(activities.filter((one) => one.resource !== undefined).map((one) => one.identifier));
  const names = [...activities.map((one) => one.identifier), 'no-such-activity', '__proto__', 'constructor'];
  const objectives = objectiveNames(activities);
  const faults: string[] = [];
  let [requests, delivered, slowestRequest, largestState] = [0, 0, 0, 0];
  let state = kept(engine.initial(), faults);
  for (let move = 0; move < moves && faults.length === 0; move += 1) {
    const offered = engine.controls(state);
    const asked = wish(random, engine, state, move, names, offered.choices);
    const startedAt = performance.now();
    const decision = engine.request(state, asked);
    slowestRequest = Math.max(slowestRequest, performance.now() - startedAt);
    requests += 1;
    const about = `${asked.type}${'target' in asked ? ` ${asked.target}` : ''} at ${state.current ?? 'no activity'}`;
    if (decision.kind === 'deliver') {
      delivered += 1;
      if (!launchable.has(decision.activity))
        faults.push(`${about}: delivers what cannot be launched: ${decision.activity}`);
      if (decision.state.current !== decision.activity)
        faults.push(`${about}: delivers one activity and stands at another`);
    } else if (decision.kind === 'refuse' && isOffered(offered, state, asked)) {
      faults.push(`${about}: was offered and is refused (${decision.refusal})`);
    }
    state = kept(decision.state, faults);
    if (decision.kind === 'deliver')
      state = kept(playContent(random, engine, state, decision.activity, objectives), faults);
    else if (random.chance(0.05)) state = kept(report(random, engine, state, random.pick(names), objectives), faults);
    if (random.chance(0.03) && engine.again !== undefined) state = kept(engine.again(state), faults);
    const whole = engine.rollup(state);
    if (!(whole.totalSeconds >= 0)) faults.push(`${about}: the course took ${whole.totalSeconds} seconds`);
    if (whole.scaled !== undefined && !(Math.abs(whole.scaled) <= 1.000001))
      faults.push(`${about}: the course scored ${whole.scaled}`);
    largestState = Math.max(largestState, JSON.stringify(state).length);
  }
  return { faults, requests, delivered, slowestRequest, largestState };
}

function wish(
  random: Random,
  engine: Engine,
  state: SequencingState,
  move: number,
  names: readonly string[],
  choices: readonly string[],
): NavigationRequest {
  if (move === 0) return { type: 'start' };
  if (state.current === undefined && random.chance(0.5)) return { type: random.pick(['start', 'resumeAll'] as const) };
  if (choices.length > 0 && random.chance(0.3)) return { type: 'choice', target: random.pick(choices) };
  if (random.chance(0.15)) return { type: random.pick(['choice', 'jump'] as const), target: random.pick(names) };
  return { type: random.pick(PLAIN) };
}

function isOffered(offered: ReturnType<Engine['controls']>, state: SequencingState, asked: NavigationRequest): boolean {
  switch (asked.type) {
    case 'continue':
      return offered.continue;
    case 'previous':
      return offered.previous;
    case 'suspendAll':
      return offered.suspend;
    // With nothing under way any more, to exit is to exit the course.
    case 'exit':
      return offered.exit && state.current !== undefined;
    case 'exitAll':
      return offered.exit;
    case 'abandon':
      return offered.abandon;
    case 'choice':
      return offered.choices.includes(asked.target);
    default:
      return false;
  }
}

/** What content does once it was delivered: asks what it finds, and reports some of everything. */
function playContent(
  random: Random,
  engine: Engine,
  state: SequencingState,
  activity: string,
  objectives: readonly string[],
): SequencingState {
  const finds = engine.launchStatus?.(state, activity);
  if (finds !== undefined) kept(finds, []);
  let after = state;
  for (let times = random.int(3); times > 0; times -= 1) after = report(random, engine, after, activity, objectives);
  return after;
}

function report(
  random: Random,
  engine: Engine,
  state: SequencingState,
  activity: string,
  objectives: readonly string[],
): SequencingState {
  const own = status(random);
  const suspended = random.chance(0.3);
  const totalSeconds = random.pick([0, 1, 59.5, 3600, 1e9]);
  const result: ActivityResult = {
    completion: 'unknown',
    success: 'unknown',
    ...own,
    attempted: random.chance(0.9),
    suspended,
    totalSeconds,
  };
  const said: ContentReport = {
    ...own,
    objectives: Array.from({ length: random.int(3) }, () => ({ ...status(random), id: random.pick(objectives) })),
    suspended,
    totalSeconds,
  };
  return random.chance(0.8) ? engine.report(state, activity, result, said) : engine.report(state, activity, result);
}

function status(random: Random): ObjectiveStatus {
  return {
    ...(random.chance(0.7) ? { completion: random.pick(COMPLETIONS) } : {}),
    ...(random.chance(0.7) ? { success: random.pick(SUCCESSES) } : {}),
    ...(random.chance(0.5) ? { scaled: random.pick([-1, -0.5, 0, 0.3, 0.7, 1, 1e-9]) } : {}),
    ...(random.chance(0.3) ? { raw: random.pick([0, 1e-7, 42.5, 100]), min: 0, max: 100 } : {}),
    ...(random.chance(0.3) ? { progress: random.pick([0, 0.25, 0.5, 1]) } : {}),
  };
}

function objectiveNames(activities: readonly Activity[]): readonly string[] {
  const own = activities.flatMap(
    (one) => one.sequencing?.objectives.flatMap(({ objectiveId }) => objectiveId ?? []) ?? [],
  );
  return [...own, 'unknown-objective', '__proto__'];
}

/** What is kept with the attempt: through JSON and back, frozen, because an engine only looks at what it is given. */
function kept<T>(value: T, faults: string[]): T {
  const back = JSON.parse(JSON.stringify(value)) as T;
  if (!isDeepStrictEqual(back, withoutGaps(value))) faults.push('something is lost on the way through JSON');
  return frozen(back);
}

/** JSON leaves out what is undefined, and the sign of nothing; that is no loss. */
function withoutGaps(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutGaps);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    if (inner !== undefined)
      Object.defineProperty(copy, name, {
        value: withoutGaps(inner),
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return copy;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}
