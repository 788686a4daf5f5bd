import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { schemaFiles, schemaMatchesMigrations } from '../../support/schema-diff';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test('the migrated database is what the models say: run `npm run db:new -- <name>` when this fails', async () => {
  expect(await schemaMatchesMigrations(fresh.url)).toEqual([]);
});

test('a field that no migration made is seen', async () => {
  const files = (await schemaFiles()).map((file) => ({
    ...file,
    content: file.content.replace('model Event {', 'model Event {\n  forgotten Int?'),
  }));
  expect((await schemaMatchesMigrations(fresh.url, files)).join()).toContain('"forgotten"');
});
