import { describe, expect, test } from 'vitest';
import { factsOfActivity, verdictOnAnswer } from './facts-of-activity';

describe('answers', () => {
  test('words of both versions mean right, wrong or neither', () => {
    expect(
      ['correct', 'wrong', 'incorrect', 'neutral', 'unanticipated', '0.5', undefined].map(verdictOnAnswer),
    ).toEqual(['right', 'wrong', 'wrong', 'other', 'other', 'other', 'other']);
  });

  test('1.2: a question that was answered again in a new row counts by its last row; a row without an answer does not', () => {
    const { answers } = factsOfActivity('1.2', undefined, {
      'cmi.interactions.0.id': 'Q1',
      'cmi.interactions.0.student_response': 'a',
      'cmi.interactions.0.result': 'wrong',
      'cmi.interactions.0.latency': '00:00:10',
      'cmi.interactions.1.id': 'Q2',
      'cmi.interactions.2.id': 'Q1',
      'cmi.interactions.2.type': 'choice',
      'cmi.interactions.2.student_response': 'b',
      'cmi.interactions.2.result': 'correct',
      'cmi.interactions.2.weighting': '2',
      'cmi.interactions.2.time': '10:00:00',
      'cmi.interactions.2.correct_responses.0.pattern': 'b',
    });
    expect(answers).toEqual([
      {
        n: 0,
        question: 'Q1',
        response: 'a',
        result: 'wrong',
        verdict: 'wrong',
        patterns: [],
        latencySeconds: 10,
        latest: false,
      },
      {
        n: 2,
        question: 'Q1',
        type: 'choice',
        response: 'b',
        result: 'correct',
        verdict: 'right',
        patterns: ['b'],
        weighting: 2,
        latest: true,
      },
    ]);
  });

  test('2004: words of the question, moment and latency; a moment beyond belief is left out', () => {
    const { answers } = factsOfActivity('2004 4th Edition', undefined, {
      'cmi.interactions.0.id': 'urn:q1',
      'cmi.interactions.0.description': 'What colour is it?',
      'cmi.interactions.0.learner_response': 'blue',
      'cmi.interactions.0.latency': 'PT5.5S',
      'cmi.interactions.0.timestamp': '2026-03-01T10:00:00Z',
      'cmi.interactions.1.learner_response': 'x',
      'cmi.interactions.1.timestamp': '1970-01-01T00:00:00Z',
    });
    expect(answers).toMatchObject([
      {
        question: 'urn:q1',
        description: 'What colour is it?',
        latencySeconds: 5.5,
        saidAt: '2026-03-01T10:00:00.000Z',
      },
      { question: '#1' },
    ]);
    expect(answers[1]).not.toHaveProperty('saidAt');
  });
});

test('objectives of 1.2 have one word for both states, 2004 two; scores are numbers', () => {
  expect(
    factsOfActivity('1.2', undefined, {
      'cmi.objectives.0.id': 'O1',
      'cmi.objectives.0.status': 'passed',
      'cmi.objectives.0.score.raw': '80',
      'cmi.objectives.1.id': 'O2',
      'cmi.objectives.1.status': 'incomplete',
    }).objectives,
  ).toEqual([
    { n: 0, objective: 'O1', completion: 'completed', success: 'passed', raw: 80 },
    { n: 1, objective: 'O2', completion: 'incomplete', success: 'unknown' },
  ]);
  expect(
    factsOfActivity('2004 4th Edition', undefined, {
      'cmi.objectives.0.id': 'O1',
      'cmi.objectives.0.success_status': 'failed',
      'cmi.objectives.0.score.scaled': '0',
    }).objectives,
  ).toEqual([{ n: 0, objective: 'O1', completion: 'unknown', success: 'failed', scaled: 0 }]);
});
