/**
 * The state of an activity is a fold over its commits. It gives the same state for any order of
 * arrival (ELO-12, ARCHITECTURE §4 "Sessions"), because nothing in it depends on when a commit came:
 *
 * - Of each element the word of the highest generation stands; within a session the later sequence.
 *   So an older session that arrives late adds what the newer never said, and overwrites nothing.
 * - An interaction that a newer session named is wholly the newer one's: no row is made of two questions.
 * - Time is counted per visit, and every visit keeps what it said about the outcome, so that a late
 *   one can still bring time, completion and a better result (judge-activity takes the best).
 *
 * What a next visit starts with:
 * - SCORM 1.2 keeps all data of the activity for the whole attempt; `exit` only decides `entry`.
 * - SCORM 2004 (RTE 2.1.1, 4.2.8): after `suspend` the data is kept; after a normal end a new learner
 *   attempt begins with none. Whether it began fresh is what the content was told, so the player
 *   echoes the delivered `cmi.entry` in the `set` of its `initialize`: `ab-initio` starts fresh,
 *   anything else, or nothing, goes on with what there is.
 * - A visit that vanished without Terminate counts as suspended: nobody loses work to a dead battery.
 */
import type { ScormVersion } from '../../package/core/types';
import type { ActivityState, Commit, Snapshot, Visit } from './activity-state';
import { is12 } from './find-element';
import { clearThrough, layDown, layersFrom, layersToJson, sorted, type Layers } from './layers';
import { parseDuration } from './scorm-time';

type Names = {
  readonly sessionTime: string;
  readonly exit: string;
  readonly entry: string;
  /** Said about the outcome: kept per visit. */
  readonly outcome: ReadonlySet<string>;
  readonly statuses: readonly string[];
};

const NAMES_12: Names = {
  sessionTime: 'cmi.core.session_time',
  exit: 'cmi.core.exit',
  entry: 'cmi.core.entry',
  outcome: new Set(['cmi.core.lesson_status', 'cmi.core.score.raw', 'cmi.core.score.min', 'cmi.core.score.max']),
  statuses: ['cmi.core.lesson_status'],
};
const NAMES_2004: Names = {
  sessionTime: 'cmi.session_time',
  exit: 'cmi.exit',
  entry: 'cmi.entry',
  outcome: new Set([
    'cmi.completion_status',
    'cmi.success_status',
    'cmi.progress_measure',
    'cmi.score.scaled',
    'cmi.score.raw',
    'cmi.score.min',
    'cmi.score.max',
  ]),
  statuses: ['cmi.completion_status', 'cmi.success_status'],
};
const namesOf = (version: ScormVersion): Names => (is12(version) ? NAMES_12 : NAMES_2004);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type WorkingVisit = Mutable<Omit<Visit, 'said'>> & { said: Record<string, string> };
type Working = {
  layers: Layers;
  freshFrom: number;
  visits: WorkingVisit[];
  through: Map<number, number>;
  lastReceivedAt: string | undefined;
};

const EMPTY: Snapshot = { format: 1, layers: {}, freshFrom: 0, visits: [], through: {} };

function open(snapshot: Snapshot): Working {
  return {
    layers: layersFrom(snapshot.layers),
    freshFrom: snapshot.freshFrom,
    visits: snapshot.visits.map((visit) => ({ ...visit, said: { ...visit.said } })),
    through: new Map(Object.entries(snapshot.through).map(([g, sequence]) => [Number(g), sequence])),
    lastReceivedAt: snapshot.lastReceivedAt,
  };
}

/** One value into its session's layer, unless a later fresh start has left it behind. */
function setValue(state: Working, generation: number, name: string, value: string): void {
  if (generation >= state.freshFrom) layDown(state.layers, generation, name, value);
}

/** 2004: a new learner attempt on the activity starts with nothing of what earlier ones saved. */
function startFresh(state: Working, generation: number): void {
  state.freshFrom = Math.max(state.freshFrom, generation);
  clearThrough(state.layers, generation);
}

function beginVisit(state: Working, commit: Commit, fresh: boolean): WorkingVisit {
  const visit: WorkingVisit = {
    generation: commit.generation,
    from: commit.sequence,
    fresh,
    spoke: false,
    terminated: false,
    seconds: 0,
    said: {},
  };
  state.visits.push(visit);
  if (fresh) startFresh(state, commit.generation);
  return visit;
}

/** The visit a commit belongs to: the last one its session began, or a new one when none was announced. */
function visitOf(state: Working, commit: Commit): WorkingVisit {
  let found: WorkingVisit | undefined;
  for (const visit of state.visits) {
    if (visit.generation === commit.generation && (found === undefined || visit.from > found.from)) found = visit;
  }
  return found ?? beginVisit(state, commit, false);
}

function apply(state: Working, names: Names, is2004: boolean, commit: Commit): void {
  const { elements, generation } = commit;
  const visit =
    commit.kind === 'initialize'
      ? beginVisit(state, commit, is2004 && elements[names.entry] === 'ab-initio')
      : visitOf(state, commit);
  for (const name in elements) {
    const value = elements[name];
    if (value === undefined || name === names.entry) continue;
    visit.spoke = true;
    if (name === names.sessionTime) visit.seconds = parseDuration(value) ?? visit.seconds;
    else if (name === names.exit) visit.exit = value;
    else if (name === 'adl.nav.request') visit.navigation = value;
    else {
      if (names.outcome.has(name)) visit.said[name] = value;
      setValue(state, generation, name, value);
    }
  }
  if (commit.kind === 'terminate') {
    visit.terminated = true;
    visit.spoke = true;
  }
  state.through.set(generation, Math.max(state.through.get(generation) ?? 0, commit.sequence));
  if (commit.receivedAt !== undefined && (state.lastReceivedAt ?? '') < commit.receivedAt)
    state.lastReceivedAt = commit.receivedAt;
}

const byPlace = (a: { generation: number; from: number }, b: { generation: number; from: number }): number =>
  a.generation - b.generation || a.from - b.from;

function close(state: Working): Snapshot {
  return {
    format: 1,
    layers: layersToJson(state.layers),
    freshFrom: state.freshFrom,
    visits: state.visits.sort(byPlace).map((visit) => ({ ...visit, said: sorted(Object.entries(visit.said)) })),
    through: Object.fromEntries([...state.through].sort(([a], [b]) => a - b).map(([g, s]) => [String(g), s])),
    ...(state.lastReceivedAt === undefined ? {} : { lastReceivedAt: state.lastReceivedAt }),
  };
}

const hundredths = (seconds: number): number => Math.round(seconds * 100) / 100;
/** Of some visits, to the hundredth. */
export const secondsOf = (visits: readonly Visit[]): number =>
  hundredths(visits.reduce((sum, visit) => sum + visit.seconds, 0));

/** True when the visit asked for its data to be kept: `exit` suspend, or 2004's suspendAll request. */
export const isSuspended = (visit: Visit): boolean => visit.exit === 'suspend' || visit.navigation === 'suspendAll';

/** The visits of the present learner attempt: from the last fresh start on. */
export function visitsOfThisRun(visits: readonly Visit[]): readonly Visit[] {
  return visits.slice(
    Math.max(
      0,
      visits.findLastIndex((visit) => visit.fresh),
    ),
  );
}

function present(version: ScormVersion, snapshot: Snapshot, currentGeneration: number): ActivityState {
  const cmi = sorted(Object.values(snapshot.layers).flatMap((layer) => Object.entries(layer)));
  const { visits } = snapshot;
  const last = visits.at(-1);
  const unfinished = last !== undefined && !last.terminated;
  return {
    snapshot,
    cmi,
    visits,
    totalSeconds: secondsOf(visits),
    secondsOfThisRun: secondsOf(visitsOfThisRun(visits)),
    exit: last?.exit ?? '',
    finished: last?.terminated ?? false,
    suspended: last !== undefined && isSuspended(last),
    vanished: unfinished && last.generation < currentGeneration,
    open: unfinished && last.generation >= currentGeneration,
    statusSetByContent: namesOf(version).statuses.some((name) => Object.hasOwn(cmi, name)),
    ...(snapshot.lastReceivedAt === undefined ? {} : { lastReceivedAt: snapshot.lastReceivedAt }),
  };
}

/**
 * Folds commits of one activity, in any order, onto a snapshot (undefined: none yet). SCO-2, SCO-6,
 * ELO-12. `commits` are those not yet in the snapshot, each (generation, sequence) once; ask
 * `snapshotFits` first. `currentGeneration` is the attempt's highest: it only tells a visit that
 * vanished from one that is still open.
 */
export function foldActivity(
  version: ScormVersion,
  snapshot: Snapshot | undefined,
  commits: readonly Commit[],
  currentGeneration: number,
): ActivityState {
  const state = open(snapshot ?? EMPTY);
  const names = namesOf(version);
  const inOrder = [...commits].sort((a, b) => a.generation - b.generation || a.sequence - b.sequence);
  for (const commit of inOrder) apply(state, names, !is12(version), commit);
  return present(version, close(state), currentGeneration);
}

/**
 * Whether a fold may go on from this snapshot: it must not already hold later words of the same
 * session than one of these commits. When false, fold the whole log instead (rare: a gap was filled).
 */
export function snapshotFits(snapshot: Snapshot, commits: readonly Commit[]): boolean {
  return commits.every((commit) => commit.sequence > (snapshot.through[String(commit.generation)] ?? 0));
}

/** What to keep so that `fold(snapshot, later)` equals `fold(all)`. */
export const snapshotOf = (state: ActivityState): Snapshot => state.snapshot;
