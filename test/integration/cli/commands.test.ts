/** The commands that scripts rely on: names, options, keys, exit codes; from a package to a certified learner. */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOutcomePort } from '../../../src/explain';
import { createTakeCommits, openSession, type JournalEntry } from '../../../src/scorm/runtime';
import { openCommands, type CommandBench } from '../../support/commands';
import { manifest12, saved, zipOf } from '../scorm/package-zips';

let bench: CommandBench;
let folder: string;
const now = '2026-03-20T10:00:00Z';
const zip = (): string => zipOf({ 'imsmanifest.xml': manifest12({}), 'index.html': '<p>x</p>' });

const start = {
  tenants: [
    { code: '000', name: 'National', kind: 'national' },
    { code: '111', name: 'Northern' },
    { code: '222', name: 'Southern' },
  ],
  people: [
    { tenant: '111', firstName: 'Pat', lastName: 'Learner' },
    { tenant: '222', firstName: 'Ola', lastName: 'Other' },
  ],
  accounts: [
    { tenant: '111', username: 'pat', person: 'Pat Learner' },
    { tenant: '222', username: 'ola', person: 'Ola Other' },
    { tenant: '111', username: 'boss', profiles: ['learningAdministration'] },
  ],
};

function file(content: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

type Imported = {
  learningObjectId: string;
  courseId: string;
  offeringId: string;
  classId: string;
  certificationId?: string;
  pathId?: string;
};
const imports = (...more: string[]): Promise<Imported> =>
  bench.json<Imported>(['package', 'import', zip(), '--tenant', '111', ...more], now);
const launch = (classId: string, at = now, as = 'pat'): Promise<{ url: string; attemptId: string }> =>
  bench.json(['launch', '--class', classId, '--as', as], at);

/** What the player would have sent. */
async function play(attemptId: string, set: Record<string, string>, at = now): Promise<void> {
  const { database, clock } = bench.at(at);
  const port = createOutcomePort({ t: (key) => key });
  const [row] = await bench.asOwner<{ tenantId: string; activity: string }>(
    `select a.tenant_id as "tenantId", 'I' as activity from attempt a where id = $1`,
    [attemptId],
  );
  const session = await database.inTransaction({ tenant: 'all', actor: { source: 'content' } }, (tx) =>
    openSession(tx, port, { tenantId: row!.tenantId, attemptId }),
  );
  const activity = session!.delivery!.activity;
  const take = createTakeCommits({ database, lane: database.lane, port, now: () => clock.now() });
  const entry = (sequence: number, kind: JournalEntry['kind'], said: Record<string, string>): JournalEntry => ({
    sequence,
    at: clock.now().toISOString(),
    activity,
    kind,
    set: said,
  });
  await take({
    tenantId: row!.tenantId,
    attemptId,
    sessionId: session!.session,
    scormVersion: session!.scormVersion,
    entries: [entry(1, 'initialize', {}), entry(2, 'commit', set)],
  });
}
const passed = {
  'cmi.core.lesson_status': 'passed',
  'cmi.core.score.raw': '90',
  'cmi.core.score.min': '0',
  'cmi.core.score.max': '100',
  'cmi.suspend_data': 'page=4',
  'cmi.core.lesson_location': '4',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preceptor-commands-test-'));
  bench = await openCommands(now);
  expect(await bench.json<{ created: object }>(['apply', file(start)])).toMatchObject({
    created: { tenants: 3, people: 2, accounts: 3 },
    warnings: [],
  });
});
afterAll(async () => {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

test('import, launch, play, and see what it led to: enrolment, competence, certification, path', async () => {
  const imported = await imports(
    '--course',
    'Fire safety',
    '--competence',
    'Fire',
    '--certification',
    'Fire certificate',
    '--path',
    'Welcome',
  );
  expect(Object.keys(imported).sort()).toEqual([
    'certificationId',
    'classId',
    'courseId',
    'learningObjectId',
    'offeringId',
    'pathId',
  ]);
  const launched = await launch(imported.classId);
  expect(launched.url).toMatch(/^http:\/\/content\.localhost:8081\/launch\?ticket=/);
  // Going on with the same attempt, not a new one.
  expect((await launch(imported.classId)).attemptId).toBe(launched.attemptId);
  await play(launched.attemptId, passed);

  const attempt = await bench.json<Record<string, unknown>>(['attempt', 'show', launched.attemptId]);
  expect(Object.keys(attempt)).toEqual([
    'id',
    'status',
    'completion',
    'success',
    'score',
    'totalTimeSeconds',
    'entry',
    'exit',
    'suspendData',
    'location',
    'activities',
    'sessions',
    'ledTo',
  ]);
  expect(attempt).toMatchObject({
    id: launched.attemptId,
    completion: 'completed',
    success: 'passed',
    score: { raw: 90, min: 0, max: 100 },
    suspendData: 'page=4',
    location: '4',
    activities: [{ cmi: { 'cmi.core.lesson_status': 'passed' } }],
    sessions: [
      {
        generation: 1,
        commits: [
          { sequence: 1 },
          {
            sequence: 2,
            receivedAt: '2026-03-20T10:00:00.000Z',
            elements: expect.arrayContaining([{ element: 'cmi.core.lesson_status', value: 'passed' }]) as unknown,
          },
        ],
      },
    ],
    ledTo: {
      enrolment: { status: 'Attended', completionDate: '2026-03-20' },
      competences: [{ name: 'Fire', dateFrom: '2026-03-20', dateTo: '2027-03-20' }],
      certifications: [
        { title: 'Fire certificate', status: 'CERTIFIED', expires: '2027-03-20', renewFrom: '2026-12-20' },
      ],
      paths: [{ title: 'Welcome', status: 'COMPLETED' }],
    },
  });
});

test('why: from the competence, the certification, the path and the enrolment back to the commit', async () => {
  type Step = { at: string; businessDate: string; type: string; sentence: string; actor: string };
  const chain = async (...args: string[]): Promise<Step[]> => bench.json<Step[]>(['why', ...args]);
  const competence = await chain('competence', 'pat', 'Fire');
  expect(competence.map((step) => step.type)).toEqual([
    'competence-awarded',
    'certified',
    'enrolment-completed',
    'outcome-taken',
    'commit',
  ]);
  expect(competence.map((step) => step.sentence)).toEqual([
    'Fire was awarded from 20 March 2026, valid until 20 March 2027.',
    'Every component is complete: certified in Fire certificate from 20 March 2026 until 20 March 2027.',
    'Fire safety was completed with success on 20 March 2026, with 90%.',
    'The player reported for Fire safety: passed, 90%.',
    'In session 1 of attempt 1, save number 2 arrived from the content: cmi.core.score.raw = 90, cmi.core.lesson_status = passed.',
  ]);
  expect(Object.keys(competence[0]!)).toEqual(['at', 'businessDate', 'type', 'sentence', 'actor']);
  const certification = await chain('certification', 'pat', 'Fire certificate');
  expect(certification.map((step) => step.type)).toEqual(
    expect.arrayContaining([
      'subscription-status-changed',
      'certified',
      'cert-component-completed',
      'cert-period-opened',
      'outcome-taken',
      'commit',
    ]),
  );
  expect((await chain('path', 'pat', 'Welcome')).map((step) => step.type)).toEqual(
    expect.arrayContaining(['path-completed', 'path-course-completed', 'enrolment-completed', 'commit']),
  );
  const enrolment = await chain('enrolment', 'pat', 'Fire safety');
  expect(enrolment.map((step) => step.type)).toEqual(
    expect.arrayContaining([
      'enrolment-created',
      'enrolment-status-changed',
      'enrolment-completed',
      'outcome-taken',
      'commit',
    ]),
  );
  const { id } = (await bench.json<{ enrolments: { id: string }[] }>(['person', 'show', 'pat'])).enrolments[0]!;
  expect(await chain('enrolment', id)).toEqual(enrolment);
  expect(enrolment.every((step) => step.sentence !== '' && !step.sentence.startsWith('Recorded'))).toBe(true);
});

test('CERT-T6, CERT-T7: launched again a year later it renews; the night process says what a day brings', async () => {
  const imported = await imports('--course', 'Data', '--certification', 'Data certificate');
  await play((await launch(imported.classId)).attemptId, passed);
  const review = await launch(imported.classId, '2026-05-01T10:00:00Z');
  const renewal = await launch(imported.classId, '2027-01-10T10:00:00Z');
  expect(renewal.attemptId).not.toBe(review.attemptId);
  const status = async (at?: string): Promise<string | undefined> => {
    const shown = await bench.json<{ certifications: { title: string; status: string }[] }>([
      'person',
      'show',
      'pat',
      ...(at === undefined ? [] : ['--at', at]),
    ]);
    return shown.certifications.find((each) => each.title === 'Data certificate')?.status;
  };
  expect(await status()).toBe('RENEWING');
  expect(await status('2026-06-01')).toBe('CERTIFIED');
  expect(await bench.json(['process', 'run', 'P4', '--date', '2027-03-20'])).toMatchObject({
    process: 'P4',
    date: '2027-03-20',
    changed: 0,
  });
  expect(await bench.json<{ changed: number }>(['process', 'run', 'P4', '--date', '2027-03-21'])).toMatchObject({
    changed: 2,
  });
  expect(await status()).toBe('EXPIRED');
  expect(await bench.json(['process', 'run', 'P4', '--date', '2027-03-21'])).toMatchObject({ changed: 0 });
});

test('two times: what was held on a day, by what was known then', async () => {
  const imported = await imports('--course', 'Hands', '--competence', 'NHS|CSTF|Hands - 2 Years|');
  await play((await launch(imported.classId, '2026-04-10T10:00:00Z')).attemptId, passed, '2026-04-10T10:00:00Z');
  const names = async (...at: string[]): Promise<string[]> =>
    (
      await bench.json<{ competences: { name: string }[] }>(['person', 'show', 'pat', ...at], '2026-04-20T10:00:00Z')
    ).competences.map((each) => each.name);
  expect(await names()).toContain('NHS|CSTF|Hands - 2 Years|');
  expect(await names('--at', '2026-04-09')).not.toContain('NHS|CSTF|Hands - 2 Years|');
  expect(await names('--at', '2026-04-10')).toContain('NHS|CSTF|Hands - 2 Years|');
  expect(await names('--at', '2028-04-10')).toContain('NHS|CSTF|Hands - 2 Years|');
  expect(await names('--at', '2028-04-11')).not.toContain('NHS|CSTF|Hands - 2 Years|');

  // A renewal shortens the earlier row; on a day before it nobody knew that.
  const again = await imports(
    '--course',
    'Lifting',
    '--competence',
    'Lifting',
    '--certification',
    'Lifting certificate',
  );
  await play((await launch(again.classId)).attemptId, passed);
  const renewedAt = '2027-01-10T10:00:00Z';
  await play((await launch(again.classId, renewedAt)).attemptId, passed, renewedAt);
  const lifting = async (at: string): Promise<unknown> =>
    (
      await bench.json<{ competences: { name: string }[] }>(['person', 'show', 'pat', '--at', at], renewedAt)
    ).competences.find((each) => each.name === 'Lifting');
  expect(await lifting('2026-06-01')).toMatchObject({ dateFrom: '2026-03-20', dateTo: '2027-03-20' });
  expect(await lifting('2027-01-10')).toMatchObject({ dateFrom: '2027-01-10', dateTo: '2028-01-10' });
});

test('messages to a person, and to nobody else', async () => {
  const mine = await bench.json<{ code: string; to: string; status: string }[]>(['messages', '--to', 'pat']);
  expect(mine.length).toBeGreaterThan(0);
  expect(mine[0]).toMatchObject({ code: 'N-03', to: 'Pat Learner' });
  expect(await bench.json(['messages', '--to', 'ola'])).toEqual([]);
  expect((await bench.json<unknown[]>(['messages'])).length).toBe(mine.length);
});

test('a refused package: exit 1, the findings, and nothing made', async () => {
  const before = await bench.asOwner('select id from course');
  const ran = await bench.run([
    'package',
    'import',
    saved(Buffer.from('no zip')),
    '--tenant',
    '111',
    '--course',
    'Nothing',
    '--json',
  ]);
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.out)).toMatchObject({
    accepted: false,
    findings: [{ severity: 'error', code: 'zip-not-a-zip' }],
  });
  expect(await bench.asOwner('select id from course')).toEqual(before);
});

test.each([
  [['attempt', 'show', '01900000-0000-7000-8000-000000000000'], /no attempt/],
  [['attempt', 'show', 'nonsense'], /no attempt/],
  [['person', 'show', 'nobody'], /no account "nobody"/],
  [['person', 'show', 'boss'], /belongs to no person/],
  [['launch', '--class', '01900000-0000-7000-8000-000000000000', '--as', 'pat'], /no class/],
  [['why', 'competence', 'pat', 'Flying'], /holds no competence "Flying"/],
  [['why', 'certification', 'ola', 'Fire certificate'], /not subscribed/],
  [['why', 'path', 'ola', 'Welcome'], /not on a learning path/],
  [['why', 'enrolment', 'x'], /no enrolment x/],
  [['messages', '--to', 'nobody'], /no account/],
  [['apply', 'broken'], /not JSON/],
])('%j: exit 1 and a clear sentence', async (args, sentence) => {
  const ran = await bench.run(args.map((each) => (each === 'broken' ? file('{') : each)));
  expect([ran.code, ran.out]).toEqual([1, '']);
  expect(ran.err).toMatch(sentence);
});

test("ola cannot play another employer's class", async () => {
  const { classId } = await imports('--course', 'Secret');
  expect((await bench.run(['launch', '--class', classId, '--as', 'ola'])).err).toMatch(/no class/);
});

test.each([
  ['package', 'import'],
  ['package', 'import', 'x.zip', '--course', 'X'],
  ['package', 'import', '/nowhere/x.zip', '--tenant', '111', '--course', 'X'],
  ['launch', '--class', 'x'],
  ['launch', '--as', 'pat'],
  ['attempt', 'show'],
  ['person', 'show', 'pat', '--at', 'yesterday'],
  ['why', 'competence', 'pat'],
  ['why', 'enrolment'],
  ['process', 'run', 'P99', '--date', '2026-01-01'],
  ['process', 'run', 'P4'],
  ['process', 'run', 'toString', '--date', '2026-01-01'],
  ['messages', 'pat'],
  ['apply'],
  ['apply', '/nowhere/x.json'],
])('wrong usage: %s %s %s', async (...args) => {
  const ran = await bench.run(args.filter((each) => typeof each === 'string'));
  expect([ran.code, ran.out]).toEqual([2, '']);
  expect(ran.err).toContain('Usage: npm run -s cli -- ');
});

test('an unknown process is answered with those there are', async () => {
  expect((await bench.run(['process', 'run', 'P1', '--date', '2026-01-01'])).err).toContain('There is: P4.');
});
