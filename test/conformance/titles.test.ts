import { expect, test } from 'vitest';
import { titleAmong } from './titles';

const titles = ['Activity 1', 'Activity 10', 'Activty 17', 'Activity 18'];

test.each([
  ['Activity 1', 'Activity 1'],
  ['Activity 17', 'Activty 17'],
  ['Activity 11', 'Activity 11'],
  ['Activity 0', 'Activity 0'],
  ['activity 18', 'activity 18'],
])('%s is %s', (wanted, found) => expect(titleAmong(titles, wanted)).toBe(found));

test('of two that are near none is taken', () => expect(titleAmong(['Parts', 'Party'], 'Part')).toBe('Part'));
