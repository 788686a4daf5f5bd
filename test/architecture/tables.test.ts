/** The walls of the tables, read from the catalogue of a migrated database. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/database';

/** Ids that name something without a foreign key, and why: `table.column` or `*.column`. */
const withoutKey: Readonly<Record<string, string>> = {
  'attempt_move.move_id': 'the decision is the owner’s of the object, the attempt may be another employer’s',
  '*.tenant_id': 'the owner; row-level security binds it, and the identity tables have its key',
  '*.registration_id': 'the door: scorm knows a registration as an opaque id only',
  'activity_state.attempt_id': 'written only under the lock of its attempt',
  'attempt_commit.attempt_id':
    'written by one statement that joins the attempt: a key would be checked again for every commit',
  'attempt_commit.session_id': 'written by one statement that joins the session',
  'commit_conflict.attempt_id': 'kept aside as evidence, whatever becomes of the attempt',
  'commit_conflict.session_id': 'kept aside as evidence, whatever becomes of the session',
  'message.event_id': 'a message outlives the audit trail it came from',
  'outcome.attempt_id': 'written only under the lock of its attempt',
  'upload.learning_object_id': 'the report of an upload outlives what came of it',
  'upload.version_id': 'the report of an upload outlives what came of it',
  'event.account_id': 'the audit trail outlives accounts',
  'event.object_id': 'computed from the subjects, of many kinds',
  'event.person_id': 'computed from the subjects; the trail outlives a purge',
  'event.request_id': 'a text of the log, no row',
  'attempt.object_id': 'beside object_version_id, which has the key and belongs to one object',
  'competence_attachment.object_id': 'a course, certification or path: object_type says which',
  'competence_element.element_id': 'holds the revisions of one element together; no table of its own',
  'enrolment.cert_period_id': 'of a later room: says through what the person was enrolled',
  'enrolment.path_enrolment_id': 'of a later room: says through what the person was enrolled',
  'path_course_progress.section_id': 'of the owner of the path, whose tenant the row does not carry twice',
  'person.nhs_unique_id': 'a number of another system',
  'upload.account_id': 'the door: scorm does not know people',
};

type Table = {
  readonly name: string;
  readonly rls: boolean;
  readonly forced: boolean;
  readonly policies: number;
  readonly tenant: boolean;
};
type Index = {
  readonly table: string;
  readonly name: string;
  readonly first: string | null;
  readonly primary: boolean;
};
type Column = { readonly table: string; readonly column: string; readonly keyed: boolean };

let fresh: FreshDatabase;
let tables: Table[];
beforeAll(async () => {
  fresh = await freshDatabase();
  tables = await fresh.asOwner<Table>(`
    SELECT c.relname AS name, c.relrowsecurity AS rls, c.relforcerowsecurity AS forced,
      (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
      EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS tenant
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations' ORDER BY 1`);
});
afterAll(() => fresh.drop());

test('row-level security is enabled and forced on every tenant-owned table, with a policy', () => {
  const owned = tables.filter((table) => table.tenant);
  expect(owned.length).toBeGreaterThan(0);
  expect(
    owned.filter((table) => !table.rls || !table.forced || table.policies === 0).map((table) => table.name),
  ).toEqual([]);
});

test('every key and unique index of a tenant-owned table starts with tenant_id', async () => {
  const indexes = await fresh.asOwner<Index>(`
    SELECT c.relname AS "table", i.relname AS name, a.attname AS first, x.indisprimary AS primary
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
    WHERE n.nspname = 'public' AND x.indisunique ORDER BY 1, 2`);
  const owned = new Set(tables.filter((table) => table.tenant).map((table) => table.name));
  const wrong = indexes.filter((index) => owned.has(index.table) && index.first !== 'tenant_id');
  expect(wrong.map((index) => `${index.table}: ${index.name} starts with ${index.first ?? 'an expression'}`)).toEqual(
    [],
  );
  const keyed = new Set(indexes.filter((index) => index.primary).map((index) => index.table));
  expect(tables.filter((table) => !keyed.has(table.name)).map((table) => `${table.name} has no primary key`)).toEqual(
    [],
  );
});

test('every id that names a row elsewhere has its foreign key, or stands in the list above with a reason', async () => {
  const columns = await keys();
  expect(columns.some((column) => column.keyed)).toBe(true);
  const bare = columns.filter(
    (column) =>
      !column.keyed && !(`*.${column.column}` in withoutKey) && !(`${column.table}.${column.column}` in withoutKey),
  );
  expect(bare.map((column) => `${column.table}.${column.column}`)).toEqual([]);
});

test('the list of ids without a key names no column that is gone or has its key', async () => {
  const columns = await keys();
  const bare = new Set(columns.filter((column) => !column.keyed).map((column) => `${column.table}.${column.column}`));
  expect(Object.keys(withoutKey).filter((name) => !name.startsWith('*.') && !bare.has(name))).toEqual([]);
});

/** Every column that is named like an id, and whether a foreign key goes through it. */
function keys(): Promise<Column[]> {
  return fresh.asOwner<Column>(`
    SELECT c.relname AS "table", a.attname AS "column",
      EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)) AS keyed
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attname ~ '_id$' AND c.relname <> '_prisma_migrations' ORDER BY 1, 2`);
}
