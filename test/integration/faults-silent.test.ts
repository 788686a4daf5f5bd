/** ELO-14: sessions that fell silent are closed by the server, whatever is wrong with one of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeSilentSessions, type OutcomePort } from '../../src/scorm/runtime';
import { entry, openContentServer, smallZip, type ContentServer } from '../support/content-server';

let server: ContentServer;
beforeAll(async () => {
  server = await openContentServer();
});
afterAll(() => server.close());

const port: OutcomePort = async (_, said) =>
  said.map(({ registrationId, version }) => ({ registrationId, version, ledTo: [] }));

test('ELO-14: one silent session that cannot be judged stops no other, and is told', async () => {
  const whole = await server.addPackage(smallZip());
  const other = await server.addPackage(smallZip({}, 'Other'));
  const visits = [];
  for (const object of [other, whole, whole]) visits.push(await server.visit(server.registration(object)));
  for (const visit of visits) {
    const sent = [entry(1, {}, { kind: 'initialize' }), entry(2, { 'cmi.core.lesson_location': '2' })];
    expect((await server.say(visit, 'commit', { session: visit.start.session, entries: sent })).status).toBe(200);
  }
  await server.fresh.asOwner(`update attempt_session set last_at = last_at - interval '1 hour'`);
  await server.fresh.asOwner(`update attempt_commit set received_at = received_at - interval '1 hour'`);
  await server.fresh.asOwner(`update attempt set sequencing = '{"current":"I","results":null}' where id = $1`, [
    visits[0]?.attempt,
  ]);
  await expect(closeSilentSessions(server.fresh.database, port)).rejects.toThrow('1 of 3');
  const open = await server.fresh.asOwner<{ id: string }>(
    'select attempt_id as id from attempt_session where closed_at is null',
  );
  expect(open.map(({ id }) => id)).toEqual([visits[0]?.attempt]);
});
