/** Stopping and dying: what is under way is finished or leaves nothing, the database is stopped, the next start is clean. */
import { request as httpRequest, type ClientRequest } from 'node:http';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionCookie } from '../../src/people';
import { sessionFor } from '../support/account-session';
import { ask, smallZip } from '../support/content-server';
import { allDelivered, expectAwardedOnce, expectLog } from '../support/kept-promises';
import { prepareServer, type RunningServer } from '../support/running-server';
import { streamLearner } from '../support/streaming-learner';

let server: RunningServer;
beforeAll(async () => {
  server = await prepareServer();
}, 120_000);
afterAll(() => server.close());

type Upload = { readonly sending: ClientRequest; readonly answered: Promise<{ status: number; text: string }> };

/** An upload whose body is sent by hand. */
async function startUpload(zip: Buffer): Promise<Upload> {
  const [author] = await server.register(1);
  const token = await sessionFor(server, author?.personId ?? '', ['contentAuthor']);
  const { port, appUrl } = server.config;
  const sending = httpRequest({
    host: '127.0.0.1',
    port,
    method: 'POST',
    path: '/api/v1/learning-objects?fileName=slow.zip',
    headers: {
      Host: new URL(appUrl).host,
      Origin: appUrl,
      Cookie: `${sessionCookie}=${token}`,
      'Content-Type': 'application/zip',
      'Content-Length': zip.length,
    },
  });
  const answered = new Promise<{ status: number; text: string }>((done, failed) => {
    sending.on('error', failed);
    sending.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
      response.on('error', failed);
    });
  });
  answered.catch(() => undefined);
  sending.flushHeaders();
  return { sending, answered };
}
const bigZip = (title: string): Buffer => smallZip({ 'video.bin': randomBytes(3_000_000) }, title);
const uploads = (): Promise<{ status: string }[]> => server.look('select status from upload');

test('SIGTERM while learners play and a package comes in: both are finished, exit 0, no PostgreSQL is left, the next start finds all', async () => {
  await server.start();
  const learners = await Promise.all(
    (await server.register(4)).map(async (each) => streamLearner(await server.visit(each), server.say)),
  );
  const zip = bigZip('Slow');
  const { sending, answered } = await startUpload(zip);
  sending.write(zip.subarray(0, 1_000_000));
  await sleep(300);
  const pid = server.postgresPid();
  const ended = server.stop();
  await sleep(300);
  expect(server.running()).toBe(true);
  // Nothing new is taken.
  await expect(fetch(`http://127.0.0.1:${server.config.port}/health`)).rejects.toThrow();
  sending.write(zip.subarray(1_000_000, 2_000_000));
  await sleep(300);
  sending.end(zip.subarray(2_000_000));
  const { status, text } = await answered;
  expect([status, text.slice(0, 300)]).toEqual([201, expect.stringContaining('"status":"accepted"')]);
  expect(await ended).toBe(0);
  expect(server.postgresPid()).toBeUndefined();
  expect(() => process.kill(pid ?? 0, 0)).toThrow();
  expect(server.said.out).not.toMatch(/"level":(50|60|"error"|"fatal")/);

  await server.start();
  for (const learner of learners) learner.finish();
  await Promise.all(learners.map((each) => each.ended));
  await expectLog(server, learners);
  await allDelivered(server);
  await expectAwardedOnce(server, learners);
  expect(await uploads()).toEqual([{ status: 'accepted' }]);
  expect(await server.stop()).toBe(0);
}, 90_000);

test('killed in the middle of an upload: nothing of it is there after the next start, and the library takes the package', async () => {
  await server.start();
  const before = await uploads();
  const zip = bigZip('Again');
  const { sending, answered } = await startUpload(zip);
  sending.write(zip.subarray(0, 1_500_000));
  await sleep(400);
  await server.kill();
  await expect(answered).rejects.toThrow();
  await server.start();
  expect(await uploads()).toEqual(before);
  expect((await server.look(`select 1 from learning_object where title = 'Again'`)).length).toBe(0);
  const again = await startUpload(zip);
  again.sending.end(zip);
  expect((await again.answered).status).toBe(201);
  expect((await server.look(`select 1 from learning_object where title = 'Again'`)).length).toBe(1);
  expect(await server.stop()).toBe(0);
}, 60_000);

test('killed right after an upload was acknowledged: object and files are there', async () => {
  await server.start();
  const zip = bigZip('Kept');
  const { sending, answered } = await startUpload(zip);
  sending.end(zip);
  expect((await answered).status).toBe(201);
  const pid = server.postgresPid() ?? 0;
  process.kill(pid, 'SIGKILL');
  await server.kill();
  await server.start();
  const [object] = await server.look<{ id: string }>(`select id from learning_object where title = 'Kept'`);
  const [learner] = await server.register(1);
  if (object === undefined || learner === undefined) throw new Error('nothing kept');
  const { origin, cookie } = await server.visit({
    ...learner,
    object: { ownerId: server.world.employer, id: object.id },
  });
  const file = await ask(server.config.contentPort, `${origin}/files/video.bin`, { headers: { Cookie: cookie } });
  expect([file.status, file.bytes.length]).toEqual([200, 3_000_000]);
  expect(await server.stop()).toBe(0);
}, 60_000);

test('SIGTERM at any moment of the start: it ends by itself, leaves no PostgreSQL, and the next start is clean', async () => {
  for (const after of [150, 500, 900, 1400]) {
    const starting = server.start().catch((error: unknown) => error);
    await sleep(after);
    const code = await server.stop();
    await starting;
    expect([after, [0, 1, null].includes(code), server.postgresPid()]).toEqual([after, true, undefined]);
  }
  await server.start();
  expect(await server.stop()).toBe(0);
}, 60_000);
