/** RB.1.1 to RB.1.5: what children make of their cluster. */
import { describe, expect, test } from 'vitest';
import { block, organisation, sco, sequencing } from '../../../../test/support/activity-trees';
import { map, objective, play, rollupRule, rule } from '../../../../test/support/play-sequence';
import type { Activity, RollupRule, SequencingDefinition } from '../../package/core/types';
import type { ContentReport } from './types';

const flowing = (parts: Partial<SequencingDefinition> = {}): Partial<Activity> => ({
  sequencing: sequencing({ flow: true }, parts),
});
/** Content says what there is to say. */
const spoken = { deliveryControls: { tracked: true, completionSetByContent: true, objectiveSetByContent: true } };
type Said = Partial<ContentReport> | undefined;

/** Three children that say something in turn (undefined: never entered); what their cluster has come to. */
function roll(
  cluster: Partial<SequencingDefinition>,
  said: readonly Said[],
  children: readonly Partial<SequencingDefinition>[] = [],
  more: Partial<Activity> = {},
): { completion: string; success: string; scaled?: number } {
  const leaves = said.map((_, n) => sco(`C${n}`, { sequencing: sequencing({}, { ...spoken, ...children[n] }) }));
  const session = play(organisation([block('M', leaves, { ...flowing(cluster), ...more }), sco('END')], flowing()));
  said.forEach((words, n) => {
    if (words === undefined) return;
    session.ask(`C${n}`);
    session.say(words);
  });
  session.ask('END');
  const result = session.state().results['M'];
  return {
    completion: result?.completion ?? 'nothing',
    success: result?.success ?? 'nothing',
    ...(result?.scaled === undefined ? {} : { scaled: result.scaled }),
  };
}

const passed = { success: 'passed', completion: 'completed' } as const;
const failed = { success: 'failed', completion: 'completed' } as const;
const open = { completion: 'incomplete' } as const;

describe('RB.1.2, RB.1.3: by default', () => {
  test.each<[string, readonly Said[], string, string]>([
    ['all satisfied, all completed', [passed, passed], 'completed', 'passed'],
    ['one failed', [passed, failed], 'completed', 'failed'],
    ['one unfinished', [passed, open], 'incomplete', 'unknown'],
    ['one never begun', [passed, undefined], 'unknown', 'unknown'],
    ['nobody knows', [{}, {}], 'unknown', 'unknown'],
  ])('%s', (_, said, completion, success) => {
    expect(roll({}, said)).toMatchObject({ completion, success });
  });
});

describe('RB.1.4: rules', () => {
  test.each<[RollupRule['childActivitySet'], Partial<RollupRule>, readonly Said[], string]>([
    ['all', {}, [passed, passed, passed], 'passed'],
    ['all', {}, [passed, failed, passed], 'unknown'],
    ['all', {}, [passed, undefined, passed], 'unknown'],
    ['any', {}, [failed, undefined, passed], 'passed'],
    ['any', {}, [failed, undefined, failed], 'unknown'],
    ['none', {}, [failed, failed, failed], 'passed'],
    ['none', {}, [failed, undefined, failed], 'unknown'],
    ['atLeastCount', { minimumCount: 2 }, [passed, undefined, passed], 'passed'],
    ['atLeastCount', { minimumCount: 3 }, [passed, undefined, passed], 'unknown'],
    ['atLeastPercent', { minimumPercent: 0.66 }, [passed, failed, passed], 'passed'],
    ['atLeastPercent', { minimumPercent: 0.67 }, [passed, failed, passed], 'unknown'],
  ])('%s %o', (set, least, said, success) => {
    expect(roll({ rollupRules: [rollupRule(set, 'satisfied', 'satisfied', least)] }, said).success).toBe(success);
  });
  test('RB.1.2: with a rule for one outcome of a pair, none of the pair holds by default', () => {
    expect(roll({ rollupRules: [rollupRule('any', 'satisfied', 'satisfied')] }, [failed, failed]).success).toBe(
      'unknown',
    );
    expect(roll({ rollupRules: [rollupRule('all', 'not satisfied', 'notSatisfied')] }, [passed, passed]).success).toBe(
      'unknown',
    );
  });
  test('three values: what is unknown is neither so nor not so', () => {
    const rules = (words: string): Partial<SequencingDefinition> => ({
      rollupRules: [rollupRule('any', words, 'completed')],
    });
    expect(roll(rules('not satisfied'), [{}, {}]).completion).toBe('unknown');
    expect(roll(rules('not satisfied or attempted'), [{}, undefined]).completion).toBe('completed');
    expect(roll(rules('not objectiveStatusKnown'), [{}, {}]).completion).toBe('completed');
  });
  test('of no children at all `all` and `none` hold', () => {
    const out = { rollup: { objectiveSatisfied: false, progressCompletion: true, objectiveMeasureWeight: 1 } };
    for (const [set, success] of [
      ['all', 'passed'],
      ['none', 'passed'],
      ['any', 'unknown'],
      ['atLeastCount', 'unknown'],
    ] as const)
      expect(
        roll({ rollupRules: [rollupRule(set, 'satisfied', 'satisfied')] }, [failed, failed], [out, out]).success,
      ).toBe(success);
  });
});

describe('RB.1.4.2: who has a say', () => {
  const considered = (required: string, more: Partial<SequencingDefinition> = {}): Partial<SequencingDefinition> =>
    ({
      ...more,
      rollupConsiderations: {
        requiredForSatisfied: required,
        requiredForNotSatisfied: required,
        requiredForCompleted: required,
        requiredForIncomplete: required,
        measureSatisfactionIfActive: true,
      },
    }) as Partial<SequencingDefinition>;
  test('ifAttempted', () => {
    expect(roll({}, [passed, undefined], [{}, considered('ifAttempted')])).toMatchObject({
      completion: 'completed',
      success: 'passed',
    });
  });
  test('ifNotSuspended', () => {
    expect(roll({}, [passed, { ...open, suspended: true }], [{}, considered('ifNotSuspended')]).completion).toBe(
      'completed',
    );
  });
  test('ifNotSkipped asks whether it would be skipped now', () => {
    const skip = { preConditionRules: [rule('always', 'skip')] };
    expect(roll({}, [passed, undefined], [{}, considered('ifNotSkipped', skip)]).completion).toBe('completed');
    expect(roll({}, [passed, undefined], [{}, considered('ifNotSkipped')]).completion).toBe('unknown');
  });
  test('an untracked child has none', () => {
    const untracked = {
      deliveryControls: { tracked: false, completionSetByContent: false, objectiveSetByContent: false },
    };
    expect(roll({}, [passed, failed], [{}, untracked])).toMatchObject({ completion: 'completed', success: 'passed' });
  });
});

describe('RB.1.1: measures', () => {
  const weight = (objectiveMeasureWeight: number): Partial<SequencingDefinition> => ({
    rollup: { objectiveSatisfied: true, progressCompletion: true, objectiveMeasureWeight },
  });
  test('weighted; a child without a measure counts as 0, none at all means no measure', () => {
    expect(roll({}, [{ scaled: 1 }, { scaled: 0.5 }], [weight(0.25), weight(0.75)]).scaled).toBe(0.625);
    expect(roll({}, [{ scaled: 1 }, {}], [weight(0.25), weight(0.75)]).scaled).toBe(0.25);
    expect(roll({}, [passed, passed]).scaled).toBeUndefined();
  });
  test('satisfiedByMeasure decides, whatever rules say', () => {
    const byMeasure = (least: number): Partial<SequencingDefinition> => ({
      objectives: [objective(undefined, { primary: true, satisfiedByMeasure: true, minNormalizedMeasure: least })],
      rollupRules: [rollupRule('any', 'satisfied', 'satisfied')],
    });
    expect(roll(byMeasure(0.6), [{ ...failed, scaled: 0.5 }, { scaled: 0.8 }]).success).toBe('passed');
    expect(roll(byMeasure(0.7), [{ ...passed, scaled: 0.5 }, { scaled: 0.8 }]).success).toBe('failed');
    expect(roll(byMeasure(0.7), [passed, passed]).success).toBe('unknown');
  });
  test('measureSatisfactionIfActive off: nothing is decided before the cluster ends', () => {
    const cluster: Partial<SequencingDefinition> = {
      objectives: [objective(undefined, { primary: true, satisfiedByMeasure: true, minNormalizedMeasure: 0.1 })],
      rollupConsiderations: { ...sequencing().rollupConsiderations, measureSatisfactionIfActive: false },
      postConditionRules: [],
    };
    const session = play(organisation([block('M', [sco('A'), sco('B')], flowing(cluster)), sco('END')], flowing()));
    session.ask('start');
    session.say({ scaled: 0.9 }).ask('continue');
    expect(session.state().results['M']?.success).toBe('unknown');
    session.ask('END');
    expect(session.state().results['M']?.success).toBe('passed');
  });
  test('RB.1.1.b: progress by weight, and completion by it', () => {
    const threshold = (completedByMeasure: boolean, minProgressMeasure: number, progressWeight: number) => ({
      completionThreshold: { completedByMeasure, minProgressMeasure, progressWeight },
    });
    expect(roll({}, [{ progress: 0.7 }, { progress: 0.5 }], [], threshold(true, 0.6, 1)).completion).toBe('completed');
    expect(roll({}, [{ progress: 0.7 }, {}], [], threshold(true, 0.6, 1)).completion).toBe('incomplete');
    expect(roll({}, [passed, passed], [], threshold(true, 0.6, 1)).completion).toBe('unknown');
  });
});

describe('RB.1.5: as far as it carries', () => {
  test('a shared objective rolls up the cluster of whoever reads it', () => {
    const writes = {
      objectives: [objective(undefined, { primary: true, maps: [map('G', { writeSatisfiedStatus: true })] })],
    };
    const reads = {
      ...spoken,
      objectives: [objective(undefined, { primary: true, maps: [map('G', { readSatisfiedStatus: true })] })],
    };
    const session = play(
      organisation(
        [
          sco('A', { sequencing: sequencing({}, writes) }),
          block('M', [sco('B', { sequencing: sequencing({}, reads) })], flowing({ postConditionRules: [] })),
          sco('C'),
        ],
        flowing(),
      ),
    );
    session.ask('start', 'B', 'A');
    session.say({ success: 'failed' }).ask('C');
    expect(session.state().results['M']?.success).toBe('failed');
  });
  test('what was recorded in an earlier attempt on the cluster does not count in the next, unless it is to', () => {
    for (const [useCurrentAttemptProgressInfo, completion] of [
      [true, 'unknown'],
      [false, 'completed'],
    ] as const) {
      const cluster = { sequencing: sequencing({ flow: true, useCurrentAttemptProgressInfo }) };
      const session = play(organisation([block('M', [sco('A'), sco('B')], cluster), sco('END')], flowing()));
      session.ask('A', 'B', 'END');
      expect(session.state().results['M']?.completion).toBe('completed');
      session.ask('A', 'END');
      expect(session.state().results['M']?.completion).toBe(completion);
    }
  });
});
