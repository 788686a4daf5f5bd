/** `apply`: idempotent by name, all or nothing, faults in plain words. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCommands, type CommandBench } from '../../support/commands';
import { manifest12, zipOf } from '../scorm/package-zips';

let bench: CommandBench;
const folder = mkdtempSync(join(tmpdir(), 'preceptor-apply-'));
let count = 0;

function file(content: unknown): string {
  count += 1;
  const path = join(folder, `${count}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}
type Result = {
  created: Record<string, number>;
  existing: Record<string, number>;
  warnings: string[];
  courses: { title: string; classId: string; learningObjectId: string }[];
};
const apply = (content: unknown, ...more: string[]): Promise<Result> =>
  bench.json<Result>(['apply', file(content), ...more]);
const faultsOf = async (content: unknown): Promise<string[]> => {
  const before = await everything();
  const ran = await bench.run(['apply', file(content), '--json']);
  expect([ran.code, ran.out]).toEqual([1, '']);
  expect(await everything()).toEqual(before);
  return ran.err
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
};
const everything = (): Promise<unknown[]> =>
  bench.asOwner(
    'select (select count(*) from event) as events, (select count(*) from tenant) as tenants, (select count(*) from course) as courses, (select count(*) from person) as people',
  );

const employers = {
  tenants: [
    { code: '000', name: 'National', kind: 'national' },
    { code: '111', name: 'Northern' },
  ],
};

beforeAll(async () => {
  bench = await openCommands();
  await apply(employers);
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

const world = () => ({
  organisations: [
    { tenant: '111', name: 'Ward', parent: 'Trust' },
    { tenant: '111', name: 'Trust' },
  ],
  positions: [
    {
      tenant: '111',
      title: 'Nurse',
      organisation: 'Ward',
      jobRole: 'Staff Nurse',
    },
    {
      tenant: '111',
      title: 'Manager',
      organisation: 'Trust',
      jobRole: 'Manager',
    },
  ],
  people: [
    { tenant: '111', firstName: 'Ann', lastName: 'Ash' },
    {
      tenant: '111',
      firstName: 'Bo',
      lastName: 'Birch',
      email: 'bo@example.org',
    },
  ],
  accounts: [
    {
      tenant: '111',
      username: 'Ann.Ash',
      person: 'Ann Ash',
      profiles: ['contentAuthor'],
    },
  ],
  assignments: [
    {
      tenant: '111',
      person: 'Ann Ash',
      position: 'Nurse',
      manager: 'Bo Birch',
      dateFrom: '2020-01-01',
    },
  ],
  competencies: [
    {
      tenant: '000',
      name: 'NHS|CSTF|Fire Safety - 2 Years|',
      illustrative: true,
    },
    { tenant: '111', name: 'Local skill', renewal: { n: 6, unit: 'month' } },
  ],
  courses: [
    {
      tenant: '111',
      title: 'Shared',
      learningObject: { title: 'Fire' },
      certificationOnly: true,
    },
    {
      tenant: '000',
      title: 'Fire',
      package: zipOf({ 'imsmanifest.xml': manifest12({}), 'index.html': 'x' }),
      competencies: ['NHS|CSTF|Fire Safety - 2 Years|'],
    },
  ],
  certifications: [
    {
      tenant: '111',
      title: 'Certificate',
      courses: ['Shared'],
      competencies: [{ name: 'Local skill', validity: { n: 1, unit: 'year' } }],
    },
  ],
  paths: [
    {
      tenant: '111',
      title: 'Path',
      target: { days: 30 },
      sections: [
        { title: 'All', courses: ['Shared', { tenant: '000', name: 'Fire' }] },
        { title: 'Some', rule: 'OPTIONAL', courses: ['Fire'] },
      ],
    },
  ],
  requirements: [{ anything: true }],
});

test('makes everything once, whatever the order in the file; the second time nothing', async () => {
  const content = world();
  // LP-2: a course stands in a path once.
  content.paths[0]!.sections.pop();
  expect(await apply(content, '--dry-run')).toMatchObject({
    dryRun: true,
    created: { people: 2, courses: 2, certifications: 1, paths: 1 },
  });
  expect(await bench.asOwner('select 1 from person')).toEqual([]);
  const first = await apply(content);
  expect(first).toMatchObject({
    created: {
      organisations: 2,
      positions: 2,
      people: 2,
      accounts: 1,
      assignments: 1,
      competencies: 2,
      courses: 2,
      certifications: 1,
      paths: 1,
    },
  });
  expect(first.warnings).toContain('requirements are not supported yet: nothing was stored for them');
  const [shared, fire] = first.courses;
  expect(shared?.learningObjectId).toBe(fire?.learningObjectId);
  const before = await everything();
  const again = await apply(content);
  expect(again).toMatchObject({
    existing: {
      organisations: 2,
      people: 2,
      accounts: 1,
      assignments: 1,
      competencies: 2,
      courses: 2,
      certifications: 1,
      paths: 1,
    },
  });
  expect(Object.values(again.created).reduce((sum, n) => sum + n, 0)).toBe(0);
  expect(again.courses).toEqual(first.courses);
  expect(await everything()).toEqual(before);
  expect(await bench.json(['person', 'show', 'ann.ash'])).toMatchObject({
    person: { firstName: 'Ann', tenant: '111' },
    assignments: [{ position: 'Nurse', organisation: 'Ward', manager: 'Bo Birch' }],
  });
});

test('the form of the file: every fault with its place', async () => {
  expect(
    await faultsOf({
      tenants: [{ code: '11', name: 'x' }],
      people: [
        { tenant: '111', firstName: 'A', lastName: 'B', age: 3 },
        { tenant: '111', firstName: 'A' },
      ],
      accounts: [
        {
          tenant: '111',
          username: 'a b',
          password: 'short',
          profiles: ['king'],
        },
      ],
      certifications: [
        {
          tenant: '111',
          title: 'C',
          courses: [],
          validity: { n: 0, unit: 'years' },
        },
      ],
      courses: [
        {
          tenant: '111',
          title: 'D',
          activeFrom: '2026-02-30',
          package: 'a.zip',
          learningObject: { title: 'b' },
        },
      ],
      paths: 'none',
    }),
  ).toEqual([
    'tenants[0].code: must be the three digits of an employer, such as "111"',
    'people[0]: has a key that is not known: age',
    'people[1].lastName: is missing',
    'accounts[0].username: must be a username: letters, digits, dots, dashes, @, up to 100',
    'accounts[0].password: must be a text of at least 8 characters',
    'accounts[0].profiles[0]: is no profile',
    'courses[0].activeFrom: must be a date written YYYY-MM-DD',
    'certifications[0].courses: must name at least one course',
    'certifications[0].validity.n: must be a whole number, 1 or more where it counts a length',
    'certifications[0].validity.unit: must be "day", "week", "month" or "year"',
    'paths: must be a list',
  ]);
  expect(await faultsOf([])).toEqual(['the file: must be an object: {"…": …}']);
});

test('what the file refers to: every fault with its place, and nothing half done', async () => {
  expect(
    await faultsOf({
      organisations: [
        { tenant: '111', name: 'A', parent: 'B' },
        { tenant: '111', name: 'B', parent: 'A' },
        { tenant: '999', name: 'C' },
      ],
      positions: [{ tenant: '111', title: 'P', organisation: 'Nowhere', jobRole: 'R' }],
      people: [
        { tenant: '111', firstName: 'C', lastName: 'Cedar' },
        { tenant: '111', firstName: 'c', lastName: 'cedar' },
      ],
      assignments: [{ tenant: '111', person: 'Nobody', position: 'P' }],
      courses: [
        {
          tenant: '111',
          title: 'E',
          package: 'nowhere.zip',
          competencies: ['Flying'],
        },
      ],
      certifications: [{ tenant: '111', title: 'F', courses: ['G'] }],
      paths: [
        {
          tenant: '111',
          title: 'H',
          sections: [{ title: 'S', courses: [{ tenant: '000', name: 'E' }] }],
        },
      ],
    }),
  ).toEqual([
    'organisations[2].tenant: there is no employer 999, in the file or in the database',
    'organisations[0].parent: is its own parent, directly or by others',
    'organisations[1].parent: is its own parent, directly or by others',
    'positions[0].organisation: there is no organisation "Nowhere", in the file or in the database',
    'people[1]: stands twice in the file',
    'assignments[0].person: there is no person "Nobody", in the file or in the database',
    'assignments[0].position: there is no position "P", in the file or in the database',
    'courses[0].competencies[0]: there is no competence "Flying", in the file or in the database',
    'certifications[0].courses[0]: there is no course "G", in the file or in the database',
    'paths[0].sections[0].courses[0]: there is no course "E", in the file or in the database',
    'courses[0].package: there is no such file or folder: nowhere.zip',
  ]);
});

test('PERM-1: what another employer owns is used by nobody else, by name or with its code', async () => {
  await apply({
    tenants: [{ code: '222', name: 'Southern' }],
    organisations: [{ tenant: '000', name: 'Head office' }],
    competencies: [{ tenant: '222', name: 'Theirs' }],
    courses: [{ tenant: '222', title: 'Their course' }],
  });
  const refused = 'must be the employer itself or the national body: what another employer owns cannot be used';
  expect(
    await faultsOf({
      positions: [
        {
          tenant: '111',
          title: 'Q',
          organisation: 'Head office',
          jobRole: 'R',
        },
      ],
      courses: [
        {
          tenant: '111',
          title: 'I',
          competencies: ['Theirs', { tenant: '222', name: 'Theirs' }],
        },
        {
          tenant: '000',
          title: 'J',
          competencies: [{ tenant: '222', name: 'Theirs' }],
        },
        {
          tenant: '111',
          title: 'M',
          learningObject: { tenant: '222', title: 'Their course' },
        },
        {
          tenant: '111',
          title: 'N',
          learningObject: { tenant: '999', title: 'Nobody' },
        },
      ],
      certifications: [
        {
          tenant: '111',
          title: 'K',
          courses: [{ tenant: '222', name: 'Their course' }],
        },
      ],
      paths: [
        {
          tenant: '111',
          title: 'L',
          sections: [{ title: 'S', courses: [{ tenant: '222', name: 'Their course' }] }],
        },
      ],
    }),
  ).toEqual([
    'positions[0].organisation: there is no organisation "Head office", in the file or in the database',
    `courses[2].learningObject.tenant: ${refused}`,
    'courses[3].learningObject.tenant: there is no employer 999, in the file or in the database',
    'courses[0].competencies[0]: there is no competence "Theirs", in the file or in the database',
    `courses[0].competencies[1].tenant: ${refused}`,
    `courses[1].competencies[0].tenant: ${refused}`,
    `certifications[0].courses[0].tenant: ${refused}`,
    `paths[0].sections[0].courses[0].tenant: ${refused}`,
  ]);
});

test('CERT-3: a certification that the rules refuse is refused with the file; a second national body too', async () => {
  const certification = {
    tenant: '111',
    title: 'Never',
    courses: ['Shared'],
    initialCompletion: { n: 2, unit: 'year' },
  };
  expect(await faultsOf({ certifications: [certification] })).toEqual([
    'certifications[0]: is refused: completion-not-shorter-than-validity',
  ]);
  expect(
    await faultsOf({
      tenants: [{ code: '009', name: 'Another', kind: 'national' }],
    }),
  ).toEqual(['tenants[0].kind: there is a national body already, with another code']);
});

test('a course without anything to play is made, and said so', async () => {
  const { warnings, courses } = await apply({
    courses: [{ tenant: '111', title: 'Empty' }],
  });
  expect(warnings).toEqual(['courses[0]: needs "package" or "learningObject" to be played; only its name was made']);
  expect(courses).toMatchObject([{ title: 'Empty' }]);
  expect(courses[0]).not.toHaveProperty('classId');
});
