/** ELO-5: the package doctor: what the scripts and the rules of a package let one say before anybody plays it. */
import { describe, expect, test } from 'vitest';
import { checkPackage, leavesOf, type PackageCheck } from '../../../src/scorm/package';
import { manifest12, NS_2004, zipOf } from './package-zips';

const speaks12 = `<script>parent.API.LMSInitialize('');parent.API.LMSSetValue('cmi.core.lesson_status','completed');parent.API.LMSFinish('')</script>`;
const speaks2004 = `<script>var a=parent.API_1484_11;a.Initialize('');a.SetValue('cmi.score.scaled','1');a.Terminate('')</script>`;

const manifest2004 = (items: string, organisation = '', type = 'sco'): string =>
  `<?xml version="1.0"?><manifest identifier="m" ${NS_2004}><metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Hand hygiene</title>${items}${organisation}</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormType="${type}" href="index.html"><file href="index.html"/></resource></resources></manifest>`;
const item = (id: string, more = ''): string =>
  `<item identifier="${id}" identifierref="r"><title>Part ${id}</title>${more}</item>`;

const check = (manifest: string, page: string, more: Readonly<Record<string, string>> = {}): Promise<PackageCheck> =>
  checkPackage(zipOf({ 'imsmanifest.xml': manifest, 'index.html': page, ...more }));
const codes = (result: PackageCheck): string[] => result.findings.map((one) => one.code);
const expected = (result: PackageCheck): string[] => result.package?.predictions?.map((one) => one.code) ?? [];
const first = (result: PackageCheck) => {
  const root = result.package?.organisations[0]?.root;
  return root === undefined ? undefined : leavesOf(root)[0];
};

describe('ELO-5: a package is played in the version its scripts speak', () => {
  const strict = manifest12({
    organisations:
      '<organizations default="o"><organization identifier="o"><title>T</title><item identifier="i" identifierref="r"><title>Part one</title><adlcp:masteryscore>80</adlcp:masteryscore><adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed><adlcp:datafromlms>level=2</adlcp:datafromlms></item></organization></organizations>',
  });

  test('1.2 by its manifest, 2004 by all its scripts', async () => {
    const result = await check(strict, speaks2004);
    expect(result.findings).toMatchObject([
      {
        code: 'version-speaks-2004',
        severity: 'warning',
        where: 'imsmanifest.xml',
        message: expect.stringContaining('index.html') as string,
      },
    ]);
    expect(result.package).toMatchObject({ scormVersion: '2004 3rd Edition', declaredVersion: '1.2' });
    expect(first(result)).toMatchObject({
      dataFromLms: 'level=2',
      sequencing: {
        controlMode: { choice: true, flow: true },
        limitConditions: { attemptAbsoluteDurationLimit: 'PT0H30M0S' },
        objectives: [{ primary: true, satisfiedByMeasure: true, minNormalizedMeasure: 0.8 }],
      },
    });
    expect(first(result)?.masteryScore).toBeUndefined();
  });

  test('scripts that know both APIs, or neither, leave it as the manifest says', async () => {
    const looksOnly = `<script>var a=parent.API_1484_11||parent.API</script>`;
    for (const page of [speaks12, speaks12 + speaks2004, looksOnly, '<p>A leaflet</p>']) {
      const result = await check(manifest12(), page);
      expect(result.package?.scormVersion).toBe('1.2');
      expect(codes(result)).toEqual([]);
    }
  });

  test('2004 by its manifest, 1.2 by all its scripts: changed only when no sequencing would be lost', async () => {
    const primary =
      '<imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>';
    const plain = await check(manifest2004(item('a', primary)), speaks12);
    expect(codes(plain)).toEqual(['version-speaks-12']);
    expect(plain.package).toMatchObject({ scormVersion: '1.2', declaredVersion: '2004 4th Edition' });
    expect(first(plain)).toMatchObject({ masteryScore: 70 });
    expect(first(plain)?.sequencing).toBeUndefined();

    const rules =
      '<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing>';
    const ruled = await check(manifest2004(item('a', rules)), speaks12);
    expect(codes(ruled)).toEqual(['version-speaks-otherwise']);
    expect(ruled.package?.scormVersion).toBe('2004 4th Edition');
  });

  test('what could not all be looked at is not judged', async () => {
    const huge = { 'huge.js': `//${'x'.repeat(5 * 1024 ** 2)}` };
    const result = await check(manifest12(), speaks2004, huge);
    expect(result.package?.scormVersion).toBe('1.2');
    expect(expected(result)).not.toContain('status-never');
  });
});

describe('ELO-5: sequencing that cannot work', () => {
  const control = (text: string): string => `<imsss:sequencing><imsss:controlMode ${text}/></imsss:sequencing>`;
  const never = (action: string): string =>
    `<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions><imsss:ruleAction action="${action}"/></imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing>`;
  const items = item('a') + item('b');

  test.each([
    ['neither choice nor flow', items + control('choice="false" flow="false"'), ['sequencing-delivers-nothing']],
    ['choice only', items + control('choice="true" flow="false"'), []],
    ['flow only', items + control('choice="false" flow="true"'), []],
    [
      'a part that is always disabled',
      item('a') + item('b', never('disabled')) + control('flow="true"'),
      ['item-unreachable'],
    ],
    [
      'a part that is always skipped, but may be chosen',
      item('a') + item('b', never('skip')) + control('flow="true"'),
      [],
    ],
    [
      'a part that is always skipped and cannot be chosen',
      item('a') + item('b', never('skip')) + control('choice="false" flow="true"'),
      ['item-unreachable'],
    ],
    [
      'a group that nothing leads into',
      `${item('a')}<item identifier="g"><title>Group</title>${items.replaceAll('identifier="', 'identifier="g')}${control('choice="false" flow="false"')}</item>${control('choice="true" flow="true"')}`,
      ['item-unreachable', 'item-unreachable'],
    ],
  ])('%s', async (_, inside, wanted) => {
    const result = await check(manifest2004(inside.replaceAll('identifierref="gr"', 'identifierref="r"')), speaks2004);
    expect(codes(result).filter((code) => /^(sequencing|item-un)/.test(code))).toEqual(wanted);
  });

  test('a rule about an objective that is not there, and an objective that nobody writes', async () => {
    const rule =
      '<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition referencedObjective="gone" condition="satisfied"/></imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules>' +
      '<imsss:objectives><imsss:primaryObjective objectiveID="p"><imsss:mapInfo targetObjectiveID="global"/></imsss:primaryObjective></imsss:objectives></imsss:sequencing>';
    const result = await check(manifest2004(item('a', rule)), speaks2004);
    expect(codes(result)).toEqual(['rule-objective-unknown', 'objective-never-written']);
    const writing = rule.replace(
      'targetObjectiveID="global"',
      'targetObjectiveID="global" writeSatisfiedStatus="true"',
    );
    expect(codes(await check(manifest2004(item('a', writing)), speaks2004))).toEqual(['rule-objective-unknown']);
  });
});

test('ELO-5: prerequisites that nobody can read are named, by whoever knows the language', async () => {
  const manifest = manifest12({
    organisations:
      '<organizations default="o"><organization identifier="o"><title>T</title><item identifier="i" identifierref="r"><title>Part one</title><adlcp:prerequisites type="aicc_script">((i</adlcp:prerequisites></item></organization></organizations>',
  });
  const zip = zipOf({ 'imsmanifest.xml': manifest, 'index.html': speaks12 });
  const { findings } = await checkPackage(zip, { readPrerequisites: () => [{ activity: 'i' }] });
  expect(findings).toMatchObject([
    { code: 'prerequisites-unreadable', message: 'The prerequisites of “Part one” cannot be read: ((i' },
  ]);
  expect((await checkPackage(zip, { readPrerequisites: () => [] })).findings).toEqual([]);
});

test('an asset whose own page speaks to a SCORM system is named', async () => {
  const result = await check(manifest2004(item('a'), '', 'asset'), speaks2004);
  expect(result.findings.find(({ code }) => code === 'asset-reports')).toMatchObject({ where: 'index.html' });
});

describe('what its files let one expect', () => {
  test.each([
    ['says a status, and that is all', speaks12, ['score-never', 'saves-at-end', 'place-not-kept']],
    [
      'everything',
      `<script>API.LMSInitialize('');API.LMSSetValue('cmi.core.score.raw',1);API.LMSSetValue('cmi.core.lesson_status','passed');API.LMSSetValue('cmi.suspend_data','');API.LMSCommit('');API.LMSSetValue('cmi.interactions.0.id','a')</script>`,
      ['state-kept', 'answers-reported'],
    ],
    ['nothing at all', '<p>Text</p>', ['speaks-not']],
    [
      'what a browser or the player does not do',
      `${speaks12}<script>window.open('x.html');top.location='y.html';parent.document.title;navigator.serviceWorker.register('sw.js');navigator.mediaDevices.getUserMedia({})</script><embed type="application/x-shockwave-flash"><applet code="A"></applet>`,
      [
        'score-never',
        'saves-at-end',
        'place-not-kept',
        'window-opened',
        'page-left',
        'parent-read',
        'flash-needed',
        'plugin-needed',
        'device-wanted',
        'service-worker-refused',
      ],
    ],
  ])('%s', async (_, page, wanted) => {
    expect(expected(await check(manifest12(), page, { 'film.swf': 'FWS' }))).toEqual(wanted);
    const without = expected(await check(manifest12(), page));
    expect(without).toEqual(wanted.filter((code) => code !== 'flash-needed'));
  });

  test('hosts that it loads from, not those it mentions', async () => {
    const page = `${speaks12}<script src="https://cdn.example.net/a.js"></script><script>fetch("https://api.example.net/x"); var licence = "https://opensource.example.org/mit"; x = "http://www.w3.org/2000/svg"</script>`;
    const found = (await check(manifest12(), page)).package?.predictions?.find(({ code }) => code === 'hosts-asked');
    expect(found?.message).toBe('It loads from or talks to other sites: api.example.net, cdn.example.net.');
  });

  test('what its manifest says: order, rules, mastery, limits, prerequisites', async () => {
    const control = (text: string): string => `<imsss:sequencing><imsss:controlMode ${text}/></imsss:sequencing>`;
    const items = item('a') + item('b');
    const manifestSays = async (inside: string): Promise<string[]> =>
      expected(await check(manifest2004(inside), speaks2004)).filter((code) => !/-(never|end|kept)$/.test(code));
    expect(await manifestSays(items + control('choice="false" flow="true"'))).toEqual(['parts-all', 'order-forced']);
    expect(await manifestSays(items + control('choice="true" flow="false"'))).toEqual(['parts-all', 'order-chosen']);
    const limited =
      '<imsss:sequencing><imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT1H"/><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>';
    const result = await check(manifest2004(item('a', limited)), speaks2004);
    expect(result.package?.predictions?.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'It is passed from a score of 80 %, whatever status it sets.',
        'There is a time limit (parts with one: 1, the first is “Part a”).',
        'The number of attempts is limited (parts with a limit: 1).',
      ]),
    );
  });
});
