import { expect, test } from 'vitest';
import { sentences } from '../messages.en';
import type { TraceRequest } from '../../runtime/core/protocol';
import { traceAsJson } from './trace-export';
import { createTraceLog } from './trace-log';
import type { TraceLine } from './trace-log';
import { createTraceSender } from './trace-sender';
import { traceWords } from './trace-words';
import { sayWith } from './words';

const call = (element: string, ...values: string[]) => ({
  call: values.length > 0 ? 'SetValue' : 'GetValue',
  args: [element, ...values],
  returned: values.length > 0 ? 'true' : 'Ada Lovelace',
  error: '0',
});
const quiet = (): void => undefined;

test('the log is bounded in number and in size, and counts on', () => {
  const log = createTraceLog(() => 0, quiet, 10);
  for (let i = 0; i < 25; i += 1) log.call('a', call('cmi.location', String(i)));
  expect(log.count()).toBe(25);
  expect(log.lines().map((line) => (line.kind === 'call' ? line.args[1] : ''))).toEqual(
    Array.from({ length: 10 }, (_, i) => String(15 + i)),
  );
  log.clear();
  expect(log.lines()).toEqual([]);
  log.call('a', call('cmi.suspend_data', 'x'.repeat(64_000)));
  const [line] = log.lines();
  expect(line?.kind === 'call' && line.args[1]).toMatch(/^x{4000}… \(64000\)$/);
});

test('personal data is left out by choice: names, comments, answers, saved state, and what it led to', () => {
  const log = createTraceLog(() => 0, quiet);
  log.call('a', call('cmi.learner_name'));
  log.call('a', call('cmi.interactions.3.learner_response', 'my secret'));
  log.call('a', call('cmi.location', '7'));
  log.sent(
    {
      session: 's',
      entries: [
        {
          sequence: 1,
          at: '',
          activity: 'a',
          kind: 'commit',
          set: { 'cmi.suspend_data': 'secret', 'cmi.location': '7' },
        },
      ],
    },
    {
      kind: 'answer',
      answer: {
        outcome: { ledTo: ['Ada is safe now'] },
        refused: [{ element: 'cmi.comments_from_learner.0.comment', value: 'a secret' }],
      },
    },
  );
  const all = traceAsJson(log.lines(), false);
  for (const word of ['Ada Lovelace', 'my secret', '"secret"', 'Ada is safe']) expect(all).toContain(word);
  const anonymous = traceAsJson(log.lines(), true);
  expect(anonymous).not.toMatch(/Ada|secret/);
  expect(anonymous).toContain('"cmi.location": "7"');
  expect(anonymous).toContain('[left out: 9 characters]');
});

test('decisions of sequencing are lines of their own, with their clause', () => {
  const log = createTraceLog(() => 0, quiet);
  log.sent(
    { session: 's', entries: [] },
    { kind: 'answer', answer: { steps: [{ clause: 'UP.2', activity: 'a', code: 'made-up', values: { rule: 'x' } }] } },
  );
  const step = log.lines().find((line) => line.kind === 'step') as TraceLine;
  const say = sayWith({ ...sentences, 'sequencing.step.made-up': '{activity} was skipped: {rule}' });
  expect(traceWords(step, say, () => 'Activity 3')).toBe('00:00:00.000 Activity 3 was skipped: x (UP.2)');
  expect(traceWords(step, sayWith(sentences), () => 'Activity 3')).toBe('00:00:00.000 Activity 3: made-up x (UP.2)');
});

test('a record is sent in pieces that are small enough, tried twice, and ends when nobody wants it', async () => {
  const requests: TraceRequest[] = [];
  const timers: (() => void)[] = [];
  const answers: (boolean | undefined)[] = [true, undefined, undefined, false];
  const sender = createTraceSender(
    's',
    (request) => {
      requests.push(request);
      return Promise.resolve(answers.shift());
    },
    (_, run) => void timers.push(run),
  );
  const log = createTraceLog(() => 0, sender.add);
  const pass = async (): Promise<void> => {
    timers.splice(0).forEach((run) => run());
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  for (let i = 0; i < 700; i += 1) log.call('a', call('cmi.location', String(i)));
  expect(timers).toHaveLength(1);
  await pass();
  await pass();
  await pass();
  expect(requests.map(({ number, records }) => [number, records.length])).toEqual([
    [1, 500],
    [2, 200],
    [2, 200],
  ]);
  log.call('a', call('cmi.location', 'x'));
  await pass();
  log.call('a', call('cmi.location', 'y'));
  await pass();
  expect(requests).toHaveLength(4);
});
