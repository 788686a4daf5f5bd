/** ELO-5: no input makes the check throw or hang. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPackage } from '../../../src/scorm/package';
import { GOOD, manifest12, rawZip, saved, zipOf } from './package-zips';

const RUNS = { numRuns: 60, seed: 20261123 };

async function concludes(bytes: Buffer): Promise<void> {
  const result = await checkPackage(saved(bytes), { limits: { parserMilliseconds: 5_000 } });
  expect(result.accepted).toBe(!result.findings.some((one) => one.severity === 'error'));
  if (!result.accepted) expect(result.files).toEqual([]);
  for (const { path } of result.files) expect(path).not.toMatch(/^\/|^[a-z]:|(^|\/)\.\.?(\/|$)|\\|\0/i);
}

test('ELO-5: any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) => concludes(Buffer.from(bytes))),
    RUNS,
  );
});

test('ELO-5: a good zip with any bytes changed', async () => {
  const good = rawZip(GOOD);
  const change = fc.record({ at: fc.nat(good.length - 1), to: fc.nat(255) });
  const property = fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
    const bytes = Buffer.from(good);
    for (const { at, to } of changes) bytes[at] = to;
    await concludes(bytes);
  });
  await fc.assert(property, { ...RUNS, numRuns: 150 });
});

test('ELO-5: any names, modes, flags and methods', async () => {
  const part = fc.oneof(
    fc.constantFrom('..', '.', '', 'a', 'C:', 'index.html', '__MACOSX', 'imsmanifest.xml', '\0', 'ä'),
    fc.string({ maxLength: 5 }),
  );
  const name = fc
    .array(part, { maxLength: 5 })
    .chain((parts) => fc.constantFrom('/', '\\').map((slash) => parts.join(slash)));
  const entry = fc.record(
    {
      name,
      data: fc.string({ maxLength: 20 }),
      mode: fc.nat(0xffff),
      flags: fc.nat(0xffff),
      method: fc.nat(20),
      claimedSize: fc.nat(100),
    },
    { requiredKeys: ['name'] },
  );
  const property = fc.asyncProperty(fc.array(entry, { maxLength: 5 }), (entries) =>
    concludes(rawZip([...GOOD, ...entries])),
  );
  await fc.assert(property, RUNS);
});

test('ELO-5: any manifest', async () => {
  const words = [
    'manifest',
    'organizations',
    'organization',
    'item',
    'title',
    'resources',
    'resource',
    'file',
    'sequencing',
    'constructor',
    '__proto__',
    '_',
    '$',
  ];
  const piece = fc.oneof(
    fc.constantFrom(...words.flatMap((word) => [`<${word}>`, `</${word}>`, `<${word}/>`])),
    fc.constantFrom(
      '<!DOCTYPE a>',
      '<![CDATA[',
      ']]>',
      '&amp;',
      '&#0;',
      '<?xml',
      '<!--',
      ' href="x"',
      ' identifierref="r"',
      ' xml:base="../.."',
      'adlcp:',
      '\uFFFF',
    ),
    fc.string({ maxLength: 6 }),
  );
  const property = fc.asyncProperty(fc.array(piece, { maxLength: 25 }), fc.boolean(), async (pieces, inside) => {
    const text = pieces.join('');
    const xml = inside ? manifest12({ organisations: text }) : text;
    await concludes(rawZip([{ name: 'imsmanifest.xml', data: xml }, { name: 'index.html' }]));
  });
  await fc.assert(property, { ...RUNS, numRuns: 100 });
});

test('ELO-5: any tree of known elements and attributes', async () => {
  const value = fc.constantFrom(
    '',
    'r',
    'i',
    'true',
    'maybe',
    '-1',
    '1e9',
    'all',
    'satisfied',
    '../..',
    'index.html',
    '%',
    '\\\\',
    'http://x',
    '#',
    '?',
  );
  const attributes = fc.constantFrom(
    'identifier',
    'identifierref',
    'href',
    'xml:base',
    'default',
    'isvisible',
    'parameters',
    'adlcp:scormtype',
    'IDRef',
    'ID',
    'objectiveID',
    'targetObjectiveID',
    'condition',
    'action',
    'attemptLimit',
    'minimumPercent',
  );
  const names = fc.constantFrom(
    'organizations',
    'organization',
    'item',
    'title',
    'resources',
    'resource',
    'file',
    'dependency',
    'metadata',
    'manifest',
    'sequencing',
    'sequencingRules',
    'preConditionRule',
    'ruleConditions',
    'ruleCondition',
    'ruleAction',
    'rollupRules',
    'rollupRule',
    'objectives',
    'objective',
    'primaryObjective',
    'mapInfo',
    'sequencingCollection',
    'presentation',
    'adlcp:masteryscore',
    'adlcp:completionThreshold',
  );
  const { tree } = fc.letrec<{ tree: string; leaf: string }>((tie) => ({
    leaf: fc
      .tuple(names, fc.dictionary(attributes, value, { maxKeys: 3 }))
      .map(([name, given]) => element(name, given, '')),
    tree: fc.oneof(
      { depthSize: 'medium', maxDepth: 6 },
      tie('leaf'),
      fc
        .tuple(names, fc.dictionary(attributes, value, { maxKeys: 3 }), fc.array(tie('tree'), { maxLength: 4 }))
        .map(([name, given, inner]) => element(name, given, inner.join(''))),
    ),
  }));
  const property = fc.asyncProperty(fc.array(tree, { maxLength: 6 }), async (parts) => {
    const path = zipOf({ 'imsmanifest.xml': manifest12({ organisations: parts.join('') }), 'index.html': 'x' });
    const result = await checkPackage(path);
    expect(result.package).toBeDefined();
  });
  await fc.assert(property, { ...RUNS, numRuns: 100 });
});

function element(name: string, attributes: Readonly<Record<string, string>>, inner: string): string {
  const written = Object.entries(attributes)
    .map(([key, text]) => ` ${key}="${text}"`)
    .join('');
  return `<${name}${written}>${inner === '' ? 'text' : inner}</${name}>`;
}
