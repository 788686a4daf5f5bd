/** The demonstration and the first administrator, on empty databases. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import demo from '../../../prisma/seed/demo.json';
import { signIn } from '../../../src/people';
import { policies } from '../../../src/policies';
import { demoPassword, demoPeople, seedDemo, seedNone } from '../../../src/seed';
import { stories, waysToPlay } from '../../../src/seed/demo-stories';
import { openCommands, type CommandBench } from '../../support/commands';

let bench: CommandBench;
let seconds: number;

type Shown = {
  readonly competences: readonly { readonly name: string; readonly dateTo: string }[];
  readonly certifications: readonly {
    readonly title: string;
    readonly status: string;
    readonly expires: string | null;
    readonly periods: readonly { readonly status: string }[];
  }[];
  readonly paths: readonly { readonly title: string; readonly status: string; readonly target: string }[];
  readonly enrolments: readonly {
    readonly course: string;
    readonly status: string;
    readonly attempts: readonly unknown[];
  }[];
};
const person = (username: string, ...more: string[]): Promise<Shown> =>
  bench.json<Shown>(['person', 'show', username, ...more]);

beforeAll(async () => {
  bench = await openCommands('2026-11-23T09:00:00Z');
  const start = Date.now();
  expect(await seedDemo({ ...bench.program, policies })).toBe('made');
  seconds = (Date.now() - start) / 1000;
});
afterAll(() => bench.close());

test('it is quick, and a second start has nothing to do', async () => {
  expect(seconds).toBeLessThan(25);
  const counts = (): Promise<{ n: number }[]> =>
    bench.asOwner('select (select count(*) from event) + (select count(*) from attempt) as n');
  const before = await counts();
  expect(await seedDemo({ ...bench.program, policies })).toBe('there');
  expect(await counts()).toEqual(before);
});

test('the people on the sign-in page are those of the data, and their password is the documented one', async () => {
  expect(demoPeople.map((each) => each.username).sort()).toEqual(demo.accounts.map((each) => each.username).sort());
  expect(demo.accounts.every((each) => each.password === demoPassword)).toBe(true);
  expect(await signIn(bench.program.database, { username: 'amina.khan', password: demoPassword })).toMatchObject({
    ok: true,
  });
});

test('learning under way is there: done, soon to expire, expired, renewed, overdue, failed, in the middle', async () => {
  const amina = await person('amina.khan');
  expect(amina.certifications).toMatchObject([
    { title: 'Fire safety certificate', status: 'CERTIFIED', expires: '2026-12-13' },
  ]);
  expect(amina.paths).toMatchObject([{ title: 'Welcome to Northgate', status: 'COMPLETED' }]);
  expect(amina.competences.map((each) => each.name)).toEqual([
    '111|LOCAL|Hand Hygiene - 1 Year|',
    'NHS|CSTF|Fire Safety - 1 Year|',
    'NHS|CSTF|Infection Prevention and Control - Level 2 - 1 Year|',
    'NHS|CSTF|Information Governance and Data Security - 1 Year|',
  ]);
  expect((await person('daniel.osei')).certifications).toMatchObject([{ status: 'EXPIRED' }]);
  expect((await person('olivia.green')).certifications).toMatchObject([
    { status: 'CERTIFIED', periods: [{ status: 'COMPLETED' }, { status: 'COMPLETED' }] },
  ]);
  const ben = await person('ben.carter');
  expect(ben.paths[0]?.status).toBe('ACTIVE');
  expect(ben.paths[0]!.target < '2026-11-23').toBe(true);
  expect(ben.enrolments).toMatchObject([
    { course: 'Hand hygiene', status: 'Attended' },
    { course: 'Infection prevention and control', status: 'InProgress' },
  ]);
  expect((await person('maya.singh')).certifications).toMatchObject([
    { status: 'EXPIRED', periods: [{ status: 'EXPIRED' }] },
  ]);
  expect((await person('noah.williams')).enrolments).toMatchObject([
    { status: 'InProgress', attempts: [{ success: 'failed' }] },
  ]);
});

test('as at a day in the past: what was true on and known then', async () => {
  const then = await person('daniel.osei', '--at', '2026-01-01');
  expect(then.certifications).toMatchObject([{ status: 'CERTIFIED', expires: '2026-09-29' }]);
  expect(then.competences.map((each) => each.name)).toContain('NHS|CSTF|Fire Safety - 1 Year|');
  expect((await person('daniel.osei')).competences.map((each) => each.name)).not.toContain(
    'NHS|CSTF|Fire Safety - 1 Year|',
  );
});

test('every story is about a person, a course and a way that there are', () => {
  for (const story of stories) {
    expect(demoPeople.map((each) => each.username)).toContain(story.who);
    if (story.does === 'play') expect(waysToPlay[story.course]?.[story.how].length).toBeGreaterThan(0);
  }
});

test('a start that was killed half-way is finished by the next one, with nothing twice', async () => {
  const other = await openCommands('2026-11-23T09:00:00Z');
  try {
    // It dies at the first package: people and courses are there by then.
    const stopped = {
      ...other.program,
      policies,
      files: { ...other.program.files, requireSpace: () => Promise.reject(new Error('killed')) },
    };
    await expect(seedDemo(stopped)).rejects.toThrow('killed');
    expect(await other.asOwner('select 1 from course')).toHaveLength(demo.courses.length);
    expect(await other.asOwner('select 1 from learning_object')).toHaveLength(0);
    // And the next one in the middle of what people did.
    let labels = 15;
    const { keyedLabel } = other.program.keys;
    const keys = {
      ...other.program.keys,
      keyedLabel: (...parts: Parameters<typeof keyedLabel>) => {
        labels -= 1;
        if (labels < 0) throw new Error('killed');
        return keyedLabel(...parts);
      },
    };
    await expect(seedDemo({ ...other.program, policies, keys })).rejects.toThrow('killed');
    expect((await other.asOwner('select 1 from attempt')).length).toBeGreaterThan(3);
    expect(await seedDemo({ ...other.program, policies })).toBe('made');
    for (const table of [
      'tenant',
      'course',
      'person',
      'learning_object',
      'class',
      'attempt',
      'enrolment',
      'competence_element',
    ]) {
      const counted = `select count(*)::int as n from ${table}`;
      expect([table, await other.asOwner(counted)]).toEqual([table, await bench.asOwner(counted)]);
    }
  } finally {
    await other.close();
  }
});

test('a database with other data is left alone, and SEED=none makes one administrator once', async () => {
  const other = await openCommands('2026-11-23T09:00:00Z');
  try {
    const made = await seedNone(other.program);
    expect(made?.username).toBe('admin');
    expect(await signIn(other.program.database, { username: 'admin', password: made?.password ?? '' })).toMatchObject({
      ok: true,
    });
    expect(await seedNone(other.program)).toBeUndefined();
    expect(await seedDemo({ ...other.program, policies })).toBe('other-data');
    const grants = await other.asOwner<{ profile: string }>('select profile from profile_grant order by profile');
    expect(grants.map((each) => each.profile)).toEqual([
      'careerManagement',
      'contentAuthor',
      'learningAdministration',
      'localSystems',
    ]);
  } finally {
    await other.close();
  }
});
