/** Files of a package are anybody's: looking at them ends, whatever they hold. A pattern that goes back and forth over
 * 200,000 characters would not end within the time a test has. */
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
])('%s are looked through to their end', (_, text) => {
  expect(read(`${text}<script>LMSInitialize('')</script>`).seen.has('calls-12')).toBe(true);
});
