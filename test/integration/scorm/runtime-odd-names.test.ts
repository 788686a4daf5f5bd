/** Identifiers come from packages and are names like any other: also those that every object of JavaScript has. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAttempt, tallyAttempts } from '../../../src/scorm/runtime';
import { openContentServer, type ContentServer } from '../../support/content-server';
import { buckets, courseZip, mapped, part, sit, type Sitting } from '../../support/sequenced-course';

let server: ContentServer;
beforeAll(async () => {
  server = await openContentServer();
});
afterAll(() => server.close());

const everyone = { tenant: 'all', actor: { source: 'process:test' } } as const;
const launch = async (items: string, attributes = ''): Promise<Sitting> => {
  const object = await server.addPackage(courseZip(items, { attributes }));
  const visit = await server.visit(server.registration(object));
  return sit(server, visit, visit.start);
};
const said = {
  'cmi.completion_status': 'completed',
  'cmi.success_status': 'passed',
  'cmi.objectives.1.id': 'constructor',
  'cmi.objectives.1.success_status': 'failed',
  'cmi.interactions.0.id': '__proto__',
  'cmi.interactions.0.type': 'choice',
  'cmi.interactions.0.result': 'correct',
  'adl.data.0.store': 'kept',
};

describe.each(['', 'adlseq:objectivesGlobalToSystem="false" adlcp:sharedDataGlobalToSystem="false"'])(
  'names that objects have already (%s)',
  (attributes) => {
    test('activities, objectives, global objectives, buckets and questions keep what was said of them', async () => {
      const names = ['__proto__', 'constructor', 'toString'];
      const items = names.map((name) => part(name, mapped('__proto__'), buckets('__proto__', 'constructor'))).join('');
      const at = await launch(items, attributes);
      expect(at.at()).toBe('__proto__');
      expect(at.cmi()['adl.data.0.store'] ?? '').toBe('');
      expect(at.cmi()['cmi.objectives.0.success_status'] ?? 'unknown').toBe('unknown');
      expect((await at.play(said)).refused).toEqual([]);

      await at.go({ type: 'choice', target: 'constructor' });
      expect(at.at()).toBe('constructor');
      expect(at.cmi()['adl.data.0.store']).toBe('kept');
      expect(at.cmi()['cmi.objectives.0.success_status']).toBe('passed');
      await at.go({ type: 'continue' });
      await at.play(said);
      await at.go({ type: 'suspendAll' });

      const back = await at.again();
      expect(back.at()).toBe('toString');
      expect(Object.fromEntries(back.start.contents.map(({ identifier, state }) => [identifier, state]))).toMatchObject(
        {
          ['__proto__']: 'passed',
        },
      );
      const key = { tenantId: server.tenant, attemptId: at.visit.attempt };
      await server.fresh.database.inTransaction(everyone, (tx) => tallyAttempts(tx, [key]));
      const answers = await server.fresh.asOwner<{ activity: string; question: string }>(
        'select activity, question from attempt_answer where attempt_id = $1 order by activity',
        [key.attemptId],
      );
      expect(answers).toEqual([
        { activity: '__proto__', question: '__proto__' },
        { activity: 'toString', question: '__proto__' },
      ]);
      const found = await server.fresh.database.inTransaction(everyone, (tx) => findAttempt(tx, key.attemptId));
      expect(found?.activities.map(({ identifier }) => identifier).sort()).toEqual(names.sort());
    });
  },
);

test('an identifier as long as a page loses its end: what was said of it is saved and counted', async () => {
  const long = `A${Array.from({ length: 100 }, () => randomUUID()).join('')}`;
  const at = await launch(part('FIRST') + part(long).replaceAll(`R-${long}`, 'R-LONG'));
  const target = at.start.contents.at(-1)?.identifier ?? '';
  expect(long.startsWith(target)).toBe(true);
  await at.go({ type: 'choice', target });
  expect(at.at()).toBe(target);
  await at.play(said);
  const key = { tenantId: server.tenant, attemptId: at.visit.attempt };
  expect(await server.fresh.database.inTransaction(everyone, (tx) => tallyAttempts(tx, [key]))).toBe(1);
});
