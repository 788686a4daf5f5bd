/** Files of a package are anybody's: looking at them takes a time that grows as they do, whatever they hold. */
import { expect, test } from 'vitest';
import { createSignReader } from './script-signs';

const read = (text: string): ReturnType<ReturnType<typeof createSignReader>['signs']> => {
  const reader = createSignReader(false);
  reader.read('page.html', text);
  return reader.signs();
};

test('hosts that are loaded from are found, those only named are not', () => {
  const text = `<script src="https://cdn.example.net/a.js"></script> import  ( 'https://esm.example.net/b.js' )
    <a href="https://nowhere.example.net">x</a> <html xmlns="http://www.w3.org/1999/xhtml">`;
  expect(read(text).hosts).toEqual(['cdn.example.net', 'esm.example.net']);
});

const long = 200_000;
test.each([
  ['blanks behind import', `import${' '.repeat(long)}x`],
  ['blanks behind src', `src=${' '.repeat(long)}x`],
  ['many links', '<link '.repeat(long / 6)],
  ['a name without end', `src="//${'a'.repeat(long)}`],
  ['many labels', `src="//${'a.'.repeat(long / 2)}`],
  ['blanks behind target', `target${' '.repeat(long)}=${' '.repeat(long)}x`],
  ['blanks behind open', `window.open${' '.repeat(long)}x`],
])('%s cost no more than their length', (_, text) => {
  const from = performance.now();
  read(text);
  expect(performance.now() - from).toBeLessThan(2_000);
});
