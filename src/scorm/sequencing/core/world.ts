/**
 * The tracking model (SN 4.2) of one learner in one course while a decision is made: what is known about every activity,
 * the shared objectives, the current activity. Activities of which nothing is known yet cost nothing.
 */
import { childrenIn } from './arrange';
import type { Place, Plan } from './plan';
import type { ActivityResult, ObjectiveStatus, SequencingStep } from './types';

/** What is known about one activity. Never changed in place, so that copies of a world are cheap. */
export type Track = {
  /** Activity attempt count (SN 4.2.1.5). */
  readonly attempts: number;
  readonly active: boolean;
  readonly suspended: boolean;
  /** Of the attempt that began last: the primary objective, and the activity's own progress with it. */
  readonly own: ObjectiveStatus;
  /** The other objectives, by their key. */
  readonly objectives: Readonly<Record<string, ObjectiveStatus>>;
  /**
   * What this attempt had said before it was resumed, by key ('' for the primary objective). Others have heard it, and what
   * they said since stands: only news is shared again.
   */
  readonly heard: Readonly<Record<string, ObjectiveStatus>>;
  /** Of this attempt. */
  readonly seconds: number;
  /** Recorded in an earlier attempt on the parent: not looked at in rollup (`useCurrentAttempt…Info`). */
  readonly staleObjectives: boolean;
  readonly staleProgress: boolean;
  /** The attempt was abandoned: what still arrives from it is not taken. */
  readonly abandoned: boolean;
  /** UP.4 said it, not the content. */
  readonly autoCompletion: boolean;
  readonly autoSuccess: boolean;
  /** How often the children were chosen and put in order anew (SR.1, SR.2). */
  readonly round: number;
};

export const untouched: Track = {
  attempts: 0,
  active: false,
  suspended: false,
  own: {},
  objectives: {},
  heard: {},
  seconds: 0,
  staleObjectives: false,
  staleProgress: false,
  abandoned: false,
  autoCompletion: false,
  autoSuccess: false,
  round: 0,
};

export type World = {
  readonly plan: Plan;
  readonly seed: number;
  /** By place. */
  tracks: (Track | undefined)[];
  globals: Record<string, ObjectiveStatus>;
  results: Record<string, ActivityResult>;
  /** The Current Activity of the book, under way or ended; none when no session is open. */
  current: Place | undefined;
  /** The Suspended Activity of the book. */
  suspended: Place | undefined;
  /** The attempt on the current activity began with this delivery. */
  fresh: boolean;
  /** Undefined: nobody wants to know. */
  steps: SequencingStep[] | undefined;
  /** Answers to questions about rules, as long as nothing changes. */
  memo: Map<string, unknown[]> | undefined;
};

export const trackOf = (world: World, place: Place): Track => world.tracks[place.index] ?? untouched;

export function change(world: World, place: Place, patch: Partial<Track>): void {
  world.tracks[place.index] = { ...trackOf(world, place), ...patch };
  world.memo = undefined;
}

/** Children that are available, in their order (SN 4.2.1.6). */
export const childrenOf = (world: World, place: Place): readonly Place[] =>
  childrenIn(place, world.seed, trackOf(world, place).round);

/** To try something without doing it. Nothing of it is told. */
export const copyOf = (world: World): World => ({
  ...world,
  tracks: [...world.tracks],
  globals: { ...world.globals },
  results: { ...world.results },
  steps: undefined,
  memo: undefined,
});

export function tell(
  world: World,
  clause: string,
  code: SequencingStep['code'],
  about?: { activity?: Place; values?: Record<string, string> },
): void {
  world.steps?.push({
    clause,
    ...(about?.activity === undefined ? {} : { activity: about.activity.id }),
    code,
    ...(about?.values === undefined ? {} : { values: about.values }),
  });
}

const answersTo = (memo: Map<string, unknown[]>, question: string): unknown[] => {
  const known = memo.get(question);
  if (known !== undefined) return known;
  const answers: unknown[] = [];
  memo.set(question, answers);
  return answers;
};

/** Remembers the answer to a question about an activity while the world stays as it is. Only worlds that are tried in do. */
export function remembered<Answer>(world: World, question: string, place: Place, find: () => Answer): Answer {
  const { memo } = world;
  if (memo === undefined) return find();
  const answers = answersTo(memo, question);
  if (place.index in answers) return answers[place.index] as Answer;
  const answer = find();
  answers[place.index] = answer;
  return answer;
}

/** Whether something is so for an activity or one that holds it, looked at from the root down. */
export function isSoAbove(world: World, question: string, place: Place, isSo: (place: Place) => boolean): boolean {
  const answers = world.memo === undefined ? [] : answersTo(world.memo, question);
  const unknown: Place[] = [];
  let at: Place | undefined = place;
  for (; at !== undefined && answers[at.index] === undefined; at = at.parent) unknown.push(at);
  let so = at !== undefined && answers[at.index] === true;
  for (const step of unknown.reverse()) {
    so ||= isSo(step);
    answers[step.index] = so;
    if (so && world.memo === undefined) return true;
  }
  return so;
}
