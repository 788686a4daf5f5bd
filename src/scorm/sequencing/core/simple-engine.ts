/**
 * What both versions share in this stage: delivering, leaving, coming back. The rules of the version
 * say what comes next and what may be chosen. The full 2004 engine takes the place of this behind the
 * same `Engine`; nobody else looks into `SequencingState.engine`.
 */
import { isAsset, isDone, resultOf, type Node, type Tree } from './tree';
import type {
  ActivityResult,
  Controls,
  Decision,
  Engine,
  NavigationRequest,
  Refusal,
  Rollup,
  SequencingState,
} from './types';

/** Where a request leads: an activity to deliver, or why not. */
export type Step = { readonly to: Node } | { readonly refusal: Refusal };

export type Rules = {
  readonly tree: Tree;
  /** What `start` delivers. */
  readonly first: (state: SequencingState) => Step;
  readonly step: (state: SequencingState, from: Node, direction: 'next' | 'previous') => Step;
  /** `from` is the current activity, if there is one. */
  readonly choose: (state: SequencingState, target: Node, from: Node | undefined, jump: boolean) => Step;
  /** Where to go on when the last activity is finished. */
  readonly nextUnfinished: (state: SequencingState, from: Node) => Node | undefined;
  readonly rollup: (state: SequencingState) => Rollup;
  /** What an activity counts as when it was delivered and has said nothing yet. */
  readonly begun: ActivityResult['completion'];
};

/** What this engine remembers: the activity that was delivered last, even after the learner left. */
type Memory = { readonly last?: string };

const memoryOf = (state: SequencingState): Memory => {
  const { engine } = state;
  return typeof engine === 'object' && engine !== null && 'last' in engine && typeof engine.last === 'string'
    ? { last: engine.last }
    : {};
};

const away = ({ results, engine }: SequencingState): SequencingState => ({
  results,
  ...(engine === undefined ? {} : { engine }),
});

/** Assets say nothing: to be shown is to be completed. */
function resultOnDelivery(
  node: Node,
  before: ActivityResult | undefined,
  begun: ActivityResult['completion'],
): ActivityResult {
  const result = before ?? {
    attempted: true,
    suspended: false,
    completion: begun,
    success: 'unknown',
    totalSeconds: 0,
  };
  return {
    ...result,
    attempted: true,
    suspended: false,
    ...(isAsset(node) ? { completion: 'completed' as const } : {}),
  };
}

export function engineWith(rules: Rules): Engine {
  const { tree } = rules;
  const find = (id: string | undefined): Node | undefined => (id === undefined ? undefined : tree.byId.get(id));
  const deliverable = (id: string | undefined): Node | undefined => {
    const node = find(id);
    return node?.activity.resource === undefined ? undefined : node;
  };

  const deliver = (state: SequencingState, node: Node): Decision => ({
    kind: 'deliver',
    activity: node.id,
    state: {
      current: node.id,
      results: { ...state.results, [node.id]: resultOnDelivery(node, resultOf(state, node.id), rules.begun) },
      engine: { last: node.id } satisfies Memory,
    },
  });
  const refuse = (state: SequencingState, refusal: Refusal): Decision => ({ kind: 'refuse', refusal, state });
  const follow = (state: SequencingState, step: Step): Decision =>
    'to' in step ? deliver(state, step.to) : refuse(state, step.refusal);

  /**
   * Back to where the learner was: what was suspended, or what was open when the tab died without a
   * word, or where they left off. It is never refused because nobody suspended (scorm-again#1701).
   */
  const resume = (state: SequencingState): Decision => {
    const open = deliverable(state.suspended) ?? deliverable(state.current);
    if (open !== undefined) return deliver(state, open);
    const last = deliverable(memoryOf(state).last);
    if (last === undefined) return follow(state, rules.first(state));
    return deliver(state, isDone(resultOf(state, last.id)) ? (rules.nextUnfinished(state, last) ?? last) : last);
  };

  const choose = (state: SequencingState, target: string, jump: boolean): Step => {
    const node = find(target);
    return node === undefined ? { refusal: 'unknown-activity' } : rules.choose(state, node, find(state.current), jump);
  };

  const request = (state: SequencingState, asked: NavigationRequest): Decision => {
    const current = find(state.current);
    switch (asked.type) {
      case 'start':
        return follow(state, rules.first(state));
      case 'resumeAll':
        return resume(state);
      case 'choice':
      case 'jump':
        return follow(state, choose(state, asked.target, asked.type === 'jump'));
      case 'continue':
      case 'previous':
        if (current === undefined) return refuse(state, 'not-started');
        return follow(state, rules.step(state, current, asked.type === 'continue' ? 'next' : 'previous'));
      case 'exit':
      case 'abandon':
        return current === undefined ? refuse(state, 'not-started') : { kind: 'end', state: away(state) };
      case 'suspendAll': {
        const suspended = state.current ?? state.suspended;
        return { kind: 'end', state: suspended === undefined ? away(state) : { ...away(state), suspended } };
      }
      case 'exitAll':
      case 'abandonAll':
        return { kind: 'end', state: away(state) };
    }
  };

  const report = (state: SequencingState, activity: string, result: ActivityResult): SequencingState => {
    const node = find(activity);
    if (node === undefined) return state;
    // An asset has nothing to say for itself: what is judged of its silence does not take its delivery back.
    const known = isAsset(node) ? { ...result, attempted: true, completion: 'completed' as const } : result;
    return { ...state, results: { ...state.results, [activity]: known } };
  };

  const controls = (state: SequencingState): Controls => {
    const current = find(state.current);
    const started = current !== undefined;
    const leads = (direction: 'next' | 'previous'): boolean =>
      current !== undefined && 'to' in rules.step(state, current, direction);
    return {
      continue: leads('next'),
      previous: leads('previous'),
      exit: started,
      suspend: started,
      abandon: started,
      choices: tree.launchable
        .filter((node) => 'to' in rules.choose(state, node, current, false))
        .map((node) => node.id),
    };
  };

  return { initial: () => ({ results: {} }), request, report, controls, rollup: rules.rollup };
}
