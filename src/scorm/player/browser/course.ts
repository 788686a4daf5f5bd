/**
 * What of the course is known to this page. Where the server sent the tree (2004), the engine runs here too: what may
 * be done next follows what content has just said, without asking. What the server answers takes the place of it.
 */
import type {
  CommitAnswer,
  CommitRequest,
  ContentsEntry,
  Delivery,
  OutcomeShown,
  PlayerStart,
} from '../../runtime/core/protocol';
import { contentsOf } from '../../runtime/core/contents-of';
import type { ActivityResult, Controls, Engine, EngineFor, SequencingState } from '../../sequencing/core/types';
import { mattersToSequencing, reportOf, saidBefore } from './live-report';

export type Course = {
  readonly contents: () => readonly ContentsEntry[];
  readonly controls: () => Controls;
  readonly outcome: () => OutcomeShown | undefined;
  /** An activity is delivered, or none. */
  readonly enter: (delivery: Delivery | undefined) => void;
  /** Content has set a value and it was accepted; true when the controls may follow from it. */
  readonly heard: (element: string, value: string) => boolean;
  /** What the server answered; true when something that is shown may have changed. */
  readonly take: (answer: CommitAnswer) => boolean;
  /** What the course comes to in this browser's eyes. */
  readonly claim: () => CommitRequest['claim'];
};

const nothingYet: ActivityResult = {
  attempted: true,
  suspended: false,
  completion: 'unknown',
  success: 'unknown',
  totalSeconds: 0,
};

/** @param engineFor absent where sequencing is asked of the server only (1.2) */
export function createCourse(start: PlayerStart, engineFor?: EngineFor): Course {
  let { contents, controls } = start;
  let outcome: OutcomeShown | undefined;
  let delivery: Delivery | undefined;
  let engine: Engine | undefined =
    engineFor && start.course ? engineFor(start.scormVersion, start.course.organisation) : undefined;
  let known: SequencingState | undefined = start.course?.sequencing;
  let live: SequencingState | undefined = known;
  let said = new Map<string, string>();
  /** Content has said something here; until then the state says it all. */
  let spoke = false;
  let dirty = engine !== undefined;

  /** The state as it would be if the server had heard everything that was said so far. */
  function withLastWords(made: Engine, state: SequencingState): SequencingState {
    if (!delivery || !spoke) return state;
    const elements = Object.fromEntries(said);
    const result = Object.hasOwn(state.results, delivery.activity) ? state.results[delivery.activity] : undefined;
    const suspended = elements['cmi.exit'] === 'suspend';
    const totalSeconds = result?.totalSeconds ?? 0;
    return made.report(state, delivery.activity, result ?? nothingYet, reportOf(elements, { suspended, totalSeconds }));
  }

  function refresh(): void {
    if (!dirty || !engine || !known) return;
    dirty = false;
    try {
      live = withLastWords(engine, known);
      controls = engine.controls(live);
      if (start.course) contents = contentsOf(start.course.organisation, live, controls);
    } catch {
      // The server knows better; without an engine here its answers are what counts.
      engine = undefined;
    }
  }

  return {
    contents: () => {
      refresh();
      return contents;
    },
    controls: () => {
      refresh();
      return controls;
    },
    outcome: () => outcome,
    enter: (delivered) => {
      delivery = delivered;
      spoke = false;
      said = new Map(delivered ? Object.entries(saidBefore(delivered)) : []);
      dirty = true;
    },
    heard: (element, value) => {
      if (!engine || !mattersToSequencing(element)) return false;
      said.set(element, value);
      spoke = true;
      dirty = true;
      return true;
    },
    take: (answer) => {
      outcome = answer.outcome ?? outcome;
      contents = answer.contents ?? contents;
      controls = answer.controls ?? controls;
      if (answer.sequencing) known = answer.sequencing;
      // Without a state of its own an answer's controls are newer than what could be worked out here.
      dirty = engine !== undefined && answer.sequencing !== undefined;
      return answer.contents !== undefined || answer.controls !== undefined || dirty;
    },
    claim: () => {
      refresh();
      if (!engine || !live) return undefined;
      try {
        const { completion, success, scaled } = engine.rollup(live);
        return { completion, success, ...(scaled === undefined ? {} : { scaled }) };
      } catch {
        return undefined;
      }
    },
  };
}
