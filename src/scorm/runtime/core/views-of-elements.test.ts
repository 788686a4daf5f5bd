import { expect, test } from 'vitest';
import { block, organisation, sco } from '../../../../test/support/activity-trees';
import type { ActivityResult } from '../../sequencing/core/types';
import { contentsOf } from './contents-of';
import { summariseElements } from './summarise-elements';

test('interactions and objectives of 1.2 as rows, in the order of their index', () => {
  expect(
    summariseElements({
      'cmi.interactions.10.id': 'k',
      'cmi.interactions.2.id': 'c',
      'cmi.interactions.2.type': 'choice',
      'cmi.interactions.2.student_response': 'a',
      'cmi.interactions.2.correct_responses.0.pattern': 'b',
      'cmi.interactions.2.correct_responses.1.pattern': 'c',
      'cmi.interactions.2.objectives.0.id': 'O1',
      'cmi.interactions.2.result': 'wrong',
      'cmi.interactions.2.latency': '00:00:05',
      'cmi.interactions.2.time': '10:00:00',
      'cmi.objectives.0.id': 'O1',
      'cmi.objectives.0.status': 'failed',
      'cmi.objectives.0.score.raw': '0',
      'cmi.core.score.raw': '5',
    }),
  ).toEqual({
    interactions: [
      {
        index: 2,
        id: 'c',
        type: 'choice',
        response: 'a',
        correctResponses: ['b', 'c'],
        objectives: ['O1'],
        result: 'wrong',
        latency: '00:00:05',
        when: '10:00:00',
      },
      { index: 10, id: 'k', correctResponses: [], objectives: [] },
    ],
    objectives: [{ index: 0, id: 'O1', status: 'failed', raw: '0' }],
  });
});

test('interactions and objectives of 2004 under the same names', () => {
  expect(
    summariseElements({
      'cmi.interactions.0.id': 'q',
      'cmi.interactions.0.learner_response': 'a[,]b',
      'cmi.interactions.0.timestamp': '2026-11-23T10:00:00Z',
      'cmi.objectives.0.id': 'O1',
      'cmi.objectives.0.success_status': 'passed',
      'cmi.objectives.0.score.scaled': '1',
    }),
  ).toEqual({
    interactions: [
      { index: 0, id: 'q', response: 'a[,]b', when: '2026-11-23T10:00:00Z', correctResponses: [], objectives: [] },
    ],
    objectives: [{ index: 0, id: 'O1', success: 'passed', scaled: '1' }],
  });
});

test('CAM 3.4: contents leave out a hidden item, not its children, and say how far the learner is', () => {
  const result = (completion: ActivityResult['completion'], success: ActivityResult['success']): ActivityResult => ({
    attempted: true,
    suspended: false,
    completion,
    success,
    totalSeconds: 0,
  });
  const course = organisation([
    block('M1', [sco('A'), sco('B', { visible: false }), sco('C')]),
    block('M2', [sco('D'), sco('constructor')], { visible: false }),
  ]);
  const state = {
    results: {
      A: result('completed', 'passed'),
      C: result('incomplete', 'unknown'),
      D: result('completed', 'unknown'),
    },
  };
  const rows = (choices: string[], hidden: string[] = []): unknown[] =>
    contentsOf(course, state, { choices, hidden }).map((each) => [each.identifier, each.depth, each.kind, each.state]);
  const list = [
    ['M1', 0, 'cluster', 'in-progress'],
    ['A', 1, 'part', 'passed'],
    ['C', 1, 'part', 'in-progress'],
    ['D', 0, 'part', 'completed'],
    ['constructor', 0, 'part', 'not-started'],
  ];
  expect(rows(['A'])).toEqual(list);
  expect(rows(['ORG'])).toEqual([['ORG', 0, 'course', 'in-progress'], ...list]);
  expect(rows([], ['M1', 'D'])).toEqual([['constructor', 0, 'part', 'not-started']]);
  expect(rows([], ['C'])).toEqual([['M1', 0, 'cluster', 'in-progress'], list[1], ...list.slice(3)]);
});

test('a cluster is done when its visible parts are, begun when one is, and says nothing without parts', () => {
  const done: ActivityResult = {
    attempted: true,
    suspended: false,
    completion: 'completed',
    success: 'unknown',
    totalSeconds: 0,
  };
  const course = organisation([
    block('DONE', [sco('A'), sco('B')]),
    block('NEW', [sco('C')]),
    block('EMPTY', []),
    block('OUTER', [block('INNER', [sco('D')]), sco('E')]),
  ]);
  const entries = contentsOf(course, { results: { A: done, B: done, D: done } }, { choices: [] });
  expect(Object.fromEntries(entries.map(({ identifier, state }) => [identifier, state]))).toMatchObject({
    DONE: 'completed',
    NEW: 'not-started',
    EMPTY: 'none',
    OUTER: 'in-progress',
    INNER: 'completed',
  });
});
