import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInterval, formatTimespan, parseDuration } from './scorm-time';

test.each([
  ['00:00:00', 0],
  ['0001:02:03.5', 3723.5],
  ['1:2:3', 3723],
  ['PT1H2M3.25S', 3723.25],
  ['P1DT1S', 86_401],
  ['P1M', 2_592_000],
  ['PT0S', 0],
])('RTE times: %s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', 'P', '10', '10:00', '-1:00:00', 'PT1X', 'PT1H1H', 'P9999Y', 'x'.repeat(1_000)])(
  'RTE times: %s is none',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test('SCO-6: what is written is read back to the hundredth, in both forms', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999 * 360_000 }), (hundredths) => {
      const seconds = hundredths / 100;
      expect(parseDuration(formatTimespan(seconds))).toBe(seconds);
      expect(parseDuration(formatInterval(seconds))).toBe(seconds);
      expect(formatTimespan(seconds)).toMatch(/^\d{4}:[0-5]\d:[0-5]\d(\.\d{2})?$/);
    }),
  );
});
