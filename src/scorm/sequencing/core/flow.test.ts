/** SB.2.1 to SB.2.3, SB.2.5, SB.2.7, SB.2.8: flow. */
import { describe, expect, test } from 'vitest';
import { block, organisation, sco, sequencing } from '../../../../test/support/activity-trees';
import { play, rule } from '../../../../test/support/play-sequence';
import type { Activity } from '../../package/core/types';

const flow = { sequencing: sequencing({ flow: true }) };
const forwardOnly = { sequencing: sequencing({ flow: true, forwardOnly: true }) };
const skipped = (words = 'always'): Partial<Activity> => ({
  sequencing: sequencing({}, { preConditionRules: [rule(words, 'skip')] }),
});
const course = (...children: Activity[]) => play(organisation(children, flow));

describe('SB.2.1, SB.2.2: the way through the tree', () => {
  test('forwards and backwards through clusters that allow it; behind the last leaf the session ends', () => {
    const session = course(block('M', [sco('A'), sco('B')], flow), sco('C'));
    expect(session.ask('start', 'continue', 'continue', 'previous', 'continue', 'continue')).toEqual([
      'A',
      'B',
      'C',
      'B',
      'C',
      'end',
    ]);
  });
  test('before the first leaf there is nothing, and nothing is lost by asking', () => {
    const session = course(sco('A'), sco('B'));
    session.ask('start');
    const before = session.state();
    expect(session.ask('previous')).toEqual(['no-previous']);
    expect(session.state()).toEqual(before);
  });
  test('a cluster without flow stops the way (SB.2.2-1): what was left has ended and the learner chooses', () => {
    const session = course(sco('A'), block('M', [sco('B')]), sco('C'));
    expect(session.ask('start', 'continue')).toEqual(['A', 'wait']);
    expect(session.state().current).toBeUndefined();
    expect(session.ask('B')).toEqual(['B']);
  });
  test('UP.2 skip: passed over, cluster and all', () => {
    const session = course(
      sco('A'),
      block('M', [sco('B'), sco('C')], {
        sequencing: sequencing({ flow: true }, { preConditionRules: [rule('always', 'skip')] }),
      }),
      sco('D'),
    );
    expect(session.ask('start')).toEqual(['A']);
    expect(session.trace('continue')).toContain('SB.2.2 M skipped always → skip');
    expect(session.state().current).toBe('D');
  });
  test('SB.2.2-2: a disabled activity stops the way, it is not passed over', () => {
    const barred = { sequencing: sequencing({}, { preConditionRules: [rule('always', 'disabled')] }) };
    expect(course(sco('A'), sco('B', barred), sco('C')).ask('start', 'continue')).toEqual(['A', 'wait']);
  });
  test('SB.2.1-4: forwardOnly allows no way back', () => {
    const session = play(organisation([sco('A'), sco('B')], forwardOnly));
    expect(session.ask('start', 'continue', 'previous')).toEqual(['A', 'B', 'flow-not-allowed']);
    expect(session.controls().previous).toBe(false);
  });
  test('SB.2.1: a forwardOnly cluster entered backwards begins at its front', () => {
    const session = course(block('M', [sco('A'), sco('B')], forwardOnly), sco('C'));
    expect(session.ask('C')).toEqual(['C']);
    expect(session.trace('previous')).toContain('SB.2.1 M flow-turned');
    expect(session.state().current).toBe('A');
  });
  test('SB.2.1: a forwardOnly cluster of which all is skipped is left backwards', () => {
    const session = course(sco('X'), block('M', [sco('A', skipped()), sco('B', skipped())], forwardOnly), sco('C'));
    expect(session.ask('C', 'previous')).toEqual(['C', 'X']);
  });
  test('SB.2.5: a root without flow and with several leaves waits for a choice; one leaf alone starts', () => {
    const still = play(organisation([sco('A'), sco('B')]));
    expect(still.ask('start', 'A')).toEqual(['flow-not-allowed', 'A']);
    const alone = play(organisation([block('M', [sco('A')])]));
    expect(alone.ask('start')).toEqual(['A']);
    expect(alone.controls().choices).not.toContain('A');
  });
  test('headings without anything to launch take no part', () => {
    const session = course(block('EMPTY', [block('INNER', [])]), sco('A'), block('LAST', []));
    expect(session.ask('start', 'EMPTY', 'jump LAST', 'continue')).toEqual([
      'A',
      'not-launchable',
      'not-launchable',
      'end',
    ]);
  });
  test('a flow through 10,000 skipped activities ends, without recursion', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => sco(`S${n}`, skipped()));
    expect(course(sco('A'), ...many, sco('Z')).ask('start', 'continue', 'previous')).toEqual(['A', 'Z', 'A']);
    expect(course(sco('A'), ...many).ask('start', 'continue')).toEqual(['A', 'end']);
  });
  test('a tree as deep as a manifest may be', () => {
    let deep: Activity = sco('A');
    for (let depth = 0; depth < 3000; depth += 1) deep = block(`D${depth}`, [deep, sco(`L${depth}`)], flow);
    expect(course(deep).ask('start', 'continue')).toEqual(['A', 'L0']);
  });
});
