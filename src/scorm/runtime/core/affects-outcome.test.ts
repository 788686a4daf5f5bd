import { expect, test } from 'vitest';
import { affectsOutcome } from './affects-outcome';

test.each([
  ['1.2', 'cmi.core.lesson_status', true],
  ['1.2', 'cmi.core.score.raw', true],
  ['1.2', 'cmi.core.exit', true],
  ['1.2', 'cmi.core.session_time', false],
  ['1.2', 'cmi.suspend_data', false],
  ['1.2', 'cmi.objectives.0.status', false],
  ['1.2', 'cmi.completion_status', false],
  ['2004 4th Edition', 'cmi.completion_status', true],
  ['2004 4th Edition', 'cmi.success_status', true],
  ['2004 4th Edition', 'cmi.progress_measure', true],
  ['2004 4th Edition', 'cmi.score.scaled', true],
  ['2004 4th Edition', 'cmi.objectives.12.success_status', true],
  ['2004 4th Edition', 'cmi.objectives.0.score.scaled', true],
  ['2004 4th Edition', 'cmi.objectives.0.id', false],
  ['2004 4th Edition', 'adl.data.0.store', true],
  ['2004 4th Edition', 'adl.nav.request', true],
  ['2004 4th Edition', 'cmi.location', false],
  ['2004 4th Edition', 'cmi.interactions.0.result', false],
] as const)('ELO-14: %s %s takes the outcome lane: %s', (version, name, yes) => {
  expect(affectsOutcome(version, { 'cmi.comments': 'x', [name]: '1' })).toBe(yes);
});
