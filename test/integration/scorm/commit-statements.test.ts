/** What a commit costs in statements: a number that only a decision may raise, because the hot paths are made of it. */
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database, Lane, Tx } from '../../../src/platform/db';
import { createTakeCommits, type JournalEntry, type TakeCommits } from '../../../src/scorm/runtime';
import { openContentServer, type ContentServer } from '../../support/content-server';

let server: ContentServer;
let asked: string[];
let take: TakeCommits;

/** The same object, with every statement written down. */
const noting = <T extends Tx | Lane>(on: T): T =>
  new Proxy(on, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      if (name !== 'query' && name !== 'execute' && name !== 'runStatement') return found;
      return (sql: string, ...rest: unknown[]): unknown => {
        asked.push(sql.trim().replace(/\s+/g, ' ').slice(0, 60));
        return (found as (...all: unknown[]) => unknown)(sql, ...rest);
      };
    },
  });

/** One SCO and nothing else. */
function onlyOne(version: '1.2' | '2004 4th Edition'): Buffer {
  const [space, adlcp, schema] =
    version === '1.2'
      ? ['http://www.imsproject.org/xsd/imscp_rootv1p1p2', 'http://www.adlnet.org/xsd/adlcp_rootv1p2', 'scormtype']
      : ['http://www.imsglobal.org/xsd/imscp_v1p1', 'http://www.adlnet.org/xsd/adlcp_v1p3', 'scormType'];
  const zip = new AdmZip();
  const manifest = `<manifest identifier="M" xmlns="${space}" xmlns:adlcp="${adlcp}"><metadata><schema>ADL SCORM</schema>
    <schemaversion>${version}</schemaversion></metadata><organizations default="O"><organization identifier="O"><title>Course</title>
    <item identifier="A" identifierref="R"><title>A</title></item></organization></organizations>
    <resources><resource identifier="R" type="webcontent" adlcp:${schema}="sco" href="a.html"><file href="a.html"/></resource></resources></manifest>`;
  zip.addFile('imsmanifest.xml', Buffer.from(manifest));
  zip.addFile('a.html', Buffer.from('<!doctype html><title>x</title>'));
  return zip.toBuffer();
}

beforeAll(async () => {
  server = await openContentServer();
  const { database } = server.fresh;
  const noted: Database = {
    ...database,
    inTransaction: (scope, work) => database.inTransaction(scope, (tx) => work(noting(tx))),
  };
  const lane = noting(database.lane);
  take = createTakeCommits({ database: noted, lane, port: () => Promise.resolve([]), now: () => new Date() });
});
afterAll(() => server.close());

const said = {
  '1.2': { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '90' },
  '2004 4th Edition': { 'cmi.success_status': 'passed', 'cmi.completion_status': 'completed' },
} as const;

test.each(['1.2', '2004 4th Edition'] as const)(
  'SCORM %s: progress is one statement, an end is few',
  async (version) => {
    const object = await server.addPackage(onlyOne(version));
    const { attempt, start } = await server.visit(server.registration(object));
    const commit = async (
      sequence: number,
      kind: JournalEntry['kind'],
      set: JournalEntry['set'],
    ): Promise<string[]> => {
      asked = [];
      const entry = { sequence, at: '2026-06-15T11:59:00.000Z', activity: start.delivery?.activity ?? '', kind, set };
      const command = { tenantId: server.tenant, attemptId: attempt, sessionId: start.session, scormVersion: version };
      expect((await take({ ...command, entries: [entry] })).acknowledged).toEqual([sequence]);
      return asked;
    };
    // The package is in memory from here on.
    await commit(1, 'terminate', {});
    const place = version === '1.2' ? 'cmi.core.lesson_location' : 'cmi.location';
    expect(await commit(2, 'commit', { [place]: 'page 2' })).toHaveLength(1);
    // Attempt, log, fold and history; snapshot, state and outcome.
    expect(await commit(3, 'terminate', said[version])).toHaveLength(7);
  },
);
