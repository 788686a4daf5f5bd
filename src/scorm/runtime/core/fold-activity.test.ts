import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScormVersion } from '../../package/core/types';
import type { ActivityState, Commit, Snapshot } from './activity-state';
import { foldActivity, snapshotFits, snapshotOf } from './fold-activity';

const say = (
  generation: number,
  sequence: number,
  elements: Commit['elements'] = {},
  kind: Commit['kind'] = 'commit',
): Commit => ({
  generation,
  sequence,
  kind,
  elements,
});
const begin = (generation: number, sequence = 1, elements: Commit['elements'] = {}): Commit =>
  say(generation, sequence, elements, 'initialize');
const end = (generation: number, sequence: number, elements: Commit['elements'] = {}): Commit =>
  say(generation, sequence, elements, 'terminate');

const V4: ScormVersion = '2004 4th Edition';
const fold12 = (commits: readonly Commit[], generation = 1): ActivityState =>
  foldActivity('1.2', undefined, commits, generation);
const fold4 = (commits: readonly Commit[], generation = 1): ActivityState =>
  foldActivity(V4, undefined, commits, generation);

describe('one session', () => {
  test('SCO-6: the last session_time of a visit counts, once, and each visit counts', () => {
    const state = fold12([
      begin(1),
      say(1, 2, { 'cmi.core.session_time': '00:01:00' }),
      end(1, 3, { 'cmi.core.session_time': '00:02:00' }),
      begin(1, 4),
      end(1, 5, { 'cmi.core.session_time': '00:00:30' }),
    ]);
    expect(state.totalSeconds).toBe(150);
    expect(state.visits).toHaveLength(2);
    expect(state.finished).toBe(true);
    expect(state.cmi).toEqual({});
  });
  test('SCO-6: values set without a commit of their own come with the terminate', () => {
    const state = fold12([begin(1), end(1, 2, { 'cmi.suspend_data': 'p3', 'cmi.core.exit': 'suspend' })]);
    expect(state).toMatchObject({
      cmi: { 'cmi.suspend_data': 'p3' },
      exit: 'suspend',
      suspended: true,
      finished: true,
      statusSetByContent: false,
    });
  });
  test('a visit that vanished keeps its time and data', () => {
    const commits = [
      begin(1),
      say(1, 2, {
        'cmi.core.session_time': '00:01:00',
        'cmi.core.lesson_location': 'p3',
        'cmi.core.lesson_status': 'incomplete',
      }),
    ];
    expect(fold12(commits, 1)).toMatchObject({ open: true, vanished: false });
    expect(fold12(commits, 2)).toMatchObject({
      open: false,
      vanished: true,
      totalSeconds: 60,
      statusSetByContent: true,
    });
  });
  test('ELO-12: what is committed after the finish is kept and applied', () => {
    const state = fold12([
      begin(1),
      end(1, 2, { 'cmi.core.lesson_status': 'incomplete' }),
      say(1, 3, { 'cmi.core.lesson_status': 'passed' }),
    ]);
    expect(state.cmi['cmi.core.lesson_status']).toBe('passed');
    expect(state.finished).toBe(true);
  });
});

describe('what a new visit starts with', () => {
  const finished = (entry: string, exit: string): readonly Commit[] => [
    begin(1, 1, { 'cmi.entry': 'ab-initio' }),
    end(1, 2, {
      'cmi.suspend_data': 'old',
      'cmi.completion_status': 'completed',
      'cmi.exit': exit,
      'cmi.session_time': 'PT1M',
    }),
    begin(2, 1, { 'cmi.entry': entry }),
    end(2, 2, { 'cmi.location': 'new', 'cmi.session_time': 'PT1M' }),
  ];
  test('RTE 2.1.1: 2004 begun fresh has none of the earlier data, but all of its time and outcome', () => {
    const state = fold4(finished('ab-initio', 'normal'), 2);
    expect(state.cmi).toEqual({ 'cmi.location': 'new' });
    expect(state).toMatchObject({ totalSeconds: 120, secondsOfThisRun: 60, statusSetByContent: false });
    expect(state.visits[0]?.said).toEqual({ 'cmi.completion_status': 'completed' });
  });
  test('RTE 4.2.8: 2004 resumed goes on with the data', () => {
    const state = fold4(finished('resume', 'suspend'), 2);
    expect(state.cmi).toEqual({
      'cmi.suspend_data': 'old',
      'cmi.completion_status': 'completed',
      'cmi.location': 'new',
    });
    expect(state.secondsOfThisRun).toBe(120);
  });
  test('1.2 keeps the data for the whole attempt', () => {
    const state = fold12(
      [begin(1), end(1, 2, { 'cmi.suspend_data': 'old' }), begin(2, 1, { 'cmi.core.entry': 'ab-initio' })],
      2,
    );
    expect(state.cmi).toEqual({ 'cmi.suspend_data': 'old' });
  });
});

describe('two devices', () => {
  const tablet = [
    begin(1),
    say(1, 2, {
      'cmi.core.lesson_location': 'tablet',
      'cmi.suspend_data': 'tablet',
      'cmi.core.lesson_status': 'passed',
      'cmi.core.score.raw': '95',
    }),
    say(1, 3, {
      'cmi.interactions.0.id': 'tablet-0',
      'cmi.interactions.0.latency': '00:00:01',
      'cmi.interactions.1.id': 'tablet-1',
    }),
    end(1, 4, { 'cmi.core.session_time': '00:05:00' }),
  ];
  const phone = [
    begin(2),
    say(2, 2, {
      'cmi.core.lesson_location': 'phone',
      'cmi.suspend_data': 'phone',
      'cmi.core.lesson_status': 'incomplete',
      'cmi.interactions.0.id': 'phone-0',
    }),
    say(2, 3, { 'cmi.core.session_time': '00:01:00' }),
  ];
  test('ELO-12: the older session comes late: it adds time, interactions and result, and overwrites nothing', () => {
    const before = foldActivity('1.2', undefined, phone, 2);
    const state = foldActivity('1.2', snapshotOf(before), tablet, 2);
    expect(state.cmi).toEqual({
      'cmi.core.lesson_location': 'phone',
      'cmi.suspend_data': 'phone',
      'cmi.core.lesson_status': 'incomplete',
      'cmi.core.score.raw': '95',
      'cmi.interactions.0.id': 'phone-0',
      'cmi.interactions.1.id': 'tablet-1',
    });
    expect(state.totalSeconds).toBe(360);
    expect(state.visits.map((visit) => visit.said)).toEqual([
      { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '95' },
      { 'cmi.core.lesson_status': 'incomplete' },
    ]);
    expect(state.open).toBe(true);
  });
  test('a 2004 session begun fresh is not refilled by an older one that comes late', () => {
    const state = foldActivity(
      V4,
      snapshotOf(fold4([begin(2, 1, { 'cmi.entry': 'ab-initio' })], 2)),
      [begin(1), say(1, 2, { 'cmi.location': 'old' })],
      2,
    );
    expect(state.cmi).toEqual({});
  });
});

const NAMES: Readonly<Record<'1.2' | typeof V4, readonly string[]>> = {
  '1.2': [
    'cmi.core.lesson_status',
    'cmi.core.score.raw',
    'cmi.core.session_time',
    'cmi.core.exit',
    'cmi.core.lesson_location',
    'cmi.suspend_data',
    'cmi.interactions.0.id',
    'cmi.interactions.0.result',
    'cmi.interactions.1.id',
  ],
  [V4]: [
    'cmi.completion_status',
    'cmi.success_status',
    'cmi.score.scaled',
    'cmi.session_time',
    'cmi.exit',
    'cmi.entry',
    'cmi.location',
    'cmi.suspend_data',
    'cmi.interactions.0.id',
    'cmi.interactions.0.result',
    'adl.nav.request',
  ],
};
const VALUES = ['a', 'b', '1', '0.5', 'passed', 'completed', 'suspend', 'ab-initio', '00:00:10', 'PT20S'];

/** Logs of a few sessions, each in its own order. */
const logs = (version: '1.2' | typeof V4): fc.Arbitrary<readonly (readonly Commit[])[]> => {
  const said = fc.dictionary(fc.constantFrom(...NAMES[version]), fc.constantFrom(...VALUES), { maxKeys: 4 });
  const entry = fc.record({
    kind: fc.constantFrom<Commit['kind']>('initialize', 'commit', 'commit', 'terminate'),
    elements: said,
    step: fc.integer({ min: 1, max: 3 }),
  });
  const session = fc.array(entry, { maxLength: 8 });
  return fc.array(session, { minLength: 2, maxLength: 4 }).map((sessions) =>
    sessions.map((entries, index) => {
      let sequence = 0;
      return entries.map(({ kind, elements, step }) => say(index + 1, (sequence += step), elements, kind));
    }),
  );
};

/** The sessions mixed, each still in its own order: as they may arrive. */
function mixed(sessions: readonly (readonly Commit[])[], picks: readonly number[]): readonly Commit[] {
  const queues = sessions.map((session) => [...session]);
  const out: Commit[] = [];
  for (let n = 0; queues.some((queue) => queue.length > 0); n += 1) {
    const waiting = queues.filter((queue) => queue.length > 0);
    const next = waiting[(picks[n] ?? 0) % waiting.length]?.shift();
    if (next !== undefined) out.push(next);
  }
  return out;
}

const throughJson = (snapshot: Snapshot): Snapshot => JSON.parse(JSON.stringify(snapshot)) as Snapshot;

describe.each(['1.2', V4] as const)('properties, %s', (version) => {
  test('ELO-12: any order of arrival gives the same state', () => {
    fc.assert(
      fc.property(
        logs(version).chain((sessions) =>
          fc.tuple(
            fc.constant(sessions.flat()),
            fc.shuffledSubarray(sessions.flat(), { minLength: sessions.flat().length }),
          ),
        ),
        ([inOrder, shuffled]) => {
          expect(foldActivity(version, undefined, shuffled, 4)).toEqual(foldActivity(version, undefined, inOrder, 4));
        },
      ),
      { numRuns: 500 },
    );
  });
  test('ELO-12: a fold that goes on from snapshots equals the fold of all', () => {
    fc.assert(
      fc.property(
        logs(version),
        fc.array(fc.nat(3), { maxLength: 40 }),
        fc.array(fc.nat(32), { maxLength: 3 }),
        (sessions, picks, cuts) => {
          const arrived = mixed(sessions, picks);
          const all = foldActivity(version, undefined, sessions.flat(), 4);
          const places = [0, ...cuts.map((cut) => cut % (arrived.length + 1)), arrived.length].sort((a, b) => a - b);
          let snapshot: Snapshot | undefined;
          for (const [index, place] of places.entries()) {
            const part = arrived.slice(places[index - 1] ?? 0, place);
            if (snapshot !== undefined) expect(snapshotFits(snapshot, part)).toBe(true);
            snapshot = throughJson(snapshotOf(foldActivity(version, snapshot, part, 4)));
          }
          expect(foldActivity(version, snapshot, [], 4)).toEqual(all);
        },
      ),
      { numRuns: 500 },
    );
  });
  test('a snapshot does not fit a commit that comes before what it holds', () => {
    const snapshot = snapshotOf(foldActivity(version, undefined, [begin(1), say(1, 5)], 1));
    expect(snapshotFits(snapshot, [say(1, 3)])).toBe(false);
    expect(snapshotFits(snapshot, [say(1, 6), say(2, 1)])).toBe(true);
  });
});
