/** How long the server takes to decide, by the size of a course with rules in every activity; and what it keeps. */
import { readText } from './read-text';
import type { Bench } from './bench';
import { largeManifest } from './large-courses';
import { percentile } from './measure';
import { rowOf } from './row';
import {
  engineFor,
  type ContentReport,
  type Engine,
  type NavigationRequest,
  type SequencingState,
} from '../../src/scorm/sequencing';

const SIZES = [20, 200, 1_000, 5_000] as const;
/** At 200 activities, per request (milliseconds). */
const AIM = 5;
const KINDS = ['continue', 'previous', 'choice', 'controls', 'report', 'rollup'] as const;
type Kind = (typeof KINDS)[number];

const passed: ContentReport = {
  completion: 'completed',
  success: 'passed',
  scaled: 0.8,
  objectives: [],
  suspended: false,
  totalSeconds: 60,
};

export const sequencing: Bench = {
  name: 'sequencing',
  run: async (run) => {
    for (const size of run.quick ? SIZES.slice(0, 3) : SIZES) {
      const found = readText(largeManifest(size, true));
      const [organisation] = found.organisations;
      if (organisation === undefined) throw new Error('no organisation');
      const engine = engineFor(found.scormVersion, organisation);
      const leaves = found.organisations.flatMap((one) => one.root.children.flatMap((block) => block.children));
      const seconds = run.quick ? 2 : size === 5_000 ? 30 : 10;
      const { times, state } = learn(
        engine,
        leaves.map((one) => one.identifier),
        seconds,
      );
      for (const kind of KINDS) {
        const all = times[kind];
        run.add(
          rowOf(`sequencing-${kind}-${size}`, percentile(all, 0.95), {
            unit: 'ms',
            better: 'less',
            ...(size === 200 ? { aim: AIM } : {}),
            more: {
              p50: Number(percentile(all, 0.5).toFixed(3)),
              slowest: Number(Math.max(...all).toFixed(2)),
              count: all.length,
            },
          }),
        );
      }
      const bytes = Buffer.byteLength(JSON.stringify(state));
      run.add(
        rowOf(`sequencing-state-${size}`, bytes, {
          unit: 'bytes',
          better: 'less',
          more: { each: Math.round(bytes / size) },
        }),
      );
    }
  },
};

/** A learner who goes through the course: most forward, now and then back or somewhere else. Nothing may be refused. */
function learn(
  engine: Engine,
  leaves: readonly string[],
  seconds: number,
): { times: Record<Kind, number[]>; state: SequencingState } {
  const times: Record<Kind, number[]> = {
    continue: [],
    previous: [],
    choice: [],
    controls: [],
    report: [],
    rollup: [],
  };
  // The first requests also pay for compiling the engine.
  let warm = false;
  const timed = <T>(kind: Kind, work: () => T): T => {
    const began = performance.now();
    const result = work();
    if (warm) times[kind].push(performance.now() - began);
    return result;
  };
  let state = engine.initial();
  const ask = (request: NavigationRequest): void => {
    const { type } = request;
    const decision =
      type === 'continue' || type === 'previous' || type === 'choice'
        ? timed(type, () => engine.request(state, request))
        : engine.request(state, request);
    // Behind the last part the course ends, and begins anew.
    if (decision.kind === 'end' && type === 'continue') {
      state = decision.state;
      return ask({ type: 'start' });
    }
    if (decision.kind !== 'deliver') throw new Error(`${type} came to ${decision.kind} in a bench`);
    // As the server has it: from the database each time.
    state = JSON.parse(JSON.stringify(decision.state)) as SequencingState;
  };
  ask({ type: 'start' });
  const until = performance.now() + seconds * 1_000;
  for (let step = 0; step < 40 || (performance.now() < until && step < 400); step += 1) {
    warm = step >= 20;
    const offered = timed('controls', () => engine.controls(state));
    const target = leaves[(step * 7919) % leaves.length] ?? '';
    if (step % 5 === 3 && offered.previous) ask({ type: 'previous' });
    else if ((step % 5 === 4 || !offered.continue) && offered.choices.includes(target)) ask({ type: 'choice', target });
    else if (offered.continue) ask({ type: 'continue' });
    else ask({ type: 'choice', target: offered.choices.at(-1) ?? '' });
    const { current } = state;
    if (current === undefined) throw new Error('nothing is delivered in a bench');
    const result = {
      attempted: true,
      suspended: false,
      completion: 'completed',
      success: 'passed',
      scaled: 0.8,
      totalSeconds: 60,
    } as const;
    state = timed('report', () => engine.report(state, current, result, passed));
    timed('rollup', () => engine.rollup(state));
  }
  return { times, state };
}
