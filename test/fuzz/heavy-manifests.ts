/**
 * Small manifests that would grow without end, or cost far more than they weigh, if each reference were simply followed.
 * `size` is how many elements there are of what multiplies; all stay within the limits for bytes and elements.
 */
import { element, writeXml, type Element } from './xml';

const many = (count: number, make: (at: number) => Element): Element[] =>
  Array.from({ length: count }, (_, at) => make(at));
const title = (text: string): Element => element('title', {}, [text]);
const item = (identifier: string, identifierref: string | undefined, inner: readonly Element[] = []): Element =>
  element('item', { identifier, identifierref }, inner);
const resource = (identifier: string, more: Record<string, string> = {}): Element =>
  element('resource', { identifier, 'adlcp:scormType': 'sco', href: 'index.html', ...more });
const organisation = (identifier: string, items: readonly Element[]): Element =>
  element('organization', { identifier }, [title('A course'), ...items]);

function manifest(
  organisations: readonly Element[],
  resources: readonly Element[],
  more: readonly Element[] = [],
  base?: string,
): string {
  return writeXml(
    element(
      'manifest',
      {
        identifier: 'COURSE',
        xmlns: 'http://www.imsglobal.org/xsd/imscp_v1p1',
        'xmlns:adlcp': 'http://www.adlnet.org/xsd/adlcp_v1p3',
        'xmlns:imsss': 'http://www.imsglobal.org/xsd/imsss',
        'xmlns:adlseq': 'http://www.adlnet.org/xsd/adlseq_v1p3',
        'xml:base': base,
      },
      [
        element('metadata', {}, [element('schemaversion', {}, ['2004 4th Edition'])]),
        element('organizations', {}, organisations),
        element('resources', {}, resources),
        ...more,
      ],
    ),
  );
}

const inner = (identifier: string, items: readonly Element[]): Element =>
  element('manifest', { identifier }, [element('organizations', {}, [organisation(`ORG-${identifier}`, items)])]);

const RULE = element('imsss:preConditionRule', {}, [
  element('imsss:ruleConditions', {}, [element('imsss:ruleCondition', { condition: 'attempted' })]),
  element('imsss:ruleAction', { action: 'skip' }),
]);

export const HEAVY: Readonly<Record<string, (size: number) => string>> = {
  /** Each sub-manifest names the next. */
  'chain of sub-manifests': (size) =>
    manifest(
      [organisation('ORG', [item('I', 'M0')])],
      [resource('R')],
      many(size, (at) => inner(`M${at}`, [item(`I${at}`, at === size - 1 ? 'R' : `M${at + 1}`)])),
    ),
  /** Each organisation takes in the same large sub-manifest. */
  'many organisations of one sub-manifest': (size) =>
    manifest(
      many(size, (at) => organisation(`O${at}`, [item(`I${at}`, 'M')])),
      [resource('R')],
      [
        inner(
          'M',
          many(size, (at) => item(`S${at}`, 'R')),
        ),
      ],
    ),
  /** Each item takes in a sub-manifest whose items take in another. */
  'sub-manifests of sub-manifests': (size) =>
    manifest(
      [
        organisation(
          'ORG',
          many(size, (at) => item(`I${at}`, 'A')),
        ),
      ],
      [resource('R')],
      [
        inner(
          'A',
          many(size, (at) => item(`A${at}`, 'B')),
        ),
        inner(
          'B',
          many(size, (at) => item(`B${at}`, 'R')),
        ),
      ],
    ),
  /** Items that share one long sequencing definition. */
  'one sequencing for all': (size) =>
    manifest(
      [
        organisation(
          'ORG',
          many(size, (at) =>
            element('item', { identifier: `I${at}`, identifierref: 'R' }, [
              element('imsss:sequencing', { IDRef: 'S' }),
            ]),
          ),
        ),
      ],
      [resource('R')],
      [
        element('imsss:sequencingCollection', {}, [
          element('imsss:sequencing', { ID: 'S' }, [
            element(
              'imsss:sequencingRules',
              {},
              many(size, () => RULE),
            ),
          ]),
        ]),
      ],
    ),
  /** Unknown references are looked for in every sub-manifest. */
  'references looked for everywhere': (size) =>
    manifest(
      [organisation('ORG', [item('I', 'R'), ...many(size, (at) => item(`I${at}`, `nowhere-${at}`))])],
      [resource('R')],
      many(size, (at) => element('manifest', { identifier: `M${at}` })),
    ),
  /** Objectives of one name, each with all the maps of that name. */
  'objectives of one name': (size) =>
    manifest(
      [
        organisation('ORG', [
          element('item', { identifier: 'I', identifierref: 'R' }, [
            element('imsss:sequencing', {}, [
              element(
                'imsss:objectives',
                {},
                many(size, () => element('imsss:objective', { objectiveID: 'same' })),
              ),
              element('adlseq:objectives', {}, [
                element(
                  'adlseq:objective',
                  { objectiveID: 'same' },
                  many(size, (at) => element('adlseq:mapInfo', { targetObjectiveID: `T${at}` })),
                ),
              ]),
            ]),
          ]),
        ]),
      ],
      [resource('R')],
    ),
  /** Maps of one name said once each. */
  'maps said one by one': (size) =>
    manifest(
      [
        organisation('ORG', [
          element('item', { identifier: 'I', identifierref: 'R' }, [
            element('imsss:sequencing', {}, [
              element(
                'adlseq:objectives',
                {},
                many(size, (at) =>
                  element('adlseq:objective', { objectiveID: 'same' }, [
                    element('adlseq:mapInfo', { targetObjectiveID: `T${at}` }),
                  ]),
                ),
              ),
            ]),
          ]),
        ]),
      ],
      [resource('R')],
    ),
  /** A base as long as the manifest may be, and many files below it. */
  'a long base for many files': (size) =>
    manifest(
      [organisation('ORG', [item('I', 'R')])],
      [resource('R'), ...many(size, (at) => resource(`F${at}`))],
      [],
      'folder/'.repeat(size * 4),
    ),
  'identifiers that are all equal': (size) =>
    manifest(
      [
        organisation(
          'ORG',
          many(size, () => item('SAME', 'R')),
        ),
      ],
      [resource('R')],
    ),
  'identifiers that end as copies do': (size) =>
    manifest(
      [
        organisation(
          'ORG',
          many(size, (at) => item(at % 2 === 0 ? 'SAME' : `SAME-${at}`, 'R')),
        ),
      ],
      [resource('R')],
    ),
  'organisations of one name': (size) =>
    manifest(
      many(size, () => organisation('SAME', [item('I', 'R')])),
      [resource('R')],
    ),
  'one clusters in another': (size) => {
    let deep = item('LEAF', 'R');
    for (let level = Math.min(size, 190); level > 0; level -= 1) deep = item(`C${level}`, undefined, [deep]);
    return manifest([organisation('ORG', [deep])], [resource('R')]);
  },
  'a flat tree': (size) =>
    manifest(
      [
        organisation(
          'ORG',
          many(size, (at) => item(`I${at}`, 'R')),
        ),
      ],
      [resource('R')],
    ),
};
