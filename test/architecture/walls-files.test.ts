/** Files stay short and are named as the house says. */
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, readSources, root } from './support/sources';

test('no file is longer than 400 lines', () => {
  const files = [
    ...listFiles('src', ['.ts', '.njk', '.scss']),
    ...listFiles('test', ['.ts']),
    ...listFiles('.config', ['.ts', '.mjs']),
  ];
  const long = files
    .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 400);
  expect(long.map(({ path, lines }) => `${path} has ${lines} lines`)).toEqual([]);
});

test('files are named in kebab-case, and for what they do', () => {
  const odd = listFiles('src', ['.ts']).filter((path) => {
    const name = path.split('/').at(-1) ?? '';
    return (
      !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|worker|en|d))*\.ts$/.test(name) ||
      /(service|manager|helpers?|utils?|impl)\.ts$/.test(name)
    );
  });
  expect(odd).toEqual([]);
});

test('the environment is read in platform/config only', () => {
  const readers = readSources().filter(
    ({ path, text }) => text.includes('process.env') && !path.startsWith('src/platform/config/'),
  );
  expect(readers.map(({ path }) => path)).toEqual([]);
});

test('nothing committed names a folder of the machine it was written on', () => {
  const files = [
    ...listFiles('src', ['.ts', '.njk', '.scss']),
    ...listFiles('test', ['.ts']),
    ...listFiles('.config', ['.ts', '.mjs', '.json']),
  ];
  const named = files.filter((path) => /['"`]\/(home|root|Users|work)\//.test(readFileSync(join(root, path), 'utf8')));
  expect(named).toEqual([]);
});
