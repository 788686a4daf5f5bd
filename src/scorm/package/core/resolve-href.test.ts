import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addParameters, indexFiles, joinBase, normalisePath, resolveHref } from './resolve-href';

describe('CAM 3.4: parameters', () => {
  test.each([
    ['', '', ''],
    ['', 'a=1', '?a=1'],
    ['', '?a=1', '?a=1'],
    ['', '&a=1', '?a=1'],
    ['', '?&?a=1', '?a=1'],
    ['?x=1', 'a=1', '?x=1&a=1'],
    ['?x=1', '?a=1&b=2', '?x=1&a=1&b=2'],
    ['', '#top', '#top'],
    ['?x=1', '#top', '?x=1#top'],
    ['#here', '#top', '#here'],
    ['#here', 'a=1', '?a=1#here'],
    ['?x=1#here', '?a=1', '?x=1&a=1#here'],
    ['#here', 'a=1#top', '?a=1#here'],
    ['', 'a=1#top', '?a=1#top'],
    ['?', 'a=1', '?a=1'],
  ])('%j with %j is %j', (suffix, parameters, expected) => {
    expect(addParameters(suffix, parameters)).toBe(expected);
  });

  test('nothing but the joint is added: what was there stays at the front or, a fragment, at the end', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', '?a=1', '#f', '?a=1#f'),
        fc.stringMatching(/^[?&]{0,3}[a-z0-9=&]{0,12}$/),
        (suffix, parameters) => {
          const result = addParameters(suffix, parameters);
          expect(result === '' || /^[?#]/.test(result)).toBe(true);
          expect(result.startsWith(suffix.split('#')[0] ?? '')).toBe(true);
          if (suffix.includes('#')) expect(result.endsWith('#f')).toBe(true);
          expect(result.split('?').length).toBeLessThanOrEqual(2);
        },
      ),
    );
  });
});

describe('CAM 3.4: xml:base', () => {
  test.each([
    ['', 'a.html', 'a.html'],
    ['pages/', 'a.html', 'pages/a.html'],
    ['pages/one.html', 'a.html', 'pages/a.html'],
    ['pages/', '', 'pages/'],
    ['pages/', '/a.html', '/a.html'],
    ['pages/', 'http://x.org/a', 'http://x.org/a'],
    ['http://x.org/c/', 'a.html', 'http://x.org/c/a.html'],
    ['http://x.org/c/', '/a.html', 'http://x.org/a.html'],
  ])('%j and %j are %j', (base, reference, expected) => {
    expect(joinBase(base, reference)).toBe(expected);
  });

  test('a base without its slash is mended when only that finds the file', () => {
    const files = indexFiles(['pages/a.html']);
    expect(resolveHref(files, ['pages'], 'a.html')).toMatchObject({ path: 'pages/a.html', exists: true, mended: true });
    expect(resolveHref(files, ['pages/'], 'a.html')).toMatchObject({
      path: 'pages/a.html',
      exists: true,
      mended: false,
    });
  });

  test('of two files that differ in case, neither is guessed', () => {
    expect(resolveHref(indexFiles(['A.html', 'a.html']), [], 'a.HTML')).toMatchObject({ exists: false });
  });
});

test('ELO-5: no reference leaves the package', () => {
  const piece = fc.constantFrom('..', '.', '', 'a', '%2e%2e', '%2f', '\\', '?', '#', '..%5c');
  const reference = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join('/'));
  const files = indexFiles(['a', 'a/a']);
  fc.assert(
    fc.property(fc.array(reference, { maxLength: 3 }), reference, (bases, href) => {
      const address = resolveHref(files, bases, href);
      if (address.kind === 'file') expect(normalisePath(address.path)).toBe(address.path);
    }),
  );
});
