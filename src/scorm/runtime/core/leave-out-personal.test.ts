import { expect, test } from 'vitest';
import { callWithoutPersonal, withoutPersonal } from './leave-out-personal';

test.each([
  ['cmi.learner_name', true],
  ['cmi.learner_id', true],
  ['cmi.core.student_name', true],
  ['cmi.core.student_id', true],
  ['cmi.suspend_data', true],
  ['cmi.comments', true],
  ['cmi.comments_from_learner.3.comment', true],
  ['cmi.interactions.12.learner_response', true],
  ['cmi.interactions.12.student_response', true],
  ['adl.data.0.store', true],
  ['cmi.interactions.12.result', false],
  ['cmi.comments_from_lms.0.comment', false],
  ['cmi.score.raw', false],
])('what content reads or writes in %s is left out: %s', (element, out) => {
  const set = callWithoutPersonal({ call: 'SetValue', args: [element, 'Ann said'], returned: 'true' });
  expect([set.args[1], set.returned]).toEqual([out ? '[left out: 8 characters]' : 'Ann said', 'true']);
  const get = callWithoutPersonal({ call: 'GetValue', args: [element], returned: 'Ann said' });
  expect(get.returned).toBe(out ? '[left out: 8 characters]' : 'Ann said');
  const commit = withoutPersonal({ entries: [{ set: { [element]: 'Ann said' } }] });
  expect(JSON.stringify(commit).includes('Ann')).toBe(!out);
  const refused = withoutPersonal({ refused: [{ element, code: 'x', message: '“Ann said” is wrong' }] });
  expect(JSON.stringify(refused).includes('Ann')).toBe(!out);
});

test('what it led to is about the learner; everything else stays as it is', () => {
  expect(withoutPersonal({ ledTo: ['Ann may now'], list: [1, null, 'a'], deep: { 'cmi.location': '7' } })).toEqual({
    ledTo: [],
    list: [1, null, 'a'],
    deep: { 'cmi.location': '7' },
  });
});
