/** `package check`: the keys and exit codes that scripts rely on. */
import { expect, test } from 'vitest';
import { dispatch } from '../../../src/cli/dispatch';
import { packageCheck } from '../../../src/cli/package-check';
import { manifest12, saved, zipOf } from './package-zips';

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await dispatch([packageCheck], ['package', 'check', ...args], {
    print: (text) => (out += text),
    printJson: (value) => (out += JSON.stringify(value)),
    complain: (text) => (err += text),
    open: () => Promise.reject(new Error('package check needs no database')),
  });
  return { code, out, err };
}

const organisations =
  '<organizations default="o"><organization identifier="o"><title>Hand hygiene</title><item identifier="c"><title>Part</title><item identifier="i" identifierref="r" parameters="p=1"><title>One</title></item></item></organization></organizations>';

test('accepted: exit 0 and the promised keys', async () => {
  const { code, out, err } = await run(
    zipOf({ 'imsmanifest.xml': manifest12({ organisations }), 'index.html': 'x' }),
    '--json',
  );
  expect(code).toBe(0);
  expect(err).toBe('');
  expect(JSON.parse(out)).toEqual({
    accepted: true,
    scormVersion: '1.2',
    title: 'Hand hygiene',
    activities: [
      { identifier: 'c', title: 'Part', href: null, scormType: null },
      { identifier: 'i', title: 'One', href: 'index.html?p=1', scormType: 'sco' },
    ],
    findings: [],
  });
});

test('refused: exit 1, nulls and an error in words', async () => {
  const { code, out } = await run('--json', saved(Buffer.from('no zip')));
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    accepted: false,
    scormVersion: null,
    title: null,
    activities: [],
    findings: [{ severity: 'error', code: 'zip-not-a-zip', message: 'This file is not a zip file.', where: '' }],
  });
});

test('wrong usage: exit 2 and nothing on the standard output', async () => {
  for (const args of [[], ['a.zip', 'b.zip'], ['a.zip', '--xml'], ['/nowhere/a.zip', '--json']]) {
    const { code, out, err } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toBe('');
  }
});

test('without --json: a report for people', async () => {
  const { out } = await run(zipOf({ 'imsmanifest.xml': manifest12({ schema: '' }), 'index.html': 'x' }));
  expect(out).toContain('Accepted with warnings');
  expect(out).toContain('SCORM 1.2 · Hand hygiene');
  expect(out).toContain('What to do: ');
});
