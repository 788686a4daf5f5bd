/** ELN-4: the page on which the owner of content decides about attempts under way. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertRows, newId } from '../../../src/platform/db';
import { la, nationalAdmin, openAdmin, textOf, type Admin, type Person } from '../learning/admin-support';
import { enrolPlainly, everything, launch, packageOf } from '../../support/learning-world';

const powerless: Person = { tenant: 'national', permissions: ['catalogue.edit', 'learner.search'] };
let admin: Admin;
let versionId: string;
let path: string;

beforeAll(async () => {
  admin = await openAdmin();
  const { world, persons, fresh } = admin;
  versionId = newId();
  path = `/manage/content/${world.object.ownerId}/${world.object.id}/under-way`;
  await fresh.database.inTransaction(everything, async (tx) => {
    for (const personId of persons.slice(0, 2))
      await launch(tx, admin.port, world, personId, await enrolPlainly(tx, world, personId));
    await insertRows(tx, 'learning_object_version', [
      {
        tenant_id: world.object.ownerId,
        id: versionId,
        learning_object_id: world.object.id,
        number: 2,
        scorm_version: '1.2',
        title: 'Fire safety',
        package: packageOf(['NEW']),
        findings: [],
        file_name: 'x.zip',
        size_bytes: 1,
        file_count: 1,
        activity_count: 1,
        sha256: 'y',
        store_key: 'test/y',
        created_at: tx.now,
      },
    ]);
    await tx.execute('update learning_object set current_version_id = $2 where id = $1', [world.object.id, versionId]);
  });
});
afterAll(() => admin.close());

test('only the owner’s people with the right to manage content come here', async () => {
  for (const person of [la, powerless]) {
    const right = person === la ? 404 : 403;
    expect((await admin.get(path, person)).status).toBe(right);
    expect((await admin.post(path, { policy: 'carry', version: versionId }, person)).status).toBe(right);
    expect((await admin.post(`${path}/undo`, {}, person)).status).toBe(right);
  }
  expect(await admin.fresh.asOwner('select 1 from attempt_move')).toEqual([]);
});

test('ELN-4: the preview says what is lost; a choice is needed; a decision is shown with its way back', async () => {
  const page = textOf(await admin.get(path, nationalAdmin));
  expect(page).toContain('2 attempts by 2 learners began on an older version');
  expect(page).toContain('2 learners have the player open now');
  expect(page).toContain('Part SCO Gone');
  const missing = await admin.post(path, { version: versionId }, nationalAdmin);
  expect([missing.status, textOf(missing).includes('Choose what should happen')]).toEqual([422, true]);
  const stale = await admin.post(path, { policy: 'carry', version: admin.world.versionId }, nationalAdmin);
  expect(stale.status).toBe(303);
  expect(await admin.fresh.asOwner('select 1 from attempt_move')).toEqual([]);

  expect((await admin.post(path, { policy: 'finish', version: versionId }, nationalAdmin)).status).toBe(303);
  expect(await admin.fresh.asOwner('select 1 from attempt_move')).toEqual([]);

  const decided = await admin.post(path, { policy: 'restart', version: versionId }, nationalAdmin);
  expect([decided.status, decided.headers.location]).toEqual([303, path]);
  const after = textOf(await admin.get(path, nationalAdmin));
  expect(after).toContain('Begin again at the next start');
  expect(after).toContain('0 of 2 have gone to version 2');
  expect(after).toContain('2 attempts would stay on or go back to the old version');

  expect((await admin.post(`${path}/undo`, {}, nationalAdmin)).status).toBe(303);
  expect(textOf(await admin.get(path, nationalAdmin))).toContain('What should happen to attempts under way?');
  const events = await admin.fresh.asOwner(
    `select type, after from event where type like 'version-move%' order by occurred_at, id`,
  );
  expect(events).toEqual([
    { type: 'version-move-decided', after: { policy: 'restart', attempts: 2 } },
    { type: 'version-move-undone', after: { returned: 2, stayed: 0 } },
  ]);
});

test('the same for programs', async () => {
  const api = `/api/v1/learning-objects/${admin.world.object.ownerId}/${admin.world.object.id}/under-way`;
  const seen = await admin.api('get', api, undefined, nationalAdmin);
  expect(seen.body).toMatchObject({ preview: { attempts: 2, toVersionId: versionId }, decision: null });
  const made = await admin.api('post', api, { policy: 'carry', version: versionId }, nationalAdmin);
  expect([made.status, made.body]).toEqual([201, { id: expect.any(String) as string, attempts: 2 }]);
  const twice = await admin.api('post', api, { policy: 'restart', version: versionId }, nationalAdmin);
  expect([twice.status, (twice.body as { refusal: string }).refusal]).toEqual([409, 'decided-already']);
  expect((await admin.api('post', `${api}/undo`, {}, nationalAdmin)).body).toEqual({ returned: 2, stayed: 0 });
});
