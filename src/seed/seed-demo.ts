/** `SEED=demo`: the demonstration, made by the real operations with a clock that starts in the past. */
import { fileURLToPath } from 'node:url';
import demo from '../../prisma/seed/demo.json';
import { runCertificationNight } from '../learning/certification';
import { changePathEnrolments } from '../learning/path';
import type { Keys } from '../platform/auth';
import { londonDate, type Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import { nationalTenantId, oneAtATime, openDatabase, type Database, type Tx } from '../platform/db';
import { listCausedEvents, newEvent, publish, type Policies } from '../platform/events';
import type { FileStore } from '../platform/files';
import { applyFile } from './apply';
import { stories, waysToPlay, type Story } from './demo-stories';
import { playAs } from './play-as';
import { readApplyFile } from './schema';

export type SeedDeps = {
  readonly config: Pick<Config, 'appUrl'>;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly database: Database;
  readonly files: FileStore;
  readonly policies: Policies;
};

/** Definitions are older than all that people did. */
const daysBefore = 500;
const everything = { tenant: 'all', actor: { source: 'import' } } as const;

/**
 * Makes the demonstration in an empty database. What a killed start left half done is finished by the next one; a database
 * with other data is left alone. @returns whether it was made now, stood there already, or the database is somebody else's
 */
export async function seedDemo(
  deps: SeedDeps,
  onStart: () => void = () => undefined,
): Promise<'made' | 'there' | 'other-data'> {
  return oneAtATime(deps.database.url, 'seed', async () => {
    const state = await deps.database.inTransaction(everything, demoState);
    if (state === 'made') return 'there';
    if (state === 'other-data') return state;
    onStart();
    if (state === 'empty') await mark(deps.database, 'demo-started');
    await makeDemo(deps);
    await mark(deps.database, 'demo-made');
    return 'made';
  });
}

async function demoState(tx: Tx): Promise<'empty' | 'started' | 'made' | 'other-data'> {
  const marks = await listCausedEvents(tx, {
    tenantId: nationalTenantId,
    objectIds: [nationalTenantId],
    types: ['demo-started', 'demo-made'],
  });
  if (marks.some((event) => event.type === 'demo-made')) return 'made';
  if (marks.length > 0) return 'started';
  const tenants = await tx.query('select 1 as found from people_v_tenant limit 1');
  return tenants.length === 0 ? 'empty' : 'other-data';
}

async function mark(database: Database, type: 'demo-started' | 'demo-made'): Promise<void> {
  await database.inTransaction(everything, (tx) =>
    publish(tx, [newEvent(tx, { type, tenantId: nationalTenantId, subjects: { objectId: nationalTenantId } })]),
  );
}

async function makeDemo(deps: SeedDeps): Promise<void> {
  const start = deps.clock.now().getTime();
  let now = new Date(start);
  const daysAgo = (days: number): void => void (now = new Date(start - days * 86_400_000));
  const clock: Clock = { now: () => now, today: () => londonDate(now) };
  const database = openDatabase({ url: deps.database.url, policies: deps.policies, clock, poolSize: 3 });
  try {
    daysAgo(daysBefore);
    const read = readApplyFile(demo);
    if (!read.ok) throw new Error(`demo.json: ${JSON.stringify(read.faults)}`);
    const applied = await applyFile({ ...deps, database }, read.file, { folder: demoFolder() });
    if (!applied.ok) throw new Error(`demo.json: ${JSON.stringify(applied.faults)}`);
    for (const story of stories) {
      daysAgo(story.daysAgo);
      await tell({ ...deps, database, clock }, story);
    }
    daysAgo(0);
    await runCertificationNight(database);
  } finally {
    await database.close();
  }
}

/** `prisma/seed` beside the sources or beside `dist/`; where it is not installed the paths in it still lead to `content/`. */
function demoFolder(): string {
  const bundled = !import.meta.url.includes('/src/seed/');
  return fileURLToPath(new URL(bundled ? '../prisma/seed' : '../../prisma/seed', import.meta.url));
}

type Actor = { tenantId: string; accountId: string; personId: string; displayName: string };

/** Tells one story, unless an earlier start has told it already. */
async function tell(deps: SeedDeps, story: Story): Promise<void> {
  const who = await deps.database.inTransaction(everything, (tx) => actorOf(tx, story.who));
  if (story.does === 'start-path') {
    await deps.database.inTransaction(
      { tenant: who.tenantId, actor: { source: 'self', accountId: who.accountId } },
      (tx) => startPath(tx, who, story.path),
    );
    return;
  }
  const found = await deps.database.inTransaction(
    { tenant: who.tenantId, actor: { source: 'self', accountId: who.accountId } },
    (tx) => classToPlay(tx, who, story.course, deps.clock.now()),
  );
  if (found) await playAs(deps, { ...who, class: found }, waysToPlay[story.course]?.[story.how] ?? []);
}

async function actorOf(tx: Tx, username: string): Promise<Actor> {
  const [row] = await tx.query<Actor>(
    `select tenant_id as "tenantId", account_id as "accountId", person_id as "personId", display_name as "displayName" from people_v_account where username = $1 and person_id is not null`,
    [username],
  );
  if (!row) throw new Error(`the demonstration has no ${username}`);
  return row;
}

async function startPath(tx: Tx, { tenantId, personId }: Actor, title: string): Promise<void> {
  const paths = await tx.query<{ ownerId: string; id: string }>(
    'select tenant_id as "ownerId", path_id as id from learning_path_v_path where tenant_id = $1 and title = $2',
    [tenantId, title],
  );
  const command = {
    type: 'subscribe',
    source: 'Catalogue',
    approvalNeeded: false,
    earlier: [],
    countEarlier: true,
  } as const;
  // Refused where it was started before: told already.
  await changePathEnrolments(
    tx,
    paths.map((path) => ({ tenantId, personId, path, command })),
  );
}

/** The class of the course; undefined when somebody has said something there at that moment already. */
async function classToPlay(
  tx: Tx,
  { tenantId, personId }: Actor,
  course: string,
  at: Date,
): Promise<{ ownerId: string; id: string } | undefined> {
  const [row] = await tx.query<{ ownerId: string; id: string; told: boolean }>(
    `select k.tenant_id as "ownerId", k.class_id as id, exists (
       select 1 from learning_enrolment_v_enrolment e
       join scorm_runtime_v_attempt a on a.tenant_id = e.tenant_id and a.registration_id = e.enrolment_id
       where e.tenant_id = $1 and e.person_id = $2 and e.class_id = k.class_id and a.completion <> 'not attempted'
         and a.last_at::date between $5::date - 20 and $5::date + 20) as told
     from learning_catalogue_v_class k where k.tenant_id in ($1, $3) and k.course_title = $4 order by k.tenant_id <> $1 limit 1`,
    [tenantId, personId, nationalTenantId, course, at],
  );
  if (!row) throw new Error(`the demonstration has no class of ${course}`);
  return row.told ? undefined : { ownerId: row.ownerId, id: row.id };
}
