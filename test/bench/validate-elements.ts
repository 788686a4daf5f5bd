/**
 * How fast elements are checked, on one core: a commit as content sends it (6 elements, 2 KB of suspend
 * data), a heavy one (60 KB, 30 interactions), and a fold of a long attempt. No pass or fail; bundle and run:
 *
 *   npx esbuild test/bench/validate-elements.ts --bundle --platform=node --format=esm --outfile=dist/bench-validate.mjs && node dist/bench-validate.mjs
 */
import type { Commit } from '../../src/scorm/runtime/core/activity-state';
import { affectsOutcome } from '../../src/scorm/runtime/core/affects-outcome';
import { foldActivity } from '../../src/scorm/runtime/core/fold-activity';
import type { Elements } from '../../src/scorm/runtime/core/protocol';
import { validateElements } from '../../src/scorm/runtime/core/validate-elements';

function rate(name: string, once: (turn: number) => void, times: number): void {
  for (let turn = 0; turn < times / 10; turn += 1) once(turn);
  const started = performance.now();
  for (let turn = 0; turn < times; turn += 1) once(turn);
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`${name}: ${Math.round(times / seconds).toLocaleString('en-GB')} a second\n`);
}

const usual = (turn: number): Elements => ({
  'cmi.core.lesson_location': `page ${turn}`,
  'cmi.core.session_time': '0000:12:30.25',
  'cmi.suspend_data': `${turn}${'s'.repeat(2_000)}`,
  [`cmi.interactions.${turn % 30}.id`]: `question ${turn}`,
  [`cmi.interactions.${turn % 30}.student_response`]: 'a',
  [`cmi.interactions.${turn % 30}.latency`]: '00:00:05',
});
const interactions: Elements = Object.fromEntries(
  Array.from({ length: 30 }, (_, n): readonly (readonly [string, string])[] => [
    [`cmi.interactions.${n}.id`, `q${n}`],
    [`cmi.interactions.${n}.type`, 'choice'],
    [`cmi.interactions.${n}.learner_response`, 'a[,]b'],
    [`cmi.interactions.${n}.result`, 'correct'],
    [`cmi.interactions.${n}.latency`, 'PT5S'],
  ]).flat(),
);
const heavy = (turn: number): Elements => ({ ...interactions, 'cmi.suspend_data': `${turn}${'s'.repeat(60_000)}` });

rate(
  'a usual commit',
  (turn) => {
    const { accepted } = validateElements('1.2', usual(turn));
    affectsOutcome('1.2', accepted);
  },
  200_000,
);
rate('a heavy commit', (turn) => validateElements('2004 4th Edition', heavy(turn)), 5_000);

const log = Array.from({ length: 500 }, (_, n): Commit => ({
  generation: 1 + Math.floor(n / 50),
  sequence: 1 + (n % 50),
  kind: n % 50 === 0 ? 'initialize' : n % 50 === 49 ? 'terminate' : 'commit',
  elements: usual(n),
}));
rate('a fold of 500 commits in 10 sessions', () => foldActivity('1.2', undefined, log, 10), 200);
