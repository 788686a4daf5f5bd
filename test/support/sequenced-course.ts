/** SCORM 2004 courses with sequencing for tests, and a learner of them who speaks the player's protocol without a browser. */
import AdmZip from 'adm-zip';
import type { Elements, JournalEntry, NavigateAnswer, CommitAnswer, PlayerStart } from '../../src/scorm/runtime';
import type { NavigationRequest } from '../../src/scorm/sequencing';
import type { ContentServer, Visit } from './content-server';

const namespaces =
  'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"';

/** One SCO; `parts` is XML inside its item (shared data), `sequencing` inside its imsss:sequencing. */
export const part = (id: string, sequencing = '', parts = ''): string =>
  `<item identifier="${id}" identifierref="R-${id}"><title>${id}</title>${parts}${sequencing === '' ? '' : `<imsss:sequencing>${sequencing}</imsss:sequencing>`}</item>`;

export type CourseOptions = {
  /** Inside the organisation's imsss:sequencing; flow with choice by default. */
  readonly sequencing?: string;
  /** Attributes of the organisation. */
  readonly attributes?: string;
};

export const flow = '<imsss:controlMode choice="true" flow="true"/>';
export const choiceOnly = '<imsss:controlMode choice="true" flow="false"/>';

/** A package of these items; every `identifierref="R-…"` gets its resource. */
export function courseZip(items: string, { sequencing = flow, attributes = '' }: CourseOptions = {}): Buffer {
  const resources = [...items.matchAll(/identifierref="R-([^"]+)"/g)].map(
    ([, id]) =>
      `<resource identifier="R-${id}" type="webcontent" adlcp:scormType="sco" href="${id}.html"><file href="${id}.html"/></resource>`,
  );
  const zip = new AdmZip();
  const manifest = `<?xml version="1.0"?><manifest identifier="M" ${namespaces}>
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="ORG"><organization identifier="ORG" ${attributes}><title>Course</title>${items}<imsss:sequencing>${sequencing}</imsss:sequencing></organization></organizations>
<resources>${resources.join('')}</resources></manifest>`;
  zip.addFile('imsmanifest.xml', Buffer.from(manifest));
  for (const [, id] of items.matchAll(/identifierref="R-([^"]+)"/g))
    zip.addFile(`${id}.html`, Buffer.from('<!doctype html><title>x</title>'));
  return zip.toBuffer();
}

/** A primary objective `P` mapped to a global one. */
export const mapped = (target: string, { read = true, write = true } = {}): string =>
  `<imsss:objectives><imsss:primaryObjective objectiveID="P"><imsss:mapInfo targetObjectiveID="${target}" readSatisfiedStatus="${read}" readNormalizedMeasure="${read}" writeSatisfiedStatus="${write}" writeNormalizedMeasure="${write}"/></imsss:primaryObjective></imsss:objectives>`;

/** Rows of `adl.data`. */
export const buckets = (...targets: string[]): string =>
  `<adlcp:data>${targets.map((target) => `<adlcp:map targetID="${target}"/>`).join('')}</adlcp:data>`;

/** One launch of the player, as a learner's browser goes through it. */
export type Sitting = {
  readonly visit: Visit;
  readonly start: PlayerStart;
  /** What is delivered now; undefined after an end or while a choice is waited for. */
  readonly at: () => string | undefined;
  readonly cmi: () => Elements;
  /** Content speaks: an entry of the journal that is sent at once. */
  readonly say: (set: Elements, kind?: JournalEntry['kind'], more?: Partial<JournalEntry>) => Promise<CommitAnswer>;
  /** Initialize, these values, Terminate. */
  readonly play: (set: Elements) => Promise<CommitAnswer>;
  readonly go: (request: NavigationRequest, more?: object) => Promise<NavigateAnswer>;
  /** The page is opened again; this one may have vanished without a word. */
  readonly again: () => Promise<Sitting>;
};

/** Opens the player page of a visit's attempt. */
export async function sit(server: ContentServer, visit: Visit, opened?: PlayerStart): Promise<Sitting> {
  const start = opened ?? (await server.open(visit));
  let delivery = start.delivery;
  let sequence = 0;
  let move = 0;
  const say: Sitting['say'] = async (set, kind = 'commit', more = {}) => {
    sequence += 1;
    const entry: JournalEntry = {
      sequence,
      at: '2026-06-15T11:59:00.000Z',
      activity: delivery?.activity ?? '',
      kind,
      set,
      ...more,
    };
    const answer = await server.say(visit, 'commit', { session: start.session, entries: [entry] });
    if (answer.status !== 200) throw new Error(`commit: ${answer.status} ${answer.text}`);
    return answer.json() as unknown as CommitAnswer;
  };
  return {
    visit,
    start,
    at: () => delivery?.activity,
    cmi: () => delivery?.cmi ?? {},
    say,
    play: async (set) => {
      await say({ 'cmi.entry': delivery?.cmi['cmi.entry'] ?? '' }, 'initialize');
      return say(set, 'terminate');
    },
    go: async (request, more = {}) => {
      move += 1;
      const body = { session: start.session, entries: [], request, move, ...more };
      const answer = await server.say(visit, 'navigate', body);
      if (answer.status !== 200) throw new Error(`navigate: ${answer.status} ${answer.text}`);
      const found = answer.json() as unknown as NavigateAnswer;
      if (found.result.kind === 'deliver') delivery = found.result.delivery;
      else if (found.result.kind !== 'refuse') delivery = undefined;
      return found;
    },
    again: () => sit(server, visit),
  };
}
