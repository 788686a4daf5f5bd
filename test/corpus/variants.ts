/**
 * A package for every way in which packages come (SCORM.md 4), and what is expected of it. The table is played by
 * `test/e2e/variants.test.ts`; what a single one says in detail is proved nearer to the code that says it.
 */
import iconv from 'iconv-lite';
import { manifest12, NS_2004, rawZip, type RawEntry } from '../integration/scorm/package-zips';

export type Variant = {
  /** What is odd about it, as the guide says it. */
  readonly line: string;
  readonly zip: () => Buffer;
  readonly accepted: boolean;
  /** Codes of findings that must be there. */
  readonly codes: readonly string[];
  /** Played as. */
  readonly version?: string;
  /** How many activities play, and what becomes of each: it speaks to its API, it is shown, or it stays silent. */
  readonly plays?: readonly ('speaks' | 'shown' | 'silent')[];
};

type Files = Readonly<Record<string, string | Buffer>>;

const zipOf = (files: Files): Buffer => rawZip(Object.entries(files).map(([name, data]): RawEntry => ({ name, data })));

/** The usual search: up the parents, then the opener and its parents. */
const find = (name: string): string =>
  `function find(w){for(var i=0;w&&i<10;i++){if(w.${name})return w.${name};if(w===w.parent)break;w=w.parent}return null}
var api=find(window)||(window.opener?find(window.opener):null);`;
const html = (script: string, body = ''): string =>
  `<!doctype html><meta charset="utf-8"><title>Part</title><h1>Part</h1>${body}<script>${script}</script>`;
/** A page of 1.2 that speaks, and then does what the variant is about. */
const page12 = (then = '', body = ''): string =>
  html(
    `${find('API')} api.LMSInitialize('');api.LMSSetValue('cmi.core.lesson_status','incomplete');${then};api.LMSCommit('')`,
    body,
  );
const page2004 = (then = ''): string =>
  html(
    `${find('API_1484_11')} api.Initialize('');api.SetValue('cmi.completion_status','incomplete');${then};api.Commit('')`,
  );

const manifest2004 = (items = item('i'), version = '2004 4th Edition'): string =>
  `<?xml version="1.0"?><manifest identifier="m" ${NS_2004}><metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Hand hygiene</title>${items}</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormType="sco" href="index.html"><file href="index.html"/></resource></resources></manifest>`;
const item = (id: string, more = '', attributes = 'identifierref="r"'): string =>
  `<item identifier="${id}" ${attributes}><title>Part ${id}</title>${more}</item>`;
const organisation = (items: string, id = 'o'): string =>
  `<organization identifier="${id}"><title>Hand hygiene</title>${items}</organization>`;
const organisations = (inside: string, standard = 'o'): string =>
  `<organizations default="${standard}">${inside}</organizations>`;
const resource = (id: string, href: string, more = '', type = 'sco'): string =>
  `<resource identifier="${id}" type="webcontent" adlcp:scormtype="${type}" href="${href}"><file href="${href}"/>${more}</resource>`;

const simple = (files: Files, parts: Parameters<typeof manifest12>[0] = {}): Buffer =>
  zipOf({ 'imsmanifest.xml': manifest12(parts), 'index.html': page12(), ...files });
const ok = (line: string, zip: () => Buffer, codes: readonly string[] = [], more: Partial<Variant> = {}): Variant => ({
  line,
  zip,
  accepted: true,
  codes,
  plays: ['speaks'],
  ...more,
});
const refused = (line: string, zip: () => Buffer, code: string): Variant => ({
  line,
  zip,
  accepted: false,
  codes: [code],
});
const hostile = (line: string, entry: RawEntry, code: string): Variant =>
  refused(
    line,
    () => rawZip([{ name: 'imsmanifest.xml', data: manifest12() }, { name: 'index.html', data: page12() }, entry]),
    code,
  );
const declared = (encoding: string): string =>
  manifest12({ head: `<?xml version="1.0" encoding="${encoding}"?>` }).replace('Hand hygiene', 'Händehygiene');

const howTheManifestIsWritten: readonly Variant[] = [
  ok(
    'manifest in a sub-folder',
    () => zipOf({ 'course/imsmanifest.xml': manifest12(), 'course/index.html': page12() }),
    ['manifest-in-folder'],
  ),
  ok('a byte-order mark', () =>
    simple({ 'imsmanifest.xml': Buffer.concat([Buffer.from('EFBBBF', 'hex'), Buffer.from(manifest12())]) }),
  ),
  ok('ISO-8859-1', () => simple({ 'imsmanifest.xml': iconv.encode(declared('ISO-8859-1'), 'latin1') }), [
    'manifest-encoding',
  ]),
  ok('UTF-16', () => simple({ 'imsmanifest.xml': iconv.encode(declared('UTF-16'), 'utf16le', { addBOM: true }) })),
  ok('no XML declaration', () => simple({}, { head: '' })),
  ok('no schemaversion', () => simple({}, { schema: '' }), ['version-missing']),
  ok(
    '8,530 file references',
    () =>
      simple(
        {},
        {
          resources: resource(
            'r',
            'index.html',
            Array.from({ length: 8530 }, (_, n) => `<file href="media/${n}.png"/>`).join(''),
          ),
        },
      ),
    ['file-missing', 'more-of-these'],
  ),
  ok('the name in upper case', () => zipOf({ 'IMSMANIFEST.XML': manifest12(), 'index.html': page12() }), [
    'manifest-name-case',
  ]),
];

const whatTheManifestSays: readonly Variant[] = [
  ok('listed but absent', () => simple({}, { resources: resource('r', 'index.html', '<file href="gone.js"/>') }), [
    'file-missing',
  ]),
  ok('present but not listed', () => simple({ 'extra.css': 'b{}' }), ['files-unlisted']),
  ok('parameters and fragments', () =>
    simple(
      { 'index.html': page12(`if(location.search!=='?a=1&b=2'||location.hash!=='#c')throw location.href`) },
      {
        organisations: organisations(organisation(item('i', '', 'identifierref="r" parameters="?b=2"'))),
        resources: resource('r', 'index.html?a=1#c'),
      },
    ),
  ),
  ok('xml:base at every level', () =>
    zipOf({
      'a/b/c/index.html': page12(),
      'imsmanifest.xml': manifest12({
        attributes: 'xml:base="a/"',
        resources: resource('r', 'index.html').replace('<resource ', '<resource xml:base="c/" '),
      }).replace('<resources>', '<resources xml:base="b/">'),
    }),
  ),
  ok(
    'sub-manifests',
    () =>
      simple(
        { 'inner.html': page12() },
        {
          organisations: organisations(organisation(item('i') + item('s', '', 'identifierref="inner"'))),
          resources: `${resource('r', 'index.html')}</resources><manifest identifier="inner">${organisations(organisation(item('t', '', 'identifierref="q"'), 'p'), 'p')}<resources>${resource('q', 'inner.html')}</resources></manifest><resources>`,
        },
      ),
    ['submanifest-used'],
    { plays: ['speaks', 'speaks'] },
  ),
  ok(
    'dependencies between resources',
    () =>
      simple(
        { 'shared.js': 'window.shared=1' },
        {
          resources:
            resource('r', 'index.html', '<dependency identifierref="d"/><dependency identifierref="gone"/>') +
            '<resource identifier="d" type="webcontent" adlcp:scormtype="asset"><file href="shared.js"/></resource>',
        },
      ),
    ['dependency-unknown'],
  ),
  ok(
    'assets that never call the API',
    () => simple({ 'index.html': '<h1>Leaflet</h1>' }, { resources: resource('r', 'index.html', '', 'asset') }),
    ['resources-assets-only'],
    { plays: ['shown'] },
  ),
  ok('a part that should report and never does', () => simple({ 'index.html': '<h1>Leaflet</h1>' }), [], {
    plays: ['silent'],
  }),
  ok(
    'items without a resource, hidden items',
    () =>
      simple(
        {},
        {
          organisations: organisations(
            organisation(item('h', '', '') + item('v') + item('x', '', 'identifierref="r" isvisible="false"')),
          ),
        },
      ),
    ['item-without-resource', 'item-hidden'],
    { plays: ['speaks', 'speaks'] },
  ),
  ok(
    'several organisations, a broken default',
    () =>
      simple(
        {},
        {
          organisations: organisations(
            organisation(item('a'), 'one') + organisation(item('b') + item('c'), 'two'),
            'gone',
          ),
        },
      ),
    ['organisations-several', 'organisation-default-broken'],
  ),
  ok(
    'external metadata files',
    () =>
      simple(
        { 'there.xml': '<lom/>' },
        {
          schema:
            '<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion><adlcp:location>gone.xml</adlcp:location></metadata>',
        },
      ),
    ['metadata-missing'],
  ),
  ok(
    'identifiers used twice',
    () => simple({}, { organisations: organisations(organisation(item('a') + item('a'))) }),
    ['identifier-duplicate'],
    { plays: ['speaks', 'speaks'] },
  ),
];

const howTheZipWasMade: readonly Variant[] = [
  ok('on Windows, with backslashes', () => simple({ 'css\\a.css': 'b{}' }), ['names-backslash']),
  ok('on macOS', () => simple({ '__MACOSX/._index.html': 'x', '.DS_Store': 'x' }), ['files-ignored']),
  ok('of the folder “.”', () =>
    rawZip([
      { name: './', data: '', stored: true, mode: 0o040755 },
      { name: './imsmanifest.xml', data: manifest12() },
      { name: './index.html', data: page12() },
    ]),
  ),
  ok('names with spaces, accents, Cyrillic', () =>
    simple({ 'Über uns/Введение 1.html': page12() }, { resources: resource('r', 'Über%20uns/Введение 1.html') }),
  ),
  ok(
    'a case that does not match the href',
    () =>
      zipOf({
        'imsmanifest.xml': manifest12(),
        'Index.HTML': page12('', '<script src="JS/App.js"></script>'),
        'js/app.js': 'window.app=1',
      }),
    ['href-mended'],
  ),
];

const whatAuthorsWrote: readonly Variant[] = [
  ok('`Completed`, raw 101, `85%`', () =>
    simple({
      'index.html': page12(
        "api.LMSSetValue('cmi.core.lesson_status','Completed');api.LMSSetValue('cmi.core.score.raw','101');api.LMSSetValue('cmi.core.score.raw','85%')",
      ),
    }),
  ),
  ok('2004 with times of 1.2', () =>
    zipOf({ 'imsmanifest.xml': manifest2004(), 'index.html': page2004("api.SetValue('cmi.session_time','00:10:00')") }),
  ),
  ok('suspend data of 80 KB', () =>
    simple({ 'index.html': page12("api.LMSSetValue('cmi.suspend_data',Array(80001).join('s'))") }),
  ),
  ok('1.2 by its manifest, 2004 by its scripts', () => simple({ 'index.html': page2004() }), ['version-speaks-2004'], {
    version: '2004 3rd Edition',
  }),
  ok(
    '2004 by its manifest, 1.2 by its scripts',
    () => zipOf({ 'imsmanifest.xml': manifest2004(), 'index.html': page12() }),
    ['version-speaks-12'],
    { version: '1.2' },
  ),
  ok('a window of its own, and its API in opener', () =>
    simple({
      'index.html': html(
        '',
        `<button onclick="window.open('course.html','course','width=700,height=500')">Start the course</button>`,
      ),
      'course.html': page12(),
    }),
  ),
  ok('top is navigated', () =>
    simple({ 'index.html': page12("setTimeout(function(){top.location.href='index.html'},50)") }),
  ),
  ok('parent.document is read', () =>
    simple({ 'index.html': page12('document.title=parent.document.title+top.document.title') }),
  ),
  ok(
    'prerequisites that nobody can read',
    () =>
      simple(
        {},
        {
          organisations: organisations(
            organisation(item('i', '<adlcp:prerequisites type="aicc_script">i&amp;(</adlcp:prerequisites>')),
          ),
        },
      ),
    ['prerequisites-unreadable'],
  ),
  ok(
    'sequencing that can never deliver anything',
    () =>
      zipOf({
        'imsmanifest.xml': manifest2004(
          `${item('i')}<imsss:sequencing><imsss:controlMode choice="false" flow="false"/></imsss:sequencing>`,
        ),
        'index.html': page2004(),
      }),
    ['sequencing-delivers-nothing'],
  ),
  ok(
    'a page that only a server could make',
    () => simple({ 'start.php': '<h1>Start</h1>' }, { resources: resource('r', 'start.php') }),
    ['launch-server-page'],
    { plays: ['silent'] },
  ),
];

const hostileOnes: readonly Variant[] = [
  hostile('a zip bomb', { name: 'zeros.bin', data: Buffer.alloc(60 * 1024 ** 2) }, 'zip-bomb'),
  hostile('../', { name: '../evil.html' }, 'entry-outside'),
  hostile('absolute names', { name: '/etc/evil.html' }, 'entry-absolute'),
  hostile('symbolic links', { name: 'link.html', data: '/etc/passwd', mode: 0o120777 }, 'entry-link'),
  hostile('duplicates', { name: 'index.html', data: 'twice' }, 'entry-duplicate'),
  hostile('a lying size header', { name: 'lies.html', data: 'x'.repeat(5000), claimedSize: 5 }, 'entry-size-lies'),
  refused(
    'entity expansion',
    () =>
      simple({
        'imsmanifest.xml': manifest12({
          head: '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        }),
      }),
    'manifest-doctype',
  ),
  refused(
    'a 20,000-deep manifest',
    () =>
      simple(
        {},
        { organisations: organisations(organisation(`${'<item>'.repeat(20_000)}${'</item>'.repeat(20_000)}`)) },
      ),
    'manifest-too-deep',
  ),
  refused(
    '500,000 items',
    () => simple({}, { organisations: organisations(organisation('<item/>'.repeat(500_000))) }),
    'manifest-too-many-elements',
  ),
  refused(
    'a web page with the name of a zip',
    () => Buffer.from('<!doctype html><title>Sign in</title>'),
    'zip-not-a-zip',
  ),
];

/** All of them. */
export const variants: readonly Variant[] = [
  ...howTheManifestIsWritten,
  ...whatTheManifestSays,
  ...howTheZipWasMade,
  ...whatAuthorsWrote,
  ...hostileOnes,
];
