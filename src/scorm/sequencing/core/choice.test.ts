/** NB.2.1 and SB.2.9: what may be chosen. */
import { describe, expect, test } from 'vitest';
import { block, organisation, sco, sequencing } from '../../../../test/support/activity-trees';
import { play, rule } from '../../../../test/support/play-sequence';
import type { Activity, SequencingDefinition } from '../../package/core/types';

const flow = { sequencing: sequencing({ flow: true }) };
const with_ = (
  control: Parameters<typeof sequencing>[0],
  parts: Partial<SequencingDefinition> = {},
): Partial<Activity> => ({ sequencing: sequencing(control, parts) });
const pre = (action: string, words = 'always'): Partial<SequencingDefinition> => ({
  preConditionRules: [rule(words, action)],
});
const constrained = { constrainedChoice: { preventActivation: false, constrainChoice: true } };
const prevented = { constrainedChoice: { preventActivation: true, constrainChoice: false } };

type Row = readonly [title: string, children: readonly Activity[], from: string, target: string, outcome: string];

const rows: readonly Row[] = [
  [
    'SB.2.9-4: the parent must allow choice',
    [block('M', [sco('A')], with_({ choice: false, flow: true })), sco('B')],
    'B',
    'A',
    'choice-not-allowed',
  ],
  ['SB.2.9: a cluster is chosen by flowing into it', [block('M', [sco('A'), sco('X')], flow), sco('B')], 'B', 'M', 'A'],
  ['SB.2.9-9: a cluster that flow does not enter', [block('M', [sco('A')]), sco('B')], 'B', 'M', 'choice-not-allowed'],
  [
    'SB.2.9-3: hidden from choice',
    [sco('A', with_({}, pre('hiddenFromChoice'))), sco('B')],
    'B',
    'A',
    'choice-not-allowed',
  ],
  [
    'SB.2.9-3: below what is hidden',
    [block('M', [sco('A')], with_({}, pre('hiddenFromChoice'))), sco('B')],
    'B',
    'A',
    'choice-not-allowed',
  ],
  ['DB.1.1-3: disabled', [sco('A', with_({}, pre('disabled'))), sco('B')], 'B', 'A', 'choice-not-allowed'],
  [
    'DB.1.1-3: below what is disabled',
    [block('M', [sco('A')], with_({}, pre('disabled'))), sco('B')],
    'B',
    'A',
    'choice-not-allowed',
  ],
  [
    'NB.2.1-8: choiceExit off around the current activity',
    [block('M', [sco('A'), sco('C')], with_({ choiceExit: false, flow: true })), sco('B')],
    'A',
    'B',
    'choice-not-allowed',
  ],
  [
    'NB.2.1-8: within it choice is free',
    [block('M', [sco('A'), sco('C')], with_({ choiceExit: false, flow: true })), sco('B')],
    'A',
    'C',
    'C',
  ],
  [
    'NB.2.1-8: choiceExit off at the current activity itself',
    [sco('A', with_({ choiceExit: false })), sco('B')],
    'A',
    'B',
    'choice-not-allowed',
  ],
  [
    'SB.2.4-1: past a sibling that stops',
    [sco('A'), sco('S', with_({}, pre('stopForwardTraversal'))), sco('B')],
    'A',
    'B',
    'choice-not-allowed',
  ],
  ['SB.2.4-1: up to it', [sco('A'), sco('S', with_({}, pre('stopForwardTraversal'))), sco('B')], 'A', 'S', 'S'],
  [
    'SB.2.4-1: into a cluster that stops',
    [sco('A'), block('M', [sco('B')], with_({ flow: true }, pre('stopForwardTraversal')))],
    'A',
    'B',
    'choice-not-allowed',
  ],
  [
    'SB.2.9-6: preventActivation',
    [sco('A'), block('M', [sco('B'), sco('C')], with_({ flow: true }, prevented))],
    'A',
    'C',
    'choice-not-allowed',
  ],
  [
    'SB.2.9-6: the cluster itself may be chosen',
    [sco('A'), block('M', [sco('B'), sco('C')], with_({ flow: true }, prevented))],
    'A',
    'M',
    'B',
  ],
  [
    'SB.2.9-6: inside it, once it is active',
    [sco('A'), block('M', [sco('B'), sco('C')], with_({ flow: true }, prevented))],
    'M',
    'C',
    'C',
  ],
  [
    'SB.2.9-8: constrainChoice reaches the next',
    [block('M', [sco('A')], with_({ flow: true }, constrained)), block('N', [sco('B')], flow), sco('C')],
    'A',
    'B',
    'B',
  ],
  [
    'SB.2.9-8: and no further',
    [block('M', [sco('A')], with_({ flow: true }, constrained)), block('N', [sco('B')], flow), sco('C')],
    'A',
    'C',
    'choice-not-allowed',
  ],
  [
    'SB.2.9-8: nor backwards',
    [sco('Z'), sco('Y'), block('M', [sco('A')], with_({ flow: true }, constrained))],
    'A',
    'Z',
    'choice-not-allowed',
  ],
  ['SB.2.9: the root', [sco('A'), sco('B')], 'B', 'ORG', 'A'],
  ['SB.2.9: the current activity again', [sco('A'), sco('B')], 'B', 'B', 'B'],
  ['NB.2.1-11: what is not there', [sco('A')], 'A', 'NONE', 'unknown-activity'],
];

test.each(rows)('%s', (_, children, from, target, outcome) => {
  const session = play(organisation([...children, sco('END')], flow));
  session.ask(from);
  const offered = session.controls().choices.includes(target);
  const before = session.state();
  expect(session.ask(target)).toEqual([outcome]);
  expect(offered).toBe(!outcome.includes('-'));
  // A refusal takes nothing away.
  if (outcome.includes('-')) expect(session.state()).toEqual(before);
});

describe('SB.2.9, SB.2.13: the rest of choice', () => {
  test('SB.2.4-2: no choice back in a forwardOnly cluster', () => {
    const session = play(organisation([sco('A'), sco('B'), sco('C')], with_({ flow: true, forwardOnly: true })));
    expect(session.ask('start', 'C', 'A', 'C')).toEqual(['A', 'C', 'choice-not-allowed', 'C']);
  });
  test('hidden activities are named, so that they are not shown', () => {
    const session = play(organisation([block('M', [sco('A')], with_({}, pre('hiddenFromChoice'))), sco('B')], flow));
    session.ask('B');
    expect(session.controls().hidden).toEqual(['M']);
  });
  test('SB.2.13: jump goes to any leaf, past choice and flow, but not past what is disabled', () => {
    const session = play(
      organisation(
        [sco('A'), block('M', [sco('B')], with_({ choice: false })), sco('D', with_({}, pre('disabled')))],
        flow,
      ),
    );
    expect(session.ask('jump B', 'start', 'jump B', 'jump D', 'jump M')).toEqual([
      'not-started',
      'A',
      'B',
      'not-launchable',
      'not-launchable',
    ]);
  });
  test('what an author does not show can still be asked for by content', () => {
    expect(play(organisation([sco('A'), sco('H', { visible: false })], flow)).ask('start', 'H')).toEqual(['A', 'H']);
  });
});
