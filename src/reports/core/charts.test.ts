import { expect, test } from 'vitest';
import { barsOf, shorten } from './charts';

test('bars are as long as what they stand for, their parts side by side, and leave room for words', () => {
  const { bars, width, height } = barsOf(
    [
      {
        label: 'A',
        parts: [
          { tone: 'right', value: 30 },
          { tone: 'wrong', value: 10 },
        ],
        words: '75 %',
      },
      { label: 'B', parts: [{ tone: 'right', value: 0 }], words: '0 %' },
    ],
    40,
  );
  const [first, second] = bars;
  expect(first?.rects).toEqual([
    { tone: 'right', x: 0, width: 204 },
    { tone: 'wrong', x: 204, width: 68 },
  ]);
  expect(first?.wordsX).toBeLessThan(width - 60);
  expect(second?.rects).toEqual([]);
  expect(second?.barY).toBeGreaterThan(first?.barY ?? 0);
  expect(height).toBeGreaterThan(second?.barY ?? 0);
});

test('short words stand beside their bar', () => {
  const { bars } = barsOf([{ label: 'A', parts: [{ tone: 'plain', value: 2 }], words: '2' }], 2, 'beside');
  expect(bars[0]?.rects[0]?.x).toBe(108);
  expect(Math.abs((bars[0]?.labelY ?? 0) - (bars[0]?.barY ?? 0))).toBeLessThan(16);
});

test('nothing at all is no bar, not an infinite one; a sliver can be seen', () => {
  expect(barsOf([{ label: 'A', parts: [{ tone: 'plain', value: 0 }], words: '0' }], 0).bars[0]?.rects).toEqual([]);
  expect(
    barsOf([{ label: 'A', parts: [{ tone: 'plain', value: 1 }], words: '1' }], 100_000).bars[0]?.rects[0]?.width,
  ).toBe(1);
});

test('a long label is cut between characters', () => {
  expect(shorten('a  b\nc', 10)).toBe('a b c');
  expect(shorten('👩‍⚕️'.repeat(3), 4)).toBe(`${[...'👩‍⚕️'.repeat(3)].slice(0, 3).join('')}…`);
});
