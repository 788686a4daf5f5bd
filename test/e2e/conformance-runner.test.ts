/** The conformance runner itself, on a small case of our own: what is right passes, and whatever is wrong fails. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { readSuite, type Case } from '../conformance/case-files';
import { lineOf } from '../conformance/report';
import { runSuite, type Result } from '../conformance/run-suite';
import { readScript } from '../conformance/script';

const folder = fileURLToPath(new URL('../conformance/own-cases', import.meta.url));
const written = readFileSync(`${folder}/OWN-01/OWN-01.properties`, 'utf8');

/** Scripts that are wrong in one place each. */
const wrong = {
  value: ['GET->c~E->E.a->0', 'GET->c~E->E.r->0'],
  answer: ['UIA=Y~N~Y', 'UIA=Y~Y~Y'],
  delivery: ['Act2V1', 'Act3V1'],
  end: ['Act2V1.CUI=Previous', 'Act2V1.CUI=AutoTest'],
} as const;

let result: Result;
beforeAll(async () => {
  const suite = await readSuite(folder);
  const right = suite?.cases[0];
  if (!suite || !right) throw new Error('no case of our own');
  const variants = Object.entries(wrong).map(([id, [from, to]]): Case => {
    expect(written).toContain(from);
    return { ...right, id, script: readScript(Buffer.from(written.replaceAll(from, to))) };
  });
  result = await runSuite({ suite: { cases: [right, ...variants], unreadable: [] }, say: () => undefined });
}, 600_000);

const reportOf = (id: string) => result.cases.find((one) => one.id === id)!;

test('a case that the product masters passes, with everything written down', () => {
  const report = reportOf('OWN-01');
  expect(lineOf(report)).toMatch(/^pass OWN-01 +\d+\.\d s$/);
  expect(
    report.visits.map(({ delivered, moves, ended }) => [delivered?.identifier, delivered?.act, moves, ended]),
  ).toEqual([
    ['one', '1', [], false],
    ['two', '2', ['previous'], false],
    ['one', '1', ['choose Part two'], false],
    ['two', '2', [], true],
  ]);
  const [first] = report.visits;
  expect(first?.delivered).toMatchObject({
    case: 'OWN-01',
    address: '/files/content/pages/part.htm?tc=OWN-01&act=1',
    apiFound: true,
  });
  expect(first?.controls).toMatchObject({ continue: { shown: true, enabled: true }, previous: { enabled: false } });
  expect(first?.controls?.entries.filter(({ current }) => current).map(({ title }) => title)).toEqual(['Part one']);
  expect(first?.questions.map(({ answer }) => answer)).toEqual(['Y', 'N', 'Y']);
  expect(first?.calls[1]).toEqual({
    operation: 'GetValue',
    arguments: ['cmi.entry'],
    return: 'ab-initio',
    error: '0',
    expected: { return: 'ab-initio', error: '0' },
    ok: true,
  });
  expect(first?.calls.at(-1)).toMatchObject({ operation: 'Terminate', return: 'true' });
});

test.each([
  ['value', /GetValue\(cmi\.entry\): expected "resume", got "ab-initio"/],
  ['answer', /asked previous\.enabled: expected Y, the player shows N/],
  ['delivery', /visit 2 \(Act3V1\): expected activity 3, delivered 2/],
  ['end', /visit 2 \(Act2V1\): the session must have ended/],
])('a script that expects another %s fails', (id, line) => {
  const report = reportOf(id);
  expect(report.passed).toBe(false);
  expect(lineOf(report)).toMatch(line);
});

test('the sum counts them', () => expect([result.passed, result.failed]).toEqual([1, Object.keys(wrong).length]));
