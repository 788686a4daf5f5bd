/** Manifests as authoring tools write them, with their files: what the mutations start from. */
import { growSequencing } from './grow-sequencing';
import type { Random } from './random';
import { element, type Element } from './xml';

export type Grown = { readonly manifest: Element; readonly files: readonly string[] };

export type GrowOptions = {
  /** Items at most. */
  readonly items: number;
  readonly version?: '1.2' | '2004';
  /** How much of sequencing is said, 0 to 1. */
  readonly lively?: number;
};

const FOLDERS = ['', 'content/', 'Shared Files/', 'módulo/', 'a/b/c/'];
const PAGES = ['index.html', 'launch.htm', 'Seite 1.html', 'intro.pdf', 'story_html5.html', 'player.xml'];
const SCHEMAS_2004 = ['2004 4th Edition', '2004 3rd Edition', 'CAM 1.3', '2004 4TH EDITION'];
const NAMESPACES = {
  '1.2': {
    xmlns: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
    'xmlns:adlcp': 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
  },
  '2004': {
    xmlns: 'http://www.imsglobal.org/xsd/imscp_v1p1',
    'xmlns:adlcp': 'http://www.adlnet.org/xsd/adlcp_v1p3',
    'xmlns:adlseq': 'http://www.adlnet.org/xsd/adlseq_v1p3',
    'xmlns:adlnav': 'http://www.adlnet.org/xsd/adlnav_v1p3',
    'xmlns:imsss': 'http://www.imsglobal.org/xsd/imsss',
  },
} as const;

type Growing = {
  readonly random: Random;
  readonly version: '1.2' | '2004';
  readonly lively: number;
  readonly resources: readonly string[];
  readonly shared: readonly string[];
  readonly items: string[];
  left: number;
};

export function growManifest(random: Random, options: GrowOptions): Grown {
  const version = options.version ?? random.pick(['1.2', '2004', '2004'] as const);
  const files: string[] = [];
  const resources = Array.from({ length: 1 + random.int(4) }, (_, at) => growResource(random, version, at, files));
  const growing: Growing = {
    random,
    version,
    lively: options.lively ?? random.next(),
    resources: resources.map((one) => one.attributes[0]?.[1] ?? ''),
    shared: version === '2004' && random.chance(0.4) ? ['SHARED-1', 'SHARED-2'] : [],
    items: [],
    left: options.items,
  };
  const organisations = [organisation(growing, 'ORG-1')];
  if (random.chance(0.1)) organisations.push(organisation(growing, 'ORG-2'));
  const inner = random.chance(0.1) ? [subManifest(growing, files)] : [];
  const manifest = element('manifest', { identifier: 'COURSE', version: '1.0', ...NAMESPACES[version] }, [
    metadata(random, version),
    element('organizations', { default: 'ORG-1' }, organisations),
    element('resources', random.chance(0.05) ? { 'xml:base': 'content/' } : {}, resources),
    ...inner,
    ...collection(growing),
  ]);
  return { manifest, files: [...new Set(files)] };
}

function metadata(random: Random, version: Growing['version']): Element {
  return element('metadata', {}, [
    element('schema', {}, ['ADL SCORM']),
    element('schemaversion', {}, [version === '1.2' ? '1.2' : random.pick(SCHEMAS_2004)]),
  ]);
}

function growResource(random: Random, version: Growing['version'], at: number, files: string[]): Element {
  const href = `${random.pick(FOLDERS)}${random.pick(PAGES)}`;
  files.push(href);
  const type = version === '1.2' ? 'adlcp:scormtype' : 'adlcp:scormType';
  const suffix = random.pick(['', '', '', '?a=1', '#top', '?x=%20#y']);
  const more = random.chance(0.3) ? [element('dependency', { identifierref: `RES-${random.int(4)}` })] : [];
  const written = random.pick([href, href, encodeURI(href), href.replaceAll('/', '\\'), href.toUpperCase()]);
  return element(
    'resource',
    {
      identifier: `RES-${at}`,
      type: 'webcontent',
      [type]: random.pick(['sco', 'sco', 'sco', 'asset']),
      href: written + suffix,
      'xml:base': random.chance(0.05) ? random.pick(['content/', './', '../', 'a/b/']) : undefined,
    },
    [element('file', { href }), ...more],
  );
}

function organisation(growing: Growing, identifier: string): Element {
  const { random } = growing;
  const items = Array.from({ length: 1 + random.int(5) }, () => item(growing, 1));
  return element(
    'organization',
    {
      identifier,
      'adlseq:objectivesGlobalToSystem': growing.version === '2004' ? random.pick(['true', 'false']) : undefined,
    },
    [element('title', {}, ['A course']), ...items, ...sequencingOf(growing)],
  );
}

function item(growing: Growing, depth: number): Element {
  const { random } = growing;
  growing.left -= 1;
  const identifier = `ITEM-${growing.items.length + 1}`;
  growing.items.push(identifier);
  const cluster = depth < 6 && growing.left > 0 && random.chance(0.35);
  const own = [element('title', {}, [`Part ${growing.items.length}`])];
  const children: Element[] = [];
  if (cluster)
    for (let more = 1 + random.int(4); more > 0 && growing.left > 0; more -= 1) children.push(item(growing, depth + 1));
  return element(
    'item',
    {
      identifier,
      identifierref: cluster ? undefined : random.pick(growing.resources),
      isvisible: random.chance(0.1) ? 'false' : undefined,
      parameters: random.chance(0.15) ? random.pick(['?lang=en', '#page2', 'a=1&b=2']) : undefined,
    },
    [...own, ...children, ...(growing.version === '1.2' ? only12(growing) : only2004(growing))],
  );
}

function only12(growing: Growing): Element[] {
  const { random, items } = growing;
  const one = (): string => random.pick(items);
  const say = (likelihood: number, name: string, text: () => string): Element[] =>
    random.chance(likelihood) ? [element(`adlcp:${name}`, {}, [text()])] : [];
  const script = (): string =>
    random.pick([
      one(),
      `${one()}&${one()}`,
      `~${one()}`,
      `${one()}|(${one()}&~${one()})`,
      `2*{${one()},${one()}}`,
      `${one()}="passed"`,
    ]);
  return [
    ...say(0.3, 'prerequisites', script),
    ...say(0.2, 'maxtimeallowed', () => '0000:10:00'),
    ...say(0.2, 'timelimitaction', () => random.pick(['exit,message', 'continue,no message'])),
    ...say(0.2, 'datafromlms', () => 'launch data'),
    ...say(0.3, 'masteryscore', () => String(random.int(101))),
  ];
}

function only2004(growing: Growing): Element[] {
  const { random } = growing;
  const parts: Element[] = [];
  if (random.chance(0.2)) parts.push(element('adlcp:timeLimitAction', {}, ['exit,no message']));
  if (random.chance(0.2))
    parts.push(
      element('adlcp:completionThreshold', {
        completedByMeasure: random.pick(['true', 'false']),
        minProgressMeasure: random.next().toFixed(2),
        progressWeight: random.next().toFixed(1),
      }),
    );
  if (random.chance(0.2))
    parts.push(element('adlcp:data', {}, [element('adlcp:map', { targetID: random.pick(['store-1', 'store-2']) })]));
  if (random.chance(0.2)) {
    const hidden = ['continue', 'previous', 'suspendAll'].map((one) => element('adlnav:hideLMSUI', {}, [one]));
    parts.push(element('adlnav:presentation', {}, [element('adlnav:navigationInterface', {}, hidden)]));
  }
  return [...parts, ...sequencingOf(growing)];
}

function sequencingOf(growing: Growing): Element[] {
  const { random, version, lively, shared } = growing;
  if (version === '1.2' || !random.chance(0.3 + lively * 0.7)) return [];
  const reference = shared.length > 0 && random.chance(0.4) ? { IDRef: random.pick(shared) } : {};
  return [growSequencing(random, lively, reference)];
}

function collection(growing: Growing): Element[] {
  if (growing.shared.length === 0) return [];
  const all = growing.shared.map((ID) => growSequencing(growing.random, growing.lively, { ID }));
  return [element('imsss:sequencingCollection', {}, all)];
}

/** A manifest in the manifest, with an organisation and a resource of its own. */
function subManifest(growing: Growing, files: string[]): Element {
  files.push('inner/page.html');
  return element('manifest', { identifier: 'INNER' }, [
    element('organizations', { default: 'INNER-ORG' }, [
      element('organization', { identifier: 'INNER-ORG' }, [
        element('title', {}, ['Inner']),
        element('item', { identifier: 'INNER-1', identifierref: 'INNER-RES' }, [element('title', {}, ['Inner page'])]),
        element('item', {
          identifier: 'INNER-2',
          identifierref: growing.random.pick(['INNER-RES', 'COURSE', 'INNER']),
        }),
      ]),
    ]),
    element('resources', {}, [
      element('resource', {
        identifier: 'INNER-RES',
        type: 'webcontent',
        href: 'inner/page.html',
        'adlcp:scormtype': 'sco',
      }),
    ]),
  ]);
}
