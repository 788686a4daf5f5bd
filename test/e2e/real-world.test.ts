/** Packages as authors really made them (SCORM.md 4), on a running server: what the learner sees, and what an administrator is shown. */
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { attemptShow } from '../../src/cli/attempt-show';
import { content, run, saved } from '../support/player-page';
import { openRealPlayer, type RealPlayer } from '../support/real-player';

type Shown = {
  readonly completion: string;
  readonly success: string;
  readonly score: { readonly scaled: number | null; readonly raw: number | null };
  readonly totalTimeSeconds: number;
  readonly suspendData: string;
  readonly location: string;
  readonly activities: readonly { readonly identifier: string; readonly cmi: Readonly<Record<string, string>> }[];
  readonly ledTo: { readonly enrolment: { readonly status: string } | null };
};

type Files = Readonly<Record<string, string>>;

let real: RealPlayer;
const opened: BrowserContext[] = [];

beforeAll(async () => {
  real = await openRealPlayer();
});
afterAll(() => real.close());

/** A zip whose names stand in it as they are written here. */
function zipOf(files: Files): Buffer {
  const zip = new AdmZip();
  Object.entries(files).forEach(([name, text], index) => {
    // `addFile` would mend the name.
    zip.addFile(`placeholder-${index}`, Buffer.from(text)).entryName = name;
  });
  return zip.toBuffer();
}

type Manifest = {
  readonly version?: string;
  readonly organisations: string;
  readonly resources: string;
  readonly base?: string;
};

function manifestOf({ version = '1.2', organisations, resources, base = '' }: Manifest): string {
  const is12 = version === '1.2';
  const [cp, adlcp] = is12
    ? ['http://www.imsproject.org/xsd/imscp_rootv1p1p2', 'http://www.adlnet.org/xsd/adlcp_rootv1p2']
    : ['http://www.imsglobal.org/xsd/imscp_v1p1', 'http://www.adlnet.org/xsd/adlcp_v1p3'];
  return `<?xml version="1.0" encoding="utf-8"?><manifest identifier="M" version="1" xmlns="${cp}" xmlns:adlcp="${adlcp}"${base}><metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>${organisations}${resources}</manifest>`;
}

/** One part, `index.html`, with the files given. */
const one = (version: string, files: Files): Files => ({
  'imsmanifest.xml': manifestOf({
    version,
    organisations:
      '<organizations default="O"><organization identifier="O"><title>Hand hygiene</title><item identifier="I" identifierref="R"><title>Hand hygiene</title></item></organization></organizations>',
    resources: `<resources><resource identifier="R" type="webcontent" adlcp:${version === '1.2' ? 'scormtype' : 'scormType'}="sco" href="index.html"><file href="index.html"/></resource></resources>`,
  }),
  ...files,
});

/** The usual search: up the parents, then the opener and its parents. */
const find = (name: string): string =>
  `function find(w){for(var i=0;w&&i<10;i++){if(w.${name})return w.${name};if(w===w.parent)break;w=w.parent}return null}
var api=find(window)||(window.opener?find(window.opener):null);`;
const html = (script: string, body = '<h1>Part</h1>'): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Part</title><body>${body}<script>${script}</script></body></html>`;

type Playing = {
  readonly page: Page;
  readonly frame: Frame;
  readonly attempt: string;
  readonly context: BrowserContext;
};

async function open(files: Files, width: 'desk' | 'phone' = 'desk'): Promise<Omit<Playing, 'frame'>> {
  const object = await real.server.addPackage(zipOf({ ...files, 'number.txt': String(opened.length) }));
  const [somebody] = await real.server.register(1);
  if (somebody === undefined) throw new Error('nobody registered');
  const context = await real.person(width);
  opened.push(context);
  const page = await real.play({ ...somebody, object }, context);
  return { page, attempt: new URL(page.url()).pathname.split('/').at(-1) ?? '', context };
}

async function play(files: Files, width: 'desk' | 'phone' = 'desk'): Promise<Playing> {
  const playing = await open(files, width);
  return { ...playing, frame: await content(playing.page) };
}

/** What `attempt show` says. */
function shown(attempt: string): Promise<Shown> {
  return real.server.within(async (database) => {
    let said: unknown;
    await attemptShow.run([attempt, '--json'], {
      print: () => undefined,
      complain: () => undefined,
      printJson: (value) => (said = value),
      open: () => Promise.resolve({ database } as never),
    });
    return said as Shown;
  });
}

const noticeText = (page: Page): Promise<string> => page.locator('#notices').innerText();
const messageText = (page: Page): Promise<string> => page.locator('#message').innerText();

async function leave(page: Page): Promise<string> {
  await page.locator('#exit').click();
  await page.locator('#message').waitFor({ state: 'visible' });
  return messageText(page);
}

test('a course in a window of its own finds the API through its opener; it reads parent.document, navigates top, and the result is told', async () => {
  const { page, frame, attempt, context } = await play(
    one('1.2', {
      'index.html': html(
        `try{window.title=parent.document.title+'|'+top.document.title}catch(e){window.title='refused '+e}
         document.getElementById('go').onclick=function(){window.child=window.open('course.html','course','width=800,height=600')}`,
        '<button id="go">Start the course</button>',
      ),
      'course.html': html(
        `${find('API')} window.first=api?api.LMSInitialize(''):'no api';
         function done(){api.LMSSetValue('cmi.core.score.raw','90');api.LMSSetValue('cmi.core.lesson_status','passed');api.LMSSetValue('cmi.core.session_time','00:03:00');return api.LMSFinish('')}`,
      ),
    }),
  );
  expect(await run(frame, 'title')).toBe('Hand hygiene|Hand hygiene');
  const [popup] = await Promise.all([context.waitForEvent('page'), frame.click('#go')]);
  await popup.waitForLoadState();
  expect(await popup.evaluate('first')).toBe('true');
  expect(await popup.evaluate('done()')).toBe('true');
  await popup.close();
  await run(frame, `setTimeout(function(){top.location.href='index.html'},0)`);
  await page.getByText('The course tried to leave this page').waitFor();
  await page.getByText('You passed with 90 %.').waitFor();
  expect(await shown(attempt)).toMatchObject({
    completion: 'completed',
    success: 'passed',
    score: { raw: 90 },
    totalTimeSeconds: 180,
    ledTo: { enrolment: { status: 'Attended' } },
  });
});

test('`Completed`, raw 101 and `85%` are refused to the content’s face, and the rest of what it says counts', async () => {
  const { page, frame, attempt } = await play(
    one('1.2', {
      'index.html': html(
        `${find('API')} api.LMSInitialize('');
         function put(k,v){return api.LMSSetValue(k,v)+' '+api.LMSGetLastError()}`,
      ),
    }),
  );
  expect(
    await run(
      frame,
      `[put('cmi.core.lesson_status','Completed'),put('cmi.core.score.raw','101'),put('cmi.core.score.raw','85%'),put('cmi.core.lesson_location','7'),put('cmi.core.lesson_status','incomplete'),api.LMSCommit('')]`,
    ),
  ).toEqual(['false 405', 'false 405', 'false 405', 'true 0', 'true 0', 'true']);
  // "Saved" of before may stand a moment longer.
  await expect
    .poll(() => shown(attempt))
    .toMatchObject({ completion: 'incomplete', score: { raw: null }, location: '7' });
  await run(
    frame,
    `put('cmi.core.lesson_status','Completed');put('cmi.core.score.raw','85');put('cmi.core.lesson_status','completed');api.LMSFinish('')`,
  );
  await page.getByText('You completed it with 85 %.').waitFor();
  expect(await shown(attempt)).toMatchObject({ completion: 'completed', success: 'unknown', score: { raw: 85 } });
});

test('2004 content that writes times as 1.2 does, or sends 70 KB of suspend data: told what is wrong, loses nothing of the rest', async () => {
  const { page, frame, attempt } = await play(
    one('2004 4th Edition', {
      'index.html': html(
        `${find('API_1484_11')} api.Initialize('');
         function put(k,v){return api.SetValue(k,v)+' '+api.GetLastError()}`,
      ),
    }),
  );
  expect(
    await run(
      frame,
      `[put('cmi.suspend_data','s'.repeat(60000)),put('cmi.suspend_data','t'.repeat(70000)),put('cmi.session_time','00:10:00'),put('cmi.success_status','Passed'),put('cmi.location','x'),api.Commit('')]`,
    ),
  ).toEqual(['true 0', 'true 0', 'false 406', 'false 406', 'true 0', 'true']);
  await expect
    .poll(() => shown(attempt))
    .toMatchObject({ location: 'x', completion: 'incomplete', suspendData: 't'.repeat(70_000) });
  await run(
    frame,
    `put('cmi.session_time','PT10M');put('cmi.success_status','passed');put('cmi.completion_status','completed');put('cmi.score.scaled','0.8');api.Terminate('')`,
  );
  await page.getByText('You passed with 80 %.').waitFor();
  expect(await shown(attempt)).toMatchObject({ success: 'passed', score: { scaled: 0.8 }, totalTimeSeconds: 600 });
});

test('a 1.2 package that calls the 2004 API, though its scripts know both: the learner is told in words, and nothing is called saved', async () => {
  const { page, frame, attempt } = await play(
    one('1.2', {
      // With the name of the one call alone the import would have found it out, and it would play.
      'index.html': html(
        `${find('API_1484_11')} window.first=api?api.Initialize(''):'no api';function unused(a){a.LMSInitialize('')}`,
      ),
    }),
    'phone',
  );
  expect(await run(frame, 'first')).toBe('no api');
  await page.getByText('it speaks another version of SCORM than its package says').waitFor({ timeout: 10_000 });
  expect(await leave(page)).toContain('The course did not report anything, so there was nothing to save.');
  expect(await shown(attempt)).toMatchObject({
    completion: 'not attempted',
    ledTo: { enrolment: { status: 'InProgress' } },
  });
});

test('content that tries the 2004 API first and then its own is not complained about', async () => {
  const { page, frame } = await play(
    one('1.2', {
      'index.html': html(
        `window.newer=parent.API_1484_11||null;${find('API')} setTimeout(function(){api.LMSInitialize('')},5500)`,
      ),
    }),
  );
  expect(await run(frame, 'newer')).toBeNull();
  await saved(page, 'Saved');
  expect(await noticeText(page)).toBe('');
});

test('odd names: xml:base at three levels, parameters, spaces, accents, Cyrillic, a wrong case, backslashes, two organisations', async () => {
  const say = html(
    `${find('API')} api.LMSInitialize('');api.LMSSetValue('cmi.core.lesson_location',decodeURIComponent(location.pathname.split('/files/')[1])+location.search+location.hash);api.LMSSetValue('cmi.core.lesson_status','completed');api.LMSFinish('')`,
    '<h1>Part</h1><img id="picture" src="Bild%20%C3%BC.svg" alt="">',
  );
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
  const item = (id: string, more = ''): string =>
    `<item identifier="${id}" identifierref="R-${id}"${more}><title>Part ${id}</title></item>`;
  const resource = (id: string, href: string, more = ''): string =>
    `<resource identifier="R-${id}" type="webcontent" adlcp:scormtype="sco" href="${href}"${more}><file href="${href}"/></resource>`;
  const { page, attempt } = await play({
    'imsmanifest.xml': manifestOf({
      base: ' xml:base="course/"',
      organisations: `<organizations default="B"><organization identifier="A"><title>Not this one</title>${item('never')}</organization><organization identifier="B"><title>Ünïcode</title>${item('one', ' parameters="?a=1&amp;b=zwei"')}${item('two', ' parameters="#top"')}${item('three')}${item('four')}</organization></organizations>`,
      resources: `<resources xml:base="html/">${resource('never', 'never.html')}${resource('one', 'page.html?x=y', ' xml:base="deep/"')}${resource('two', 'Мой файл.html')}${resource('three', 'CAF%c3%89 menu.HTML')}${resource('four', 'sub/four.html')}</resources>`,
    }),
    'course\\html\\deep\\page.html': say,
    'course\\html\\deep\\Bild ü.svg': svg,
    'course/html/Мой файл.html': say,
    'course/html/Bild ü.svg': svg,
    'course/html/café Menu.html': say,
    'course/html/sub/four.html': say,
    'course/html/sub/Bild ü.svg': svg,
  });
  const inFrame = page.frameLocator('iframe.player-frame');
  for (let part = 1; part <= 4; part += 1) {
    const frame = await content(page);
    await page.locator('#contents-list [aria-current]', { hasText: 'Completed' }).waitFor({ state: 'attached' });
    await inFrame.locator('#picture').waitFor();
    expect(await run(frame, `document.getElementById('picture').naturalWidth`), `picture of part ${part}`).toBe(9);
    if (part < 4) {
      await page.locator('#next').click();
      await page.locator(`#contents-list li:nth-child(${part + 1}) [aria-current]`).waitFor({ state: 'attached' });
    }
  }
  expect(await leave(page)).toContain('You completed it.');
  const said = await shown(attempt);
  expect(said.completion).toBe('completed');
  expect(
    Object.fromEntries(said.activities.map(({ identifier, cmi }) => [identifier, cmi['cmi.core.lesson_location']])),
  ).toEqual({
    one: 'course/html/deep/page.html?x=y&a=1&b=zwei',
    two: 'course/html/Мой файл.html#top',
    three: 'course/html/café Menu.html',
    four: 'course/html/sub/four.html',
  });
});

test('pages that report nothing: looked at is completed when they are assets, honest words when they should have spoken', async () => {
  const parts = (type: string): Files => ({
    'imsmanifest.xml': manifestOf({
      version: '2004 3rd Edition',
      organisations:
        '<organizations default="O"><organization identifier="O"><title>Leaflets</title><item identifier="A" identifierref="RA"><title>Leaflet A</title></item><item identifier="B" identifierref="RB"><title>Leaflet B</title></item></organization></organizations>',
      resources: ['A', 'B']
        .map(
          (id) =>
            `<resource identifier="R${id}" type="webcontent" adlcp:scormType="${type}" href="${id}.html"><file href="${id}.html"/></resource>`,
        )
        .join('')
        .replace(/^(.*)$/, '<resources>$1</resources>'),
    }),
    'A.html': html(''),
    'B.html': html(''),
  });
  const leaflets = await open(parts('asset'));
  // The manifest allows choice only: the contents are there without asking.
  for (const name of ['Leaflet A', 'Leaflet B']) {
    await leaflets.page.getByRole('button', { name }).click();
    await leaflets.page.locator(`#content[title*="${name}"]`).waitFor();
  }
  await leaflets.page.locator('#contents-list [aria-current]', { hasText: 'Leaflet B' }).waitFor();
  expect(await leave(leaflets.page)).toContain('You completed it.');
  expect(await shown(leaflets.attempt)).toMatchObject({
    completion: 'completed',
    ledTo: { enrolment: { status: 'Attended' } },
  });

  const silent = await open(parts('sco'));
  await silent.page.getByRole('button', { name: 'Leaflet A' }).click();
  await silent.page.locator('#content[title*="Leaflet A"]').waitFor();
  expect(await leave(silent.page)).toContain('The course did not report anything');
  // By the book the part that was opened counts, the other was never seen.
  expect(await shown(silent.attempt)).toMatchObject({ completion: 'incomplete' });
});
