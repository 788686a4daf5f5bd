import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { createAppListener, listen, stopServer, walkRoutes } from '../../../src/platform/http';
import request from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nationalTenantId, newId } from '../../../src/platform/db';
import { importPackage, publishedFindings } from '../../../src/scorm/library';
import { someone, testDeps } from '../platform/http-support';
import { as, openLibrary, token, zipSample, type Library } from './library-support';
import { saved, zipOf } from './package-zips';

let library: Library;
beforeEach(async () => (library = await openLibrary()));
afterEach(() => library.close());

const api = '/api/v1/learning-objects';
const page = '/manage/content';

type UploadOut = { id: string; status: string; learningObjectId?: string; findings: { code: string }[]; page: string };
const sendRaw = async (
  zip: Buffer,
  path = `${api}?fileName=hands.zip`,
  tenant = library.own,
): Promise<{ status: number; body: UploadOut }> => {
  const answer = await request(library.app).post(path).set(as(tenant)).set('Content-Type', 'application/zip').send(zip);
  return { status: answer.status, body: answer.body as UploadOut };
};
const sendForm = (
  path: string,
  zip: Buffer | undefined,
  fields: Readonly<Record<string, string>> = {},
): request.Test => {
  const sending = request(library.app).post(`${path}?_csrf=${token}`).set(as(library.own));
  for (const [name, value] of Object.entries(fields)) void sending.field(name, value);
  return zip === undefined
    ? sending.attach('file', Buffer.alloc(0), { filename: '', contentType: 'application/octet-stream' })
    : sending.attach('file', zip, 'C:\\Users\\ann\\Hände waschen.zip');
};
const get = (path: string, tenant = library.own): request.Test => request(library.app).get(path).set(as(tenant));
const uploads = (): Promise<{ status: string; file_name: string; title: string | null }[]> =>
  library.asOwner('select status, file_name, title from upload order by id');

test('a file name stands in the report as it is, whatever it contains', async () => {
  const sent = await request(library.app)
    .post(`${page}/uploads?_csrf=${token}`)
    .set(as(library.own))
    .attach('file', zipSample(), 'Fire & <b>smoke.zip');
  const report = await get(String(sent.headers.location));
  expect(report.text).toContain('“Fire &amp; &lt;b&gt;smoke.zip” is in the library</h1>');
});

test('a form without a script: upload, report, record, list', async () => {
  const sent = await sendForm(`${page}/uploads`, zipSample(), { title: 'Clean <hands>' });
  expect(sent.status).toBe(303);
  const report = await get(String(sent.headers.location));
  expect(report.status).toBe(200);
  expect(report.text).toContain('“Hände waschen.zip” is in the library');
  expect(report.text).toContain('/preview"');
  const [, record = ''] = /href="(\/manage\/content\/[0-9a-f-]{36}\/[0-9a-f-]{36})"/.exec(report.text) ?? [];
  const shown = await get(record);
  expect(shown.text).toContain('Clean &lt;hands&gt;');
  for (const words of ['index.html', 'Version 1, uploaded', 'Hände waschen.zip', 'reports results'])
    expect(shown.text).toContain(words);
  const list = await get(page);
  expect(list.text).toContain(`href="${record}"`);
  expect(list.text).toContain('1 result');
  expect(library.stored().filter((path) => path.startsWith('tmp') || path.includes('uploads'))).toEqual([]);
});

test('the API: 201 with the report, the object, its list; 422 for a refused package that leaves nothing but its report', async () => {
  const { status, body } = await sendRaw(zipSample('fire-safety-12'), `${api}?fileName=fire.zip&title=Fire`);
  expect([status, body.status]).toEqual([201, 'accepted']);
  const object = await get(`${api}/${library.own}/${body.learningObjectId ?? ''}`);
  expect(object.body).toMatchObject({
    title: 'Fire',
    current: { number: 1, fileName: 'fire.zip', scormVersion: '1.2' },
  });
  expect(JSON.stringify(object.body)).not.toContain('storeKey');
  expect((await get(`${api}?q=fir`)).body).toMatchObject({ total: 1, items: [{ title: 'Fire', activityCount: 1 }] });
  const before = library.stored();

  const refused = await sendRaw(Buffer.from('not a zip'));
  expect([refused.status, refused.body.status, refused.body.findings[0]?.code]).toEqual([
    422,
    'refused',
    'zip-not-a-zip',
  ]);
  expect(library.stored()).toEqual(before);
  expect(await library.asOwner('select count(*)::int as n from learning_object')).toEqual([{ n: 1 }]);
  const report = await get(refused.body.page);
  expect(report.text).toContain('cannot be used yet');
  for (const words of [
    'zip-not-a-zip',
    'This file is not a zip file.',
    '1 thing to put right',
    'Upload the corrected file',
  ])
    expect(report.text).toContain(words);
});

test('findings stand in the report with where they are and what to do', async () => {
  const zip = zipOf({ 'folder/imsmanifest.xml': '<manifest', 'folder/index.html': 'x' });
  const { body } = await sendRaw(readFileSync(zip));
  const report = await get(body.page);
  expect(report.text).toContain('<code>folder/imsmanifest.xml:1</code>');
  expect(report.text).toContain('Correct the manifest at this line');
});

test('a new version through the page and through the API; the original can be fetched again', async () => {
  const first = zipSample();
  const { body } = await sendRaw(first);
  const object = `${library.own}/${body.learningObjectId ?? ''}`;
  const second = zipSample('hand-hygiene-12', { 'n.txt': '2' });
  expect((await sendForm(`${page}/${object}/versions`, second)).status).toBe(303);
  const third = zipSample('hand-hygiene-12', { 'n.txt': '3' });
  expect((await sendRaw(third, `${api}/${object}/versions`)).status).toBe(201);
  const again = await sendRaw(third, `${api}/${object}/versions`);
  expect([again.status, again.body.findings[0]?.code]).toEqual([422, 'version-identical']);
  expect((await get(`${page}/${object}`)).text).toContain('Version 3, uploaded');
  const original = await get(`${page}/${object}/versions/1/package.zip`)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });
  expect(original.body).toEqual(first);
  expect(original.headers['content-disposition']).toBe(`attachment; filename*=UTF-8''hands.zip`);
  expect((await get(`${page}/${object}/versions/9/package.zip`)).status).toBe(404);
});

test('no file chosen: the page comes back and says so', async () => {
  const answer = await sendForm(`${page}/uploads`, undefined);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Choose the zip file to upload');
  expect(answer.text).toContain('href="#file"');
  expect(await uploads()).toEqual([]);
  const { body } = await sendRaw(zipSample());
  expect((await sendForm(`${page}/${library.own}/${body.learningObjectId ?? ''}/versions`, undefined)).text).toContain(
    'Choose the zip file to upload',
  );
});

test('too large, announced or not: 413 with the limit in words, and nothing is left', async () => {
  const small = await openLibrary({ maxUploadBytes: 100_000 });
  try {
    const big = Buffer.alloc(300_000, 'x');
    const announced = await request(small.app)
      .post(api)
      .set(as(small.own))
      .set('Content-Type', 'application/zip')
      .send(big);
    const form = await request(small.app)
      .post(`${page}/uploads?_csrf=${token}`)
      .set(as(small.own))
      .attach('file', big, 'big.zip');
    // Just above the limit: within what a form may need around its file.
    const barely = await request(small.app)
      .post(`${page}/uploads?_csrf=${token}`)
      .set(as(small.own))
      .attach('file', Buffer.alloc(100_001, 'x'), 'big.zip');
    expect([announced.status, form.status, barely.status]).toEqual([413, 413, 413]);
    expect((announced.body as { detail: string }).detail).toContain('larger than 100 KB');
    expect(form.text).toContain('larger than 100 KB');
    expect(barely.text).toContain('larger than 100 KB');
    expect(small.stored()).toEqual([]);
    expect(await small.asOwner('select 1 from upload')).toEqual([]);
  } finally {
    await small.close();
  }
});

test.each(['raw', 'form'])('an upload that is cut off half-way leaves nothing (%s)', async (kind) => {
  const server = createAppListener({
    ...testDeps({
      database: library.database,
      authenticate: async () => ({ ...someone('content.manage'), tenantId: library.own }),
    }),
    routes: library.routes,
  });
  const port = await listen(server, 0, '127.0.0.1');
  try {
    const type = kind === 'raw' ? 'application/zip' : 'multipart/form-data; boundary=B';
    const path = kind === 'raw' ? api : `${page}/uploads?_csrf=${token}`;
    const head =
      kind === 'raw'
        ? ''
        : '--B\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\nContent-Type: application/zip\r\n\r\n';
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: http://localhost:8080\r\nContent-Type: ${type}\r\nContent-Length: 900000\r\n\r\n${head}`,
    );
    socket.write(Buffer.alloc(200_000, 'x'));
    await expect.poll(() => library.stored().length, { timeout: 5000 }).toBe(1);
    socket.destroy();
    await expect.poll(() => library.stored(), { timeout: 5000 }).toEqual([]);
    expect(await uploads()).toEqual([]);
  } finally {
    await stopServer(server, 1000);
  }
});

test('an import that takes its time has a page that waits, and then the report', async () => {
  const slow = await openLibrary({
    patienceMs: 0,
    wrapFiles: (files) => ({
      ...files,
      startBatch: async (prefix) => (await new Promise((done) => setTimeout(done, 400)), files.startBatch(prefix)),
    }),
  });
  try {
    const sent = await request(slow.app)
      .post(api)
      .set(as(slow.own))
      .set('Content-Type', 'application/zip')
      .send(zipSample());
    const { id, page: report } = sent.body as UploadOut;
    expect([sent.status, sent.headers.location]).toEqual([202, `/api/v1/uploads/${id}`]);
    const waiting = await request(slow.app).get(report).set(as(slow.own));
    expect(waiting.text).toContain('<noscript><meta http-equiv="refresh" content="3"></noscript>');
    expect(waiting.text).toContain(`data-upload-watch="/api/v1/uploads/${id}"`);
    await slow.importer.settle(10_000);
    expect((await request(slow.app).get(report).set(as(slow.own))).text).toContain('is in the library');
  } finally {
    await slow.close();
  }
});

test('a full disk is told in the report, and nothing is kept', async () => {
  const full = await openLibrary({
    wrapFiles: (files) => ({
      ...files,
      startBatch: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
    }),
  });
  try {
    const sent = await request(full.app)
      .post(api)
      .set(as(full.own))
      .set('Content-Type', 'application/zip')
      .send(zipSample());
    expect([sent.status, (sent.body as UploadOut).status, (sent.body as UploadOut).findings[0]?.code]).toEqual([
      507,
      'failed',
      'disk-full',
    ]);
    expect(full.stored()).toEqual([]);
    expect(
      (
        await request(full.app)
          .get((sent.body as UploadOut).page)
          .set(as(full.own))
      ).text,
    ).toContain('no room left');
  } finally {
    await full.close();
  }
});

test('an import whose process died is taken up again, once however many look; one that keeps dying is given up', async () => {
  const id = newId();
  const leave = async (uploadId: string, tries: number): Promise<void> => {
    await library.files.put(`uploads/${uploadId}`, Readable.from([zipSample()]));
    await library.asOwner(
      `insert into upload (tenant_id, id, file_name, size_bytes, status, tries, touched_at) values ($1, $2, 'left.zip', 1, 'storing', $3, now() - interval '3 minutes')`,
      [library.own, uploadId, tries],
    );
  };
  await leave(id, 1);
  await Promise.all([library.importer.recover(), library.importer.recover()]);
  await library.importer.settle(10_000);
  expect(await uploads()).toMatchObject([{ status: 'accepted' }]);
  expect(await library.asOwner('select count(*)::int as n from learning_object_version')).toEqual([{ n: 1 }]);
  expect(library.stored().some((path) => path.includes('uploads'))).toBe(false);
  await leave(newId(), 3);
  await library.importer.recover();
  expect((await uploads()).map(({ status }) => status)).toEqual(['accepted', 'failed']);
  expect(library.stored().some((path) => path.includes('uploads'))).toBe(false);
});

test('PERM-1: every route asks for content.manage, and knows nothing of other tenants', async () => {
  const { body } = await sendRaw(zipSample(), api, library.other);
  const params = { owner: library.other, id: body.learningObjectId ?? '', number: '1' };
  const examples = Object.fromEntries(
    library.routes.map(({ method, path }) => [
      `${method} ${path}`,
      { params: path.includes('uploads/') ? { id: body.id } : params },
    ]),
  );
  const { walks, uncovered } = walkRoutes(library.routes, examples);
  expect(uncovered).toEqual([]);
  for (const { route, path, why, expect: right } of walks) {
    const { Host, Origin, ...signedIn } = as(library.own, why === 'permission-missing' ? 'other' : 'content.manage');
    const headers = { Host: Host ?? '', Origin: Origin ?? '', ...(why === 'nobody-signed-in' ? {} : signedIn) };
    let sending = request(library.app)[route.method](`${path}?_csrf=${token}`).set(headers);
    if (route.bodyKind === 'stream') sending = sending.set('Content-Type', 'application/zip').send(zipSample());
    else if (route.method === 'post') sending = sending.type('form').send({ _csrf: token, title: 'x' });
    expect([route.method, route.path, why, right.includes((await sending).status)]).toEqual([
      route.method,
      route.path,
      why,
      true,
    ]);
  }
  expect(await library.asOwner('select count(*)::int as n from learning_object_version')).toEqual([{ n: 1 }]);
});

test('CAT-3: national content is seen and previewed by everybody, and changed by the national body alone', async () => {
  const { learningObjectId } = (await importPackage(library, {
    tenantId: nationalTenantId,
    filePath: saved(zipSample()),
    title: 'Hands for all',
  })) as { learningObjectId: string };
  const path = `${page}/${nationalTenantId}/${learningObjectId}`;
  const list = await get(page);
  expect(list.text).toContain('Hands for all');
  expect(list.text).toContain('National');
  const record = await get(path);
  expect(record.status).toBe(200);
  expect(record.text).not.toContain('/rename"');
  expect(record.text).not.toContain('type="file"');
  expect((await get(path, nationalTenantId)).text).toContain('type="file"');
  const preview = await request(library.app)
    .post(`${path}/preview`)
    .set(as(library.own))
    .type('form')
    .send({ _csrf: token });
  expect(preview.body).toEqual({ ownerId: nationalTenantId, objectId: learningObjectId });
  expect((await sendForm(`${path}/versions`, zipSample('fire-safety-12'))).status).toBe(404);
  const renamed = await request(library.app)
    .post(`${path}/rename`)
    .set(as(library.own))
    .type('form')
    .send({ _csrf: token, title: 'Mine' });
  expect(renamed.status).toBe(404);
});

test('renaming: an event, a message, and a title is needed', async () => {
  const { body } = await sendRaw(zipSample(), `${api}?title=Before`);
  const path = `${page}/${library.own}/${body.learningObjectId ?? ''}`;
  expect((await get(`${path}/rename`)).text).toContain('value="Before"');
  const rename = (title: string): request.Test =>
    request(library.app).post(`${path}/rename`).set(as(library.own)).type('form').send({ _csrf: token, title });
  const empty = await rename(' ');
  expect([empty.status, empty.text.includes('Enter a title')]).toEqual([422, true]);
  expect((await rename('After')).headers.location).toBe(path);
  expect((await get(path)).text).toContain('After');
  expect(await library.asOwner(`select before, after from event where type = 'learning-object-renamed'`)).toEqual([
    { before: { title: 'Before' }, after: { title: 'After' } },
  ]);
});

test('the list: nothing yet, search with signs of SQL, sorting, pages', async () => {
  const empty = await get(page);
  expect(empty.text).toContain('There is no content yet');
  expect(empty.text).toContain('type="file"');
  const zip = saved(zipSample());
  for (const title of ['100% safe', 'Alpha', 'beta'])
    await importPackage(library, { tenantId: library.own, filePath: zip, title });
  const titles = async (query: string): Promise<string[]> =>
    ((await get(`${api}?${query}`)).body as { items: { title: string }[] }).items.map(({ title }) => title);
  expect(await titles('q=%25')).toEqual(['100% safe']);
  expect(await titles('q=ALPH')).toEqual(['Alpha']);
  expect(await titles('sort=title&direction=desc')).toEqual(['beta', 'Alpha', '100% safe']);
  expect(await titles('pageSize=2&page=2')).toEqual(['beta']);
  expect((await get(`${api}?pageSize=2&page=9`)).body).toMatchObject({ total: 3, items: [] });
  expect((await get(`${page}?q=nowhere`)).text).toContain('No content has “nowhere” in its title');
  expect((await get(`${page}?sort=title&direction=asc&page=x`)).text).toContain('aria-sort="ascending"');
});

test('the published findings: every code once, with its words', async () => {
  const { text } = await get(`${page}/findings`);
  for (const { code } of publishedFindings()) expect(text).toContain(`>${code}<`);
  const codes = publishedFindings().map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
