/** The administrator's pages in a browser: the guided flow by keyboard alone, every page accessible and legible on a phone. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createTakeCommits, type JournalEntry } from '../../src/scorm/runtime';
import { la, careers, nationalAdmin, openAdmin, type Admin, type Person } from '../integration/learning/admin-support';
import {
  accessibilityFaults,
  newContext,
  openBrowser,
  screenshot,
  scrollsSideways,
  type Width,
} from '../support/browser';
import { addPersons, enrolForEverything, enrolPlainly, everything, launch, packageOf } from '../support/learning-world';
import { freePort } from '../support/running-server';

let browser: Browser;
let admin: Admin;
let server: Server;
let base: string;
let attemptId = '';

beforeAll(async () => {
  const port = await freePort();
  admin = await openAdmin({ port });
  base = `http://localhost:${port}`;
  server = createServer(admin.app).listen(Number(port), '127.0.0.1');
  await fillWorld();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections();
  await admin.close();
});

/** One person has passed, the other's result waits for the core. */
async function fillWorld(): Promise<void> {
  const take = createTakeCommits({
    database: admin.fresh.database,
    lane: admin.fresh.database.lane,
    port: admin.port,
    now: () => new Date('2026-11-23T09:00:00Z'),
  });
  const entry = (sequence: number, kind: JournalEntry['kind'], set: Record<string, string>): JournalEntry => ({
    sequence,
    at: '2026-11-23T09:00:00Z',
    activity: 'SCO',
    kind,
    set,
  });
  const answers = ['alarm', 'extinguisher', 'exit'].flatMap((id, index): [string, string][] => [
    [`cmi.interactions.${index}.id`, `question-${id}`],
    [`cmi.interactions.${index}.type`, 'choice'],
    [`cmi.interactions.${index}.student_response`, 'b'],
    [`cmi.interactions.${index}.correct_responses.0.pattern`, index === 1 ? 'a' : 'b'],
    [`cmi.interactions.${index}.result`, index === 1 ? 'wrong' : 'correct'],
    [`cmi.interactions.${index}.latency`, '00:00:12.40'],
  ]);
  const done: Record<string, string> = {
    'cmi.core.lesson_status': 'completed',
    'cmi.core.score.raw': '90',
    'cmi.core.score.max': '100',
    'cmi.core.score.min': '0',
    'cmi.core.session_time': '00:12:40.00',
    'cmi.objectives.0.id': 'knows-the-alarm',
    'cmi.objectives.0.status': 'passed',
    'cmi.objectives.0.score.raw': '80',
    'cmi.suspend_data': 'x'.repeat(600),
    ...Object.fromEntries(answers),
  };
  for (const [index, personId] of admin.persons.slice(0, 2).entries()) {
    const session = await admin.fresh.database.inTransaction(everything, async (tx) =>
      launch(
        tx,
        admin.port,
        admin.world,
        personId,
        await (index === 0 ? enrolForEverything : enrolPlainly)(tx, admin.world, personId),
      ),
    );
    if (index === 1) admin.breakCore('the competence service did not answer');
    await take({
      tenantId: admin.world.employer,
      attemptId: session.attempt,
      sessionId: session.session,
      scormVersion: '1.2',
      entries: [entry(1, 'initialize', {}), entry(2, 'terminate', done)],
    });
    if (index === 0) attemptId = session.attempt;
  }
  admin.breakCore(undefined);
  await addNewVersion();
}

/** Somebody is in the middle of the content when a new version comes. */
async function addNewVersion(): Promise<void> {
  const { world, fresh } = admin;
  const [personId = ''] = await addPersons(fresh.database, world.employer, 1);
  await fresh.database.inTransaction(everything, async (tx) => {
    await launch(tx, admin.port, world, personId, await enrolPlainly(tx, world, personId));
  });
  await fresh.asOwner(
    `insert into learning_object_version select r.* from learning_object_version v, jsonb_populate_record(null::learning_object_version,
       to_jsonb(v) || jsonb_build_object('id', gen_random_uuid(), 'number', 2, 'package', $2::jsonb)) r where v.id = $1`,
    [world.versionId, JSON.stringify(packageOf(['NEW']))],
  );
  await fresh.asOwner(
    'update learning_object set current_version_id = (select id from learning_object_version where learning_object_id = $1 and number = 2) where id = $1',
    [world.object.id],
  );
}

const contextFor = (person: Person, width: Width): Promise<BrowserContext> =>
  newContext(browser, width, { extraHTTPHeaders: { 'x-test-person': JSON.stringify(person) } });

const classRef = (): string => `${admin.world.employer}.${admin.world.classId}`;
const object = (): string => `${admin.world.object.ownerId}.${admin.world.object.id}`;
const answered = (): string =>
  `object=${object()}&title=Fire+safety+at+night&offering=Online&rule=MASTERY&mastery=80&toolbar=visible&toolbar=exit&played=yes&competence=${admin.world.national}.${admin.world.competenceId}&competences=done&join=open`;

const pages = (): [string, string, Person?][] => [
  ['home', '/manage'],
  ['new-object', '/manage/courses/new'],
  ['new-course', `/manage/courses/new?object=${object()}&step=course`],
  ['new-existing', `/manage/courses/new?object=${object()}&step=course&existing=yes`],
  ['new-play', `/manage/courses/new?${answered()}&step=play`],
  ['new-competences', `/manage/courses/new?${answered()}&step=competences&q=fire`],
  ['new-join', `/manage/courses/new?${answered()}&step=join`],
  ['new-check', `/manage/courses/new?${answered()}&step=check`],
  ['new-fault', `/manage/courses/new?object=${object()}&sent=course&title=`],
  ['courses', '/manage/courses'],
  ['courses-empty', '/manage/courses?q=nothing+like+it'],
  ['course', `/manage/courses/${admin.world.employer}/${admin.world.courseId}`],
  ['course-competencies', `/manage/courses/${admin.world.employer}/${admin.world.courseId}?tab=competencies`],
  ['course-history', `/manage/courses/${admin.world.employer}/${admin.world.courseId}?tab=history`],
  ['course-edit', `/manage/courses/${admin.world.employer}/${admin.world.courseId}/edit`],
  ['class-edit', `/manage/classes/${admin.world.employer}/${admin.world.classId}/edit`],
  ['class', `/manage/classes/${admin.world.employer}/${admin.world.classId}`],
  ['certifications', '/manage/certifications'],
  ['certification', `/manage/certifications/${admin.world.employer}/${admin.world.certificationId}`],
  [
    'certification-people',
    `/manage/certifications/${admin.world.employer}/${admin.world.certificationId}?tab=subscribers`,
  ],
  ['certification-edit', `/manage/certifications/${admin.world.employer}/${admin.world.certificationId}/edit`],
  ['paths', '/manage/paths'],
  ['path', `/manage/paths/${admin.world.employer}/${admin.world.pathId}`],
  ['path-edit', `/manage/paths/${admin.world.employer}/${admin.world.pathId}/edit`],
  ['people', '/manage/people'],
  ['person', `/manage/people/${admin.persons[0]}`],
  ['person-certifications', `/manage/people/${admin.persons[0]}?tab=certifications`],
  ['person-competencies', `/manage/people/${admin.persons[0]}?tab=competencies`],
  [
    'person-why',
    `/manage/people/${admin.persons[0]}/why/competence/${admin.world.national}.${admin.world.competenceId}`,
  ],
  ['enrol-whom', `/manage/enrol?class=${classRef()}&q=pat`],
  ['enrol-check', `/manage/enrol?person=${admin.persons[1]}&class=${classRef()}`],
  [
    'subscribe',
    `/manage/subscribe?person=${admin.persons[1]}&certification=${admin.world.employer}.${admin.world.certificationId}`,
  ],
  [
    'leave',
    `/manage/people/${admin.persons[0]}/leave/certification/${admin.world.employer}.${admin.world.certificationId}`,
  ],
  ['attempts', `/manage/attempts?class=${classRef()}`],
  ['attempt', `/manage/attempts/${attemptId}`],
  ['outcomes', '/manage/outcomes'],
  ['under-way', `/manage/content/${admin.world.object.ownerId}/${admin.world.object.id}/under-way`, nationalAdmin],
  ['reports', '/reports'],
  ['report', `/reports/objects/${admin.world.object.ownerId}/${admin.world.object.id}`],
  [
    'report-fault',
    `/reports/classes/${admin.world.employer}/${admin.world.classId}?from-day=31&from-month=2&from-year=2026&pick=best`,
  ],
  ['report-questions', `/reports/classes/${admin.world.employer}/${admin.world.classId}?tab=questions`],
  [
    'report-question',
    `/reports/classes/${admin.world.employer}/${admin.world.classId}/question?activity=SCO&question=question-alarm`,
  ],
  ['report-objectives', `/reports/classes/${admin.world.employer}/${admin.world.classId}?tab=objectives`],
  ['report-attempts', `/reports/classes/${admin.world.employer}/${admin.world.classId}?tab=attempts`],
  ['competencies', '/manage/competencies'],
  ['competence-new', '/manage/competencies/new', careers],
];

async function look(width: Width): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, path, person = la] of pages()) {
    const context = await contextFor(person, width);
    const page = await context.newPage();
    const answer = await page.goto(`${base}${path}`);
    if ((answer?.status() ?? 500) >= 500) faults.push(`${name}: answered ${answer?.status() ?? 0}`);
    await page.evaluate(`document.querySelectorAll('details').forEach((each) => (each.open = true))`);
    if (width === 'desk') faults.push(...(await accessibilityFaults(page)).map((each) => `${name}: ${each}`));
    if (await scrollsSideways(page)) faults.push(`${name}: scrolls sideways at ${width}`);
    await screenshot(page, `admin-${name}-${width}`);
    await context.close();
  }
  return faults;
}

test('every page is accessible at a desk', async () => expect(await look('desk')).toEqual([]), 240_000);
test('every page is legible on a phone', async () => expect(await look('phone')).toEqual([]), 240_000);

/** Presses Tab until what has the focus says this; then Enter, a space or text. */
async function reach(page: Page, name: RegExp): Promise<void> {
  for (let count = 0; count < 120; count += 1) {
    await page.keyboard.press('Tab');
    const said = await page.evaluate<string>(
      `[document.activeElement?.innerText ?? '', ...[...(document.activeElement?.labels ?? [])].map((label) => label.innerText)].join(' ')`,
    );
    if (name.test(said)) return;
  }
  throw new Error(`nothing says ${String(name)}`);
}

test('UX: from learning object to class by keyboard alone, in one flow', async () => {
  const context = await contextFor(la, 'desk');
  const page = await context.newPage();
  const step = async (name: RegExp, key = 'Enter'): Promise<void> => {
    await reach(page, name);
    await page.keyboard.press(key);
  };
  await page.goto(`${base}/manage/courses`);
  await step(/Make a course from content/);
  await page.waitForURL(/courses\/new/);
  await step(/^Fire safety/);
  await page.waitForURL(/step=course/);
  await reach(page, /Keywords/);
  await page.keyboard.type('fire, smoke');
  await step(/^Continue/);
  await page.waitForURL(/step=play/);
  await reach(page, /Name of the offering/);
  await page.keyboard.type('Online');
  await step(/^Continue/);
  await page.waitForURL(/step=competences/);
  await reach(page, /Search competencies/);
  await page.keyboard.type('fire');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=fire/);
  await step(/^Add/);
  await page.getByText('It gives').waitFor();
  await step(/^Continue/);
  await page.waitForURL(/step=join/);
  await step(/^\s*Everyone/, 'Space');
  await step(/^Continue/);
  await page.waitForURL(/step=check/);
  await step(/^Make the course/);
  await page.waitForURL(/\/manage\/courses\/[0-9a-f-]+\/[0-9a-f-]+$/);
  expect(await page.textContent('main')).toContain('Your course is ready and its class is open');
  await context.close();
});
