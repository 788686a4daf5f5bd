/** TB.2.1 to TB.2.3, SB.2.6, SB.2.10, SB.2.11, UP.3, UP.4: how attempts end and what the rules ask for then. */
import { describe, expect, test } from 'vitest';
import { block, organisation, sco, sequencing } from '../../../../test/support/activity-trees';
import { map, objective, play, rule } from '../../../../test/support/play-sequence';
import type { Activity, SequencingDefinition } from '../../package/core/types';

const flowing = (parts: Partial<SequencingDefinition> = {}): Partial<Activity> => ({
  sequencing: sequencing({ flow: true }, parts),
});
const post = (words: string, action: string): Partial<Activity> => ({
  sequencing: sequencing({}, { postConditionRules: [rule(words, action)] }),
});

describe('TB.2.2: post-condition rules', () => {
  const inCluster = (a: Partial<Activity>, cluster: Partial<SequencingDefinition> = {}) =>
    play(organisation([block('M', [sco('A', a), sco('B')], flowing(cluster)), sco('C'), sco('D')], flowing()));

  test.each([
    ['continue', 'B'],
    ['exitAll', 'end'],
    ['retry', 'A'],
    ['retryAll', 'A'],
  ])('%s takes the place of what was asked for', (action, outcome) => {
    expect(inCluster(post('always', action)).ask('start', 'D')).toEqual(['A', outcome]);
  });
  test('where they end the session a choice is offered all the same', () => {
    const session = inCluster(post('always', 'exitAll'));
    session.ask('start');
    expect(session.controls()).toMatchObject({ continue: true });
    expect(session.controls().choices).toContain('D');
    expect(session.ask('D')).toEqual(['end']);
  });
  test('previous', () => {
    const session = play(organisation([sco('A'), sco('B', post('not satisfied', 'previous'))], flowing()));
    session.ask('start', 'continue');
    session.say({ success: 'failed' });
    expect(session.ask('continue')).toEqual(['A']);
  });
  test('exitParent ends the parent, whose own rules come next; what was asked for goes on from there', () => {
    const session = inCluster(post('always', 'exitParent'));
    expect(session.ask('start', 'continue')).toEqual(['A', 'C']);
    const again = inCluster(post('always', 'exitParent'), { postConditionRules: [rule('satisfied', 'exitAll')] });
    expect(again.ask('start')).toEqual(['A']);
    again.say({ success: 'passed', completion: 'completed' });
    // M is not satisfied before B is.
    expect(again.ask('continue')).toEqual(['C']);
  });
  test('exitParent that reaches the root ends the session', () => {
    expect(
      play(organisation([sco('A', post('always', 'exitParent')), sco('B')], flowing())).ask('start', 'continue'),
    ).toEqual(['A', 'end']);
  });
  test('none for what is suspended', () => {
    const session = inCluster(post('always', 'exitAll'));
    session.ask('start');
    session.say({ suspended: true });
    expect(session.ask('continue')).toEqual(['B']);
  });
  test('a rule over an unknown status does not fire, `not` or no `not`', () => {
    const silent = { deliveryControls: { tracked: true, completionSetByContent: true, objectiveSetByContent: true } };
    const rules = { ...silent, postConditionRules: [rule('not satisfied', 'exitAll'), rule('satisfied', 'exitAll')] };
    const session = play(organisation([sco('A', { sequencing: sequencing({}, rules) }), sco('B')], flowing()));
    expect(session.ask('start', 'continue')).toEqual(['A', 'B']);
  });
});

describe('TB.2.1: exit rules', () => {
  const exits: Partial<SequencingDefinition> = {
    exitConditionRules: [rule('satisfied (DONE)', 'exit')],
    objectives: [objective('DONE', { maps: [map('G', { readSatisfiedStatus: true })] })],
  };
  const done = {
    objectives: [objective(undefined, { primary: true, maps: [map('G', { writeSatisfiedStatus: true })] })],
  };

  test('of a cluster: it is left at once', () => {
    const session = play(
      organisation(
        [block('M', [sco('A', { sequencing: sequencing({}, done) }), sco('B')], flowing(exits)), sco('C')],
        flowing(),
      ),
    );
    session.ask('start');
    expect(session.trace('continue')).toContain('TB.2.1 M exit-rule satisfied (DONE) → exit');
    expect(session.state().current).toBe('C');
  });
  test('of the root: the session ends', () => {
    const session = play(organisation([sco('A', { sequencing: sequencing({}, done) }), sco('B')], flowing(exits)));
    expect(session.ask('start', 'continue')).toEqual(['A', 'end']);
  });
});

describe('UP.4: what an attempt that ends without a word comes to', () => {
  const course = (parts: Partial<SequencingDefinition> = {}) =>
    play(organisation([sco('A', { sequencing: sequencing({}, parts) }), sco('B')], flowing()));
  const result = (session: ReturnType<typeof play>) =>
    session.state().engine as { tracks: Record<string, { own?: object }> };

  test('completed and satisfied', () => {
    const session = course();
    session.ask('start', 'continue');
    expect(result(session).tracks['A']?.own).toEqual({ completion: 'completed', success: 'passed' });
  });
  test('not where the content is to say it, nor where it said `unknown`, nor what is suspended', () => {
    const set = course({
      deliveryControls: { tracked: true, completionSetByContent: true, objectiveSetByContent: true },
    });
    set.ask('start', 'continue');
    expect(result(set).tracks['A']?.own).toBeUndefined();
    const unknown = course();
    unknown.ask('start');
    unknown.say({ completion: 'unknown', success: 'unknown' }).ask('continue');
    expect(result(unknown).tracks['A']?.own).toEqual({ completion: 'unknown', success: 'unknown' });
    const suspended = course();
    suspended.ask('start');
    suspended.say({ suspended: true }).ask('continue');
    expect(result(suspended).tracks['A']?.own).toBeUndefined();
  });
});

describe('TB.2.3: exit, exitAll, suspendAll, abandon, abandonAll', () => {
  const course = () => play(organisation([block('M', [sco('A'), sco('B')], flowing()), sco('C')], flowing()));

  test('exit ends the activity and the learner chooses; from there Continue goes on', () => {
    const session = course();
    expect(session.ask('start', 'exit', 'exit', 'continue')).toEqual(['A', 'wait', 'not-started', 'B']);
  });
  test('suspendAll, resumeAll: the same attempt on the activity', () => {
    const session = course();
    session.ask('start', 'continue');
    expect(session.ask('suspendAll')).toEqual(['end']);
    expect(session.state().suspended).toBe('B');
    expect(session.ask('resumeAll')).toEqual(['B']);
    expect(session.finds()?.fresh).toBe(false);
  });
  test('a session that waits and is suspended waits again', () => {
    const session = course();
    session.ask('start', 'exit', 'suspendAll');
    expect(session.ask('resumeAll', 'continue')).toEqual(['wait', 'B']);
  });
  test('exitAll, start: new attempts', () => {
    const session = course();
    session.ask('start', 'exitAll');
    expect(session.ask('start')).toEqual(['A']);
    expect(session.finds()?.fresh).toBe(true);
  });
  test('abandon: nothing of it counts, and a late commit does not bring it back', () => {
    const session = course();
    session.ask('start');
    session.say({ success: 'passed', completion: 'completed' });
    expect(session.ask('abandon')).toEqual(['wait']);
    session.say({ success: 'passed', completion: 'completed' }, 'A');
    expect(session.rollup()).toMatchObject({ completion: 'incomplete', success: 'unknown' });
    expect(session.ask('continue', 'abandonAll', 'continue')).toEqual(['B', 'end', 'not-started']);
  });
  test('scorm-again#1701: what was open when the tab died is delivered again, the attempt goes on', () => {
    const session = course();
    session.ask('start', 'continue');
    session.say({ completion: 'incomplete' });
    expect(session.ask('resumeAll', 'resumeAll')).toEqual(['B', 'B']);
    expect(session.finds()?.fresh).toBe(false);
  });
  test('choosing something else forgets what was suspended (DB.2.1)', () => {
    const session = course();
    session.ask('start', 'suspendAll', 'C');
    expect(session.state().suspended).toBeUndefined();
    expect(session.ask('A')).toEqual(['A']);
    expect(session.finds()?.fresh).toBe(true);
  });
});

describe('SB.2.10, SB.2.11: retry and the end', () => {
  test('shared objectives of the course alone go when the whole course is retried', () => {
    const writes = objective(undefined, { primary: true, maps: [map('G', { writeSatisfiedStatus: true })] });
    const parts = { objectives: [writes], postConditionRules: [rule('satisfied', 'retryAll')] };
    const course = organisation([sco('A', { sequencing: sequencing({}, parts) })], flowing());
    for (const [objectivesGlobalToSystem, globals] of [
      [true, { G: { success: 'passed' } }],
      [false, undefined],
    ] as const) {
      const session = play({ ...course, objectivesGlobalToSystem });
      session.ask('start', 'continue');
      expect(session.state().globals).toEqual(globals);
    }
  });
  test('a new attempt on the course keeps what lies below the root', () => {
    const session = play(organisation([sco('A'), sco('B')], flowing()));
    session.ask('start', 'continue', 'continue');
    expect(session.rollup().completion).toBe('completed');
    expect(session.again().rollup()).toMatchObject({ completion: 'incomplete', totalSeconds: 0 });
    expect(session.ask('start')).toEqual(['A']);
    expect((session.state().engine as { tracks: Record<string, { attempts: number }> }).tracks['A']?.attempts).toBe(2);
  });
});
