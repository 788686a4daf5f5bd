/** Reports on attempts: what learners answered, in numbers, for those who may see it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../../src/platform/db';
import { createTakeCommits, tallyAttempts, tallyRecent, type JournalEntry } from '../../../src/scorm/runtime';
import { careers, la, openAdmin, otherLa, textOf, type Admin, type Person } from '../learning/admin-support';
import { addPersons, enrolPlainly, everything, launch } from '../../support/learning-world';

const author: Person = { tenant: 'employer', permissions: ['content.manage'] };
let admin: Admin;
let take: ReturnType<typeof createTakeCommits>;

beforeAll(async () => {
  admin = await openAdmin();
  const { database } = admin.fresh;
  take = createTakeCommits({
    database,
    lane: database.lane,
    port: admin.port,
    now: () => new Date('2026-11-23T09:00:00Z'),
  });
  const [third = ''] = await addPersons(database, admin.world.employer, 1);
  const people = [admin.persons[0], admin.persons[1], third];
  await played(
    people[0] ?? '',
    [
      ['Q1', 'b', 'correct'],
      ['Q2', '=cmd|calc', 'wrong'],
    ],
    '90',
    '00:10:00',
  );
  const second = await played(
    people[1] ?? '',
    [
      ['Q1', 'a', 'wrong'],
      ['Q2', 'x', 'neutral'],
      ['Q1', 'b', 'correct'],
    ],
    '40',
    '00:02:00',
  );
  await played(people[2] ?? '', [['Q1', 'c', 'wrong']], undefined, undefined);
  // Who has not passed may try again.
  await again(second.enrolment, people[1] ?? '', [['Q1', 'a', 'wrong']], '70');
});
afterAll(() => admin.close());

/** Something that is waited for, and how it is given. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

type Given = readonly (readonly [string, string, string])[];

const entry = (sequence: number, kind: JournalEntry['kind'], set: Record<string, string>): JournalEntry => ({
  sequence,
  at: '2026-11-23T09:00:00Z',
  activity: 'SCO',
  kind,
  set,
});

const answersOf = (given: Given): Record<string, string> =>
  Object.fromEntries(
    given.flatMap(([id, response, result], n): [string, string][] => [
      [`cmi.interactions.${n}.id`, id],
      [`cmi.interactions.${n}.type`, 'choice'],
      [`cmi.interactions.${n}.student_response`, response],
      [`cmi.interactions.${n}.result`, result],
      [`cmi.interactions.${n}.latency`, '00:00:10'],
      [`cmi.interactions.${n}.correct_responses.0.pattern`, 'b'],
    ]),
  );

async function played(
  personId: string,
  given: Given,
  raw: string | undefined,
  time: string | undefined,
): Promise<{ attempt: string; session: string; enrolment: string }> {
  const enrolment = await admin.fresh.database.inTransaction(everything, (tx) =>
    enrolPlainly(tx, admin.world, personId),
  );
  return again(enrolment, personId, given, raw, time);
}

async function again(
  enrolment: string,
  personId: string,
  given: Given,
  raw: string | undefined,
  time?: string,
): Promise<{ attempt: string; session: string; enrolment: string }> {
  const { attempt, session } = await admin.fresh.database.inTransaction(everything, (tx) =>
    launch(tx, admin.port, admin.world, personId, enrolment, true),
  );
  const commit = (entries: JournalEntry[]): Promise<unknown> =>
    take({ tenantId: admin.world.employer, attemptId: attempt, sessionId: session, scormVersion: '1.2', entries });
  await commit([entry(1, 'initialize', {})]);
  await commit([entry(2, 'commit', answersOf(given))]);
  if (raw !== undefined)
    await commit([
      entry(3, 'terminate', {
        'cmi.core.score.raw': raw,
        'cmi.core.lesson_status': 'completed',
        'cmi.core.session_time': time ?? '00:01:00',
      }),
    ]);
  return { attempt, session, enrolment };
}

const classPath = (): string => `/classes/${admin.world.employer}/${admin.world.classId}`;
const objectPath = (): string => `/objects/${admin.world.object.ownerId}/${admin.world.object.id}`;
const api = async (path: string, as: Person = la): Promise<Record<string, unknown>> => {
  const answer = await admin.api('get', `/api/v1/reports${path}`, undefined, as);
  expect(answer.status).toBe(200);
  return answer.body as Record<string, unknown>;
};

describe('numbers', () => {
  test('by question: answered, right, wrong, the last answer of an attempt, most given first, pattern and time', async () => {
    const { items, total, uncounted } = await api(`${classPath()}/questions`);
    expect({ total, uncounted }).toEqual({ total: 2, uncounted: 0 });
    expect(items).toEqual([
      expect.objectContaining({
        question: 'Q1',
        type: 'choice',
        answered: 4,
        right: 2,
        wrong: 2,
        other: 0,
        rightShare: 50,
        averageSeconds: 10,
        patterns: ['b'],
        mostGiven: [
          { response: 'b', long: false, verdict: 'right', count: 2 },
          { response: 'a', long: false, verdict: 'wrong', count: 1 },
          { response: 'c', long: false, verdict: 'wrong', count: 1 },
        ],
      }),
      expect.objectContaining({ question: 'Q2', answered: 2, right: 0, wrong: 1, other: 1, rightShare: 0 }),
    ]);
  });

  test('one attempt of each learner, finished ones only, days', async () => {
    const answered = async (query: string): Promise<unknown> =>
      ((await api(`${classPath()}/questions?${query}`)).items as { answered: number; right: number }[]).map(
        ({ answered: count, right }) => [count, right],
      );
    expect(await answered('pick=first')).toEqual([
      [3, 2],
      [2, 0],
    ]);
    expect(await answered('pick=latest')).toEqual([
      [3, 1],
      [1, 0],
    ]);
    expect(await answered('pick=best')).toEqual([
      [3, 1],
      [1, 0],
    ]);
    expect(await answered('finished=true')).toEqual([
      [3, 2],
      [2, 0],
    ]);
    expect(await answered('from=2026-11-24')).toEqual([]);
    expect(await answered('from=2026-11-23&to=2026-11-23')).toEqual([
      [4, 2],
      [2, 0],
    ]);
    expect(await answered('version=2')).toEqual([]);
  });

  test('scores, time and status', async () => {
    expect(await api(`${objectPath()}/overview`)).toMatchObject({
      learners: 3,
      attempts: 4,
      passed: 1,
      failed: 2,
      inProgress: 1,
      scored: 3,
      medianPercent: 70,
      lowestPercent: 40,
      highestPercent: 90,
      totalSeconds: 780,
    });
  });

  test('what was said after the report was read is in the next; a commit that fills a gap too', async () => {
    const [person = ''] = await addPersons(admin.fresh.database, admin.world.employer, 1);
    const visit = await played(person, [['Q1', 'b', 'correct']], undefined, undefined);
    const right = async (): Promise<unknown> =>
      ((await api(`${classPath()}/questions`)).items as { right: number }[])[0]?.right;
    expect(await right()).toBe(3);
    const commit = (entries: JournalEntry[]): Promise<unknown> =>
      take({
        tenantId: admin.world.employer,
        attemptId: visit.attempt,
        sessionId: visit.session,
        scormVersion: '1.2',
        entries,
      });
    await commit([entry(4, 'commit', { 'cmi.core.lesson_location': '4' })]);
    expect(await right()).toBe(3);
    await commit([entry(3, 'commit', { 'cmi.interactions.0.result': 'wrong' })]);
    expect(await right()).toBe(2);
    expect(await tallyRecent(admin.fresh.database, new Date('2026-11-23T08:00:00Z'))).toBe(0);
    await admin.fresh.asOwner('delete from attempt_tally');
    expect(await tallyRecent(admin.fresh.database, new Date('2026-11-23T08:00:00Z'))).toBe(5);
    expect(await right()).toBe(2);
  });
});

describe('who sees what', () => {
  test('a national object shows each employer its own learners only; a class of another is not found', async () => {
    expect(await api(`${objectPath()}/overview`, otherLa)).toMatchObject({ learners: 0, attempts: 0 });
    expect((await admin.api('get', `/api/v1/reports${classPath()}/questions`, undefined, otherLa)).status).toBe(404);
    expect((await admin.get(`/reports${classPath()}`, otherLa)).status).toBe(404);
    expect(textOf(await admin.get('/reports', otherLa))).toContain('Nobody has played anything yet');
  });

  test('names are for those who may look at learners; others see numbers, and some nothing', async () => {
    const seen = textOf(await admin.get(`/reports${classPath()}?tab=attempts`));
    expect(seen).toContain('Pat Learner 0');
    expect(seen).toContain('1 right, 1 wrong of 2');
    const numbers = textOf(await admin.get(`/reports${classPath()}?tab=attempts`, author));
    expect(numbers).toContain('How attempts stand');
    expect(numbers).not.toContain('Pat Learner');
    expect((await admin.get(`/reports${classPath()}/report.csv?table=attempts`, author)).status).toBe(403);
    expect((await admin.api('get', `/api/v1/reports${classPath()}/attempts`, undefined, author)).status).toBe(403);
    expect((await admin.get(`/reports${classPath()}/report.csv?table=answers`, author)).text).not.toContain('Pat');
    expect((await admin.get('/reports', careers)).status).toBe(403);
  });
});

describe('files', () => {
  test('answers as CSV for spreadsheets: marked as UTF-8, formulas made harmless', async () => {
    const file = await admin.get(`/reports${classPath()}/report.csv?table=answers`);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.headers['content-disposition']).toContain('answers.csv');
    const lines = file.text.split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFPerson,Attempt,Version,Part,Question/);
    expect(file.text).toContain(",'=cmd|calc,Wrong,wrong,b,10,");
    // The answer that was given first is there too, marked as not the last.
    expect(lines.filter((line) => line.includes(',Q1,')).length).toBe(6);
    expect(lines.filter((line) => line.endsWith(',no')).length).toBe(1);
  });

  test.each(['questions', 'objectives', 'attempts'])('%s as CSV has a heading and its rows', async (table) => {
    const file = await admin.get(`/reports${objectPath()}/report.csv?table=${table}`);
    expect(file.status).toBe(200);
    const lines = file.text.trim().split('\r\n');
    expect(lines.length).toBe({ questions: 3, objectives: 1, attempts: 6 }[table]);
  });
});

describe('pages', () => {
  test('a date that does not exist is said at its field and filters nothing', async () => {
    const page = textOf(await admin.get(`/reports${objectPath()}?from-day=31&from-month=2&from-year=2026`));
    expect(page).toContain('Enter a real date for the first day');
    expect(page).toContain('5 attempts by 4 learners');
  });

  test('questions have a chart with its table, and lead to every answer', async () => {
    const page = await admin.get(`/reports${objectPath()}?tab=questions`);
    expect(page.text).toContain('<svg class="app-chart__picture"');
    const href = /href="([^"]*\/question\?[^"]*Q2[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const question = textOf(await admin.get(href));
    expect(question).toContain('=cmd|calc');
    expect(question).toContain('Not judged');
    expect((await admin.get(`${href}x`)).status).toBe(404);
  });

  test('what leaves nothing over says so', async () => {
    expect(textOf(await admin.get(`/reports${objectPath()}?version=7`))).toContain('No attempt fits');
  });
});

describe('whatever is said meanwhile', () => {
  test('what a lying client says for parts that are not there is in no report and stops none', async () => {
    const [person = ''] = await addPersons(admin.fresh.database, admin.world.employer, 1);
    const { attempt, session } = await played(person, [['Q1', 'b', 'correct']], undefined, undefined);
    const before = (await api(`${classPath()}/questions`))['items'];
    // Longer than a key of an index may be, and not to be pressed.
    const nowhere = Array.from({ length: 110 }, () => randomUUID()).join('');
    for (const [n, activity] of [nowhere, '__proto__', 'ORG'].entries())
      await take({
        tenantId: admin.world.employer,
        attemptId: attempt,
        sessionId: session,
        scormVersion: '1.2',
        entries: [{ ...entry(3 + n, 'commit', answersOf([['Q9', 'x', 'correct']])), activity }],
      });
    expect((await api(`${classPath()}/questions`))['items']).toEqual(before);
  });

  test('a report that is being counted makes no commit wait, nor a commit the report', async () => {
    const [person = ''] = await addPersons(admin.fresh.database, admin.world.employer, 1);
    const { attempt, session } = await played(person, [['Q1', 'b', 'correct']], undefined, undefined);
    const key = { tenantId: admin.world.employer, attemptId: attempt };
    const said = { 'cmi.core.lesson_status': 'completed' };
    const commit = (sequence: number): Promise<unknown> =>
      take({ ...key, sessionId: session, scormVersion: '1.2', entries: [entry(sequence, 'terminate', said)] });
    const { database } = admin.fresh;
    /** One transaction stays open until the other has come to its end. */
    const during = async (work: (tx: Tx) => Promise<unknown>, other: () => Promise<unknown>): Promise<void> => {
      const [begun, over] = [signal(), signal()];
      const open = database.inTransaction(everything, async (tx) => {
        await work(tx);
        begun.give();
        await over.given;
      });
      await begun.given;
      await other().finally(over.give);
      await open;
    };
    await during(
      async (tx) => void expect(await tallyAttempts(tx, [key])).toBe(1),
      () => commit(3),
    );
    const lock = 'select from attempt where tenant_id = $1 and id = $2 for no key update';
    await during(
      (tx) => tx.execute(lock, [key.tenantId, attempt]),
      () => database.inTransaction(everything, (tx) => tallyAttempts(tx, [key])),
    );
  });
});
