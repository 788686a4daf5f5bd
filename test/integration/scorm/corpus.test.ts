/** The corpus program: which packages it takes, and what its rows say. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { afterAll, expect, test } from 'vitest';
import { packageOf } from '../../corpus/alone';
import { findPackages, zipFolder } from '../../corpus/find-packages';
import { launchableOf } from '../../corpus/play-package';
import { detailsOf, heading, lineOf, type ActivityReport, type PackageReport } from '../../corpus/report';
import { checkPackage } from '../../../src/scorm/package';
import { NS_2004, zipOf } from './package-zips';

const folder = mkdtempSync(join(tmpdir(), 'preceptor-corpus-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('zips at any depth and folders with a manifest, which are one package whatever is in them', async () => {
  for (const path of ['b/course/media', 'b/course/.git', 'node_modules'])
    mkdirSync(join(folder, path), { recursive: true });
  for (const path of ['a.zip', 'node_modules/c.zip', 'b/course/media/inner.zip', 'b/course/.git/x', 'b/d.PIF'])
    writeFileSync(join(folder, path), 'x');
  writeFileSync(join(folder, 'b/course/IMSmanifest.xml'), '<manifest/>');
  const found = await findPackages(folder);
  expect(found.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['zip a.zip', 'folder b/course', 'zip b/d.PIF']);
  const names = new AdmZip(await zipFolder(join(folder, 'b/course'))).getEntries().map(({ entryName }) => entryName);
  expect(names.sort()).toEqual(['IMSmanifest.xml', 'media/inner.zip']);
});

const activity = (more: Partial<ActivityReport>): ActivityReport => ({
  identifier: 'i',
  apiFound: true,
  initialized: true,
  calls: 3,
  commits: 1,
  failedRequests: [],
  consoleErrors: [],
  ...more,
});

test('a row counts what has an API apart from what is only shown; what went wrong is told below', () => {
  const report: PackageReport = {
    file: 'a.zip',
    accepted: true,
    scormVersion: '1.2',
    activities: [
      activity({}),
      activity({ identifier: 'shown', apiFound: null, initialized: null, calls: 0, commits: 0 }),
      activity({ identifier: 'lost', apiFound: false, initialized: false, failedRequests: ['404 GET /files/a.js'] }),
    ],
    findings: [],
  };
  expect(lineOf(report).split(/\s+/)).toEqual(['accepted', '1.2', '3', '1/2', '1/2', '6', '2', '1', '0', 'a.zip']);
  expect(heading.split(/\s+/)).toHaveLength(10);
  expect(detailsOf(report).map((line) => line.trim())).toEqual(['lost: 404 GET /files/a.js', 'lost: API not found']);
});

test('an activity by itself is held back by nothing', async () => {
  const manifest = `<manifest identifier="m" ${NS_2004}><metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>T</title><item identifier="a" identifierref="r"><title>A</title></item>
<item identifier="b" identifierref="r" isvisible="false"><title>B</title><imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions><imsss:ruleAction action="disabled"/></imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing></item>
<imsss:sequencing><imsss:controlMode choice="false" flow="false"/></imsss:sequencing></organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormType="sco" href="index.html"><file href="index.html"/></resource></resources></manifest>`;
  const whole = (await checkPackage(zipOf({ 'imsmanifest.xml': manifest, 'index.html': 'x' }))).package;
  const [, hidden] = whole === undefined ? [] : launchableOf(whole);
  if (whole === undefined || hidden === undefined) throw new Error('not read');
  const alone = packageOf(whole, hidden).organisations[0]?.root;
  expect(alone?.children).toMatchObject([{ identifier: 'b', visible: true, sequencing: { preConditionRules: [] } }]);
  expect(alone?.sequencing?.controlMode).toMatchObject({ choice: true, flow: true });
});
