/** SN 3.10, 4.2.1, RTE 4.2.17: objectives, what they read and what they write. */
import { describe, expect, test } from 'vitest';
import { organisation, sco, sequencing } from '../../../../test/support/activity-trees';
import { map, objective, play, rule } from '../../../../test/support/play-sequence';
import type { Activity, ObjectiveDefinition, SequencingDefinition } from '../../package/core/types';

const flow = { sequencing: sequencing({ flow: true }) };
const having = (
  objectives: readonly ObjectiveDefinition[],
  more: Partial<SequencingDefinition> = {},
): Partial<Activity> => ({
  sequencing: sequencing({}, { objectives, ...more }),
});
const primary = (...maps: ObjectiveDefinition['maps']): ObjectiveDefinition => objective('P', { primary: true, maps });
const everything = {
  writeSatisfiedStatus: true,
  writeNormalizedMeasure: true,
  writeRawScore: true,
  writeMinScore: true,
  writeMaxScore: true,
  writeCompletionStatus: true,
  writeProgressMeasure: true,
};
const reading = {
  readSatisfiedStatus: true,
  readNormalizedMeasure: true,
  readRawScore: true,
  readMinScore: true,
  readMaxScore: true,
  readCompletionStatus: true,
  readProgressMeasure: true,
};
const untracked = { deliveryControls: { tracked: false, completionSetByContent: false, objectiveSetByContent: false } };
const scores = { scaled: 0.5, raw: 5, min: 0, max: 10, progress: 0.3 } as const;

describe('SN 3.10.3: maps', () => {
  test('everything is carried from one objective to another', () => {
    const session = play(
      organisation(
        [
          sco('A', having([primary(map('G', everything))])),
          sco('B', having([objective(undefined, { primary: true }), objective('o', { maps: [map('G', reading)] })])),
        ],
        flow,
      ),
    );
    session.ask('start');
    session.say({ completion: 'completed', success: 'failed', ...scores }).ask('continue');
    const all = { completion: 'completed', success: 'failed', ...scores };
    expect(session.state().globals).toEqual({ G: all });
    expect(session.finds()?.objectives).toEqual([{ id: 'o', ...all }]);
  });
  test('SN RB.1.2.a: the own measure tells whether it is enough, where the shared one that would be read is unknown', () => {
    const judged = { ...objective('P', { primary: true }), satisfiedByMeasure: true, minNormalizedMeasure: 0.4 };
    const maps = [map('G', { writeSatisfiedStatus: true, readNormalizedMeasure: true, readSatisfiedStatus: true })];
    const session = play(organisation([sco('A', having([{ ...judged, maps }])), sco('B')], flow));
    session.ask('start');
    session.say({ scaled: 0.5 }).ask('continue');
    expect(session.state().globals).toEqual({ G: { success: 'passed' } });
  });
  test('SN 3.10.3: of several that write one shared objective the primary one has the last word', () => {
    const maps = [map('G', { writeSatisfiedStatus: true })];
    const session = play(
      organisation([sco('A', having([primary(...maps), objective('o', { maps })])), sco('B')], flow),
    );
    session.ask('start');
    session.say({ success: 'passed', objectives: [{ id: 'o', success: 'failed' }] }).ask('continue');
    expect(session.state().globals).toEqual({ G: { success: 'passed' } });
  });
  test.each([
    ['failed', 'failed'],
    ['unknown', 'passed'],
  ] as const)('SN 4.2.1: the activity says passed, the row of its primary objective %s: %s', (row, success) => {
    const maps = [map('G', { writeSatisfiedStatus: true })];
    const session = play(organisation([sco('A', having([primary(...maps)])), sco('B')], flow));
    session.ask('start');
    session.say({ success: 'passed', objectives: [{ id: 'P', success: row }] }).ask('continue');
    expect(session.state().globals).toEqual({ G: { success } });
  });
  test('only what a map allows', () => {
    const session = play(
      organisation([sco('A', having([primary(map('G', { writeNormalizedMeasure: true }))])), sco('B')], flow),
    );
    session.ask('start');
    session.say({ completion: 'completed', success: 'failed', ...scores }).ask('continue');
    expect(session.state().globals).toEqual({ G: { scaled: 0.5 } });
  });
  test('several maps: written to all, read from the last that may be read', () => {
    const maps = [map('G', { ...reading, ...everything }), map('H', { ...reading, writeSatisfiedStatus: true })];
    const session = play(organisation([sco('A', having([primary(...maps)])), sco('B')], flow), {
      results: {},
      globals: { H: { success: 'failed' } },
    });
    session.ask('start');
    expect(session.finds()?.objectives).toEqual([{ id: 'P', success: 'failed' }]);
    session.say({ success: 'passed' }).ask('continue');
    expect(session.state().globals).toMatchObject({ G: { success: 'passed' }, H: { success: 'passed' } });
  });
  test('rows of content go to the objectives of that name; the elements of the activity outrank the row of the primary', () => {
    const session = play(
      organisation(
        [sco('A', having([primary(map('G', everything)), objective('o', { maps: [map('H', everything)] })])), sco('B')],
        flow,
      ),
    );
    session.ask('start');
    session
      .say({
        progress: 0.4,
        objectives: [
          { id: 'P', progress: 0.9, raw: 3 },
          { id: 'o', success: 'failed' },
          { id: 'O', success: 'passed' },
        ],
      })
      .ask('continue');
    expect(session.state().globals).toMatchObject({ G: { progress: 0.4, raw: 3 }, H: { success: 'failed' } });
  });
  test('`unknown` that content says is written', () => {
    const session = play(organisation([sco('A', having([primary(map('G', everything))])), sco('B')], flow), {
      results: {},
      globals: { G: { success: 'passed' } },
    });
    session.ask('start');
    session.say({ success: 'unknown' }).ask('continue');
    expect(session.state().globals?.['G']?.success).toBe('unknown');
  });
  test('an untracked activity reads, and neither keeps nor writes', () => {
    const session = play(
      organisation([sco('A', having([primary(map('G', { ...reading, ...everything }))], untracked)), sco('B')], flow),
      { results: {}, globals: { G: { success: 'failed' } } },
    );
    session.ask('start');
    expect(session.finds()?.objectives).toEqual([{ id: 'P', success: 'failed' }]);
    session.say({ success: 'passed' }).ask('continue', 'previous');
    expect(session.state().globals).toEqual({ G: { success: 'failed' } });
  });
  test('what others said since a suspended attempt is not overwritten by what it had said before', () => {
    const goal = [primary(), objective('o', { maps: [map('G', { ...reading, ...everything })] })];
    const session = play(organisation([sco('A', having(goal)), sco('B', having(goal))], flow));
    session.ask('start');
    session.say({ suspended: true, objectives: [{ id: 'o', progress: 0.5 }] }).ask('continue');
    session.say({ objectives: [{ id: 'o', progress: 0.9 }] }).ask('previous');
    expect(session.finds()).toMatchObject({ fresh: false, objectives: [{ id: 'P' }, { id: 'o', progress: 0.9 }] });
    session.say({ objectives: [{ id: 'o', progress: 0.5, raw: 1 }] }).ask('continue');
    expect(session.state().globals).toEqual({ G: { progress: 0.9, raw: 1 } });
  });
  test('names such as __proto__ are names', () => {
    const session = play(
      organisation(
        [sco('A', having([primary(map('__proto__', everything)), objective('constructor')])), sco('B')],
        flow,
      ),
    );
    session.ask('start');
    session.say({ success: 'passed', objectives: [{ id: 'constructor', success: 'failed' }] }).ask('continue');
    expect(Object.entries(session.state().globals ?? {})).toEqual([
      ['__proto__', { completion: 'completed', success: 'passed' }],
    ]);
  });
});

describe('SN 4.2.1: status by measure', () => {
  const byMeasure = (parts: Partial<ObjectiveDefinition> = {}) =>
    objective('P', { primary: true, satisfiedByMeasure: true, minNormalizedMeasure: 0.6, ...parts });
  const skipIf = (words: string): Partial<Activity> =>
    having([objective('Q', { primary: true, maps: [map('G', reading)] })], {
      preConditionRules: [rule(words, 'skip')],
    });

  test('the measure outranks what content says of success; without one nothing is known', () => {
    for (const [said, to] of [
      [{ success: 'failed', scaled: 0.7 }, 'C'],
      [{ success: 'passed', scaled: 0.5 }, 'B'],
      [{ success: 'passed' }, 'B'],
    ] as const) {
      const session = play(
        organisation(
          [sco('A', having([byMeasure({ maps: [map('G', everything)] })])), sco('B', skipIf('satisfied')), sco('C')],
          flow,
        ),
      );
      session.ask('start');
      expect(session.say(said).ask('continue')).toEqual([to]);
    }
  });
  test('a measure read from elsewhere decides as well', () => {
    const session = play(
      organisation(
        [
          sco('A'),
          sco(
            'B',
            having([byMeasure({ maps: [map('G', reading)] })], { preConditionRules: [rule('satisfied', 'skip')] }),
          ),
          sco('C'),
        ],
        flow,
      ),
      {
        results: {},
        globals: { G: { scaled: 0.6 } },
      },
    );
    expect(session.ask('start', 'continue')).toEqual(['A', 'C']);
  });
  test('completedByMeasure: progress outranks what content says of completion', () => {
    const threshold = { completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.5, progressWeight: 1 } };
    const session = play(
      organisation(
        [
          sco('A', { ...having([primary(map('G', everything))]), ...threshold }),
          sco('B', skipIf('not completed')),
          sco('C'),
        ],
        flow,
      ),
    );
    session.ask('start');
    expect(session.say({ completion: 'completed', progress: 0.4 }).ask('continue')).toEqual(['C']);
    expect(session.state().globals?.['G']).toMatchObject({ completion: 'incomplete', progress: 0.4 });
  });
});

describe('UP.1, UP.2.1: limits and conditions', () => {
  const limited = (attemptLimit: number, more: Partial<SequencingDefinition> = {}): Partial<Activity> => ({
    sequencing: sequencing({}, { limitConditions: { attemptLimit }, ...more }),
  });
  test('the attempt limit bars a new attempt, not one that goes on', () => {
    const session = play(organisation([sco('A', limited(1)), sco('B')], flow));
    session.ask('start');
    session.say({ suspended: true });
    expect(session.ask('continue', 'A')).toEqual(['B', 'A']);
    session.say({});
    expect(session.ask('continue', 'A')).toEqual(['B', 'choice-not-allowed']);
    expect(session.controls().choices).not.toContain('A');
  });
  test('a limit on a cluster does not bar its children while its attempt is under way', () => {
    const session = play(
      organisation([sco('A'), sco('B')], {
        sequencing: sequencing({ flow: true }, { limitConditions: { attemptLimit: 1 } }),
      }),
    );
    expect(session.ask('start', 'continue', 'exitAll', 'start')).toEqual(['A', 'B', 'end', 'flow-not-allowed']);
  });
  test('the duration limit bars nothing; `timeLimitExceeded` knows it', () => {
    const timed = { limitConditions: { attemptAbsoluteDurationLimit: 'PT10M' } };
    const skip = { preConditionRules: [rule('timeLimitExceeded', 'skip')] };
    const session = play(
      organisation([sco('A'), sco('B', { sequencing: sequencing({}, { ...timed, ...skip }) }), sco('C')], flow),
    );
    session.ask('start', 'continue');
    session.say({ totalSeconds: 600 });
    expect(session.ask('continue', 'previous')).toEqual(['C', 'A']);
  });
  test('SN UP.2.1: where there is no limit it is unknown whether it is exceeded', () => {
    const rules = { preConditionRules: [rule('not attemptLimitExceeded', 'hiddenFromChoice')] };
    const session = play(organisation([sco('A', { sequencing: sequencing({}, rules) }), sco('B')], flow));
    expect(session.ask('A')).toEqual(['A']);
  });
  test.each([
    ['attempted', {}, true],
    ['not attempted', undefined, true],
    ['attemptLimitExceeded', {}, true],
    ['objectiveMeasureKnown', { scaled: 0 }, true],
    ['objectiveMeasureGreaterThan 0.5', { scaled: 0.6 }, true],
    ['objectiveMeasureGreaterThan 0.5', { scaled: 0.5 }, false],
    ['objectiveMeasureLessThan 0.5', { scaled: 0.4 }, true],
    ['not objectiveMeasureLessThan 0.5', {}, false],
    ['completed and satisfied', { completion: 'completed', success: 'failed' }, false],
    ['completed or satisfied', { completion: 'completed', success: 'failed' }, true],
    ['activityProgressKnown', { completion: 'unknown' }, false],
    ['not attemptLimitExceeded', undefined, true],
    ['always', undefined, true],
    ['outsideAvailableTimeRange', {}, false],
    ['satisfied (NONE)', { success: 'passed' }, false],
  ] as const)('%s after %o: %s', (words, said, skipped) => {
    const session = play(
      organisation([sco('A', limited(2, { preConditionRules: [rule(words, 'hiddenFromChoice')] })), sco('B')], flow),
    );
    session.ask('B');
    if (said !== undefined) {
      // Twice, for the limit of two attempts.
      session.ask('jump A', 'B', 'jump A');
      session.say(said).ask('jump B');
    }
    expect(session.controls().hidden?.includes('A') ?? false).toBe(skipped);
  });
});
