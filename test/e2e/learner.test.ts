/** A learner's pages in a browser: legible at every width, accessible, by keyboard alone, and from home to the player in one click. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { attachCompetences, createCourses, createOfferings, openOnlineClasses } from '../../src/learning/catalogue';
import { createCertifications } from '../../src/learning/certification';
import { createPaths } from '../../src/learning/path';
import { defineCompetences } from '../../src/competence';
import { ensureJobRoles, recordAssignments, recordOrganisations, recordPositions } from '../../src/people';
import { parseIsoDate } from '../../src/platform/dates';
import {
  accessibilityFaults,
  newContext,
  openBrowser,
  screenshot,
  scrollsSideways,
  type Width,
} from '../support/browser';
import { everything } from '../support/learning-world';
import { openPortal, type Portal, type Visitor } from '../support/portal';
import { freePort } from '../support/running-server';

let browser: Browser;
let portal: Portal;
let server: Server;
let base: string;
let learner: Visitor;
let enrolmentId: string;

beforeAll(async () => {
  const port = await freePort();
  portal = await openPortal('2026-11-23T10:00:00Z', port);
  base = `http://localhost:${port}`;
  server = createServer(portal.app).listen(Number(port), '127.0.0.1');
  learner = await portal.visitor({ name: 'Ada Lovelace' });
  enrolmentId = await fillWorld();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections();
  await portal.close();
});

/** A learner in the middle of things: one certificate held, one overdue soon, a path under way, people to supervise. */
async function fillWorld(): Promise<string> {
  const { world } = portal;
  const start = parseIsoDate('2020-01-01');
  const tenantId = world.employer;
  const made = await portal.fresh.database.inTransaction(everything, async (tx) => {
    const titles = ['Moving and handling people', 'Hand hygiene on the ward', 'Safeguarding adults, level 2'];
    const courses = await createCourses(
      tx,
      titles.map((title, index) => ({
        tenantId,
        title,
        description: `What everyone who works with patients needs to know about ${title.toLowerCase()}, with examples from wards and community care.`,
        objectives: 'Recognise the risk\nAct in the right order\nReport what you saw',
        minutes: 20 + index * 10,
        activeFrom: start,
      })),
    );
    const offerings = await createOfferings(
      tx,
      courses.map((courseId) => ({
        tenantId,
        courseId,
        title: 'Online course',
        deliveryMode: 'OnlineSelfPaced',
        learningObject: world.object,
        activeFrom: start,
      })),
    );
    await openOnlineClasses(
      tx,
      offerings.flatMap((each, index) =>
        each.ok ? [{ tenantId, offeringId: each.id, title: titles[index] ?? '' }] : [],
      ),
    );
    const [competenceId = ''] = await defineCompetences(tx, [
      {
        tenantId: world.national,
        frameworkCode: 'CSTF',
        name: 'NHS|CSTF|Moving and Handling - 2 Years|',
        title: 'Moving and handling',
        renewal: { n: 2, unit: 'year' },
        dateFrom: start,
        illustrative: true,
      },
    ]);
    await attachCompetences(
      tx,
      courses.slice(0, 1).map((objectId) => ({
        tenantId,
        objectType: 'course',
        objectId,
        competence: { ownerId: world.national, id: competenceId },
      })),
    );
    const [certification] = await createCertifications(tx, [
      {
        tenantId,
        title: 'Safe working on the ward',
        description: 'Renewed every two years by everyone who moves people or goods.',
        initialCompletion: { n: 12, unit: 'day' },
        renewable: true,
        validity: { n: 2, unit: 'year' },
        renewalOpens: { kind: 'BEFORE_EXPIRY', days: 90 },
        components: courses.slice(0, 2).map((courseId) => ({ ownerId: tenantId, courseId })),
        activeFrom: start,
      },
    ]);
    const [path] = await createPaths(tx, [
      {
        tenantId,
        title: 'Your first 100 days',
        target: { days: 100 },
        sections: [
          {
            title: 'In your first week',
            rule: { kind: 'ALL_MANDATORY' },
            courses: [
              { ownerId: tenantId, courseId: world.courseId },
              { ownerId: tenantId, courseId: courses[2] ?? '' },
            ],
          },
          {
            title: 'When you have time',
            rule: { kind: 'OPTIONAL' },
            courses: [{ ownerId: tenantId, courseId: courses[1] ?? '' }],
          },
        ],
        activeFrom: start,
      },
    ]);
    if (!certification?.ok || !path?.ok) throw new Error('not made');
    return { certificationId: certification.id, pathId: path.id };
  });
  const fire = await learner.post(`/learning/courses/${tenantId}/${world.courseId}/enrol`, { class: world.classId });
  const id = String(fire.headers.location).split('/').at(-1) ?? '';
  await portal.report(id);
  await learner.post(`/certifications/${tenantId}/${made.certificationId}/subscribe`);
  await learner.post(`/paths/${tenantId}/${made.pathId}/subscribe`);
  const report = await portal.visitor();
  reportId = report.personId ?? '';
  await report.post(`/certifications/${tenantId}/${made.certificationId}/subscribe`);
  await portal.fresh.database.inTransaction(everything, async (tx) => {
    const [organisationId = ''] = await recordOrganisations(tx, [{ tenantId, name: 'Ward', dateFrom: start }]);
    const [role = ''] = await ensureJobRoles(tx, [{ tenantId: world.national, name: 'Nurse', staffGroup: 'Nursing' }]);
    const [positionId = ''] = await recordPositions(tx, [
      {
        tenantId,
        title: 'Staff nurse',
        organisationId,
        jobRole: { ownerId: world.national, id: role },
        dateFrom: start,
      },
    ]);
    await recordAssignments(tx, [
      {
        tenantId,
        personId: report.personId ?? '',
        positionId,
        organisationId,
        supervisorPersonId: learner.personId ?? '',
        dateFrom: start,
      },
    ]);
  });
  certificationPage = `/certifications/${tenantId}/${made.certificationId}`;
  pathPage = `/paths/${tenantId}/${made.pathId}`;
  return id;
}
let reportId: string;
let certificationPage: string;
let pathPage: string;

async function visit(width: Width): Promise<{ context: BrowserContext; page: Page }> {
  const context = await newContext(browser, width);
  await context.addCookies([{ ...learner.cookie, url: base }]);
  return { context, page: await context.newPage() };
}

const pages = (): readonly (readonly [string, string])[] => [
  ['home', '/'],
  ['find', '/learning'],
  ['course', `/learning/courses/${portal.world.employer}/${portal.world.courseId}`],
  ['certifications', '/certifications'],
  ['certification', certificationPage],
  ['paths', '/paths'],
  ['path', pathPage],
  ['in-progress', '/my-learning'],
  ['completed', '/my-learning/completed'],
  ['history', '/my-learning/history'],
  ['competences', '/my-competences'],
  ['messages', '/messages'],
  ['done', `/enrolments/${enrolmentId}/done`],
  ['enrolment', `/enrolments/${enrolmentId}`],
  ['why', `/why/competence/${portal.world.national}/${portal.world.competenceId}`],
  ['team', '/my-team'],
  ['unsubscribe', `${certificationPage}/unsubscribe`],
  ['team-member', `/my-team/${reportId}`],
];

describe('every page of a learner', () => {
  test.each(['desk', 'phone', 'narrow'] as const)('is accessible and does not scroll sideways: %s', async (width) => {
    const { context, page } = await visit(width);
    const faults: string[] = [];
    for (const [name, address] of pages()) {
      const answer = await page.goto(`${base}${address}`);
      if (answer?.status() !== 200) faults.push(`${name}: status ${answer?.status()}`);
      if (await scrollsSideways(page)) faults.push(`${name}: scrolls sideways`);
      if (width !== 'narrow') {
        for (const fault of await accessibilityFaults(page)) faults.push(`${name}: ${fault}`);
        await screenshot(page, `learner-${name}-${width}`);
      }
    }
    expect(faults).toEqual([]);
    await context.close();
  });
});

test('by keyboard alone: the skip link, then the first thing to do, one Enter from home to the player', async () => {
  const { context, page } = await visit('desk');
  await page.goto(`${base}/`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to main content');
  await page.keyboard.press('Enter');
  let word = '';
  for (let presses = 0; presses < 6 && !word.startsWith('Start'); presses += 1) {
    await page.keyboard.press('Tab');
    word = String(await page.evaluate('document.activeElement.textContent.trim()'));
  }
  expect(word).toMatch(/^Start/);
  // The app's own page posts the ticket on to the launcher, which does not run here.
  const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/launch'));
  await page.keyboard.press('Enter');
  expect((await posted).postData()).toContain('ticket=');
  await context.close();
});

test('without script: a form and its answer still work', async () => {
  const context = await newContext(browser, 'phone', { javaScriptEnabled: false });
  await context.addCookies([{ ...learner.cookie, url: base }]);
  const page = await context.newPage();
  await page.goto(`${base}/messages`);
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.waitForURL(`${base}/messages`);
  expect(await page.getByRole('button', { name: 'Mark all as read' }).count()).toBe(0);
  await context.close();
});
