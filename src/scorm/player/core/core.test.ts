import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRange } from './byte-range';
import { readFilePath } from './file-path';

test('RFC 9110 14.1.2: whatever is asked for, a range lies inside the file', () => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `bytes=${a}-${b}`),
    fc.nat().map((a) => `bytes=-${a}`),
    fc.nat().map((a) => `bytes=${a}-`),
  );
  fc.assert(
    fc.property(header, fc.nat(), (text, size) => {
      const range = readRange(text, size);
      if (typeof range === 'string') return;
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.end).toBeGreaterThanOrEqual(range.start);
      expect(range.end).toBeLessThan(size);
    }),
  );
});

test('whatever address is asked for, no path leaves the package', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', '\\', '%00', '%', 'a'));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const path = readFilePath(pieces.join('/'));
      if (path === undefined) return;
      for (const segment of path.split('/')) {
        expect(['', '.', '..']).not.toContain(segment);
        expect(segment).not.toMatch(/[\\\0]/);
      }
    }),
  );
  expect(readFilePath('a/%C3%A4%20b.html')).toBe('a/ä b.html');
});
