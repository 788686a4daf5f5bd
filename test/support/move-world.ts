/** A course of three parts with learners in the middle of it, and versions to come. */
import { createOutcomePort } from '../../src/explain';
import { parseIsoDate } from '../../src/platform/dates';
import { insertRows, newId } from '../../src/platform/db';
import { policies } from '../../src/policies';
import type { CheckedPackage } from '../../src/scorm/package/core/types';
import {
  createTakeCommits,
  findAttempt,
  navigate,
  type JournalEntry,
  type SessionStart,
} from '../../src/scorm/runtime';
import { decideMove, undoMove, type MovePolicy } from '../../src/scorm/runtime/move-attempts';
import { previewMove } from '../../src/scorm/runtime/preview-move';
import { freshDatabase } from './database';
import { addPersons, buildWorld, enrolPlainly, everything, launch, packageOf } from './learning-world';

type Learner = { readonly personId: string; readonly enrolment: string };

/** Opens a world of its own. */
export async function openMoveWorld() {
  const port = createOutcomePort({ t: (key) => key });
  let now = new Date('2026-06-15T12:00:00Z');
  const fresh = await freshDatabase({ policies, clock: { now: () => now, today: () => parseIsoDate('2026-06-15') } });
  const world = await buildWorld(fresh.database);
  await fresh.asOwner('update learning_object_version set package = $1 where id = $2', [
    JSON.stringify(packageOf(['A', 'B', 'C'])),
    world.versionId,
  ]);
  const object = (): { ownerId: string; objectId: string } => ({
    ownerId: world.object.ownerId,
    objectId: world.object.id,
  });

  async function addVersion(checked: CheckedPackage, number = 2): Promise<string> {
    const id = newId();
    await fresh.database.inTransaction(everything, async (tx) => {
      await insertRows(tx, 'learning_object_version', [
        {
          tenant_id: world.object.ownerId,
          id,
          learning_object_id: world.object.id,
          number,
          scorm_version: checked.scormVersion,
          title: checked.title,
          package: checked,
          findings: [],
          file_name: 'x.zip',
          size_bytes: 1,
          file_count: 1,
          activity_count: 1,
          sha256: `x${number}`,
          store_key: `test/${id}`,
          created_at: tx.now,
        },
      ]);
      await tx.execute('update learning_object set current_version_id = $3 where tenant_id = $1 and id = $2', [
        world.object.ownerId,
        world.object.id,
        id,
      ]);
    });
    return id;
  }

  async function learner(): Promise<Learner> {
    const [personId = ''] = await addPersons(fresh.database, world.employer, 1);
    const enrolment = await fresh.database.inTransaction(everything, (tx) => enrolPlainly(tx, world, personId));
    return { personId, enrolment };
  }

  const start = ({ personId, enrolment }: Learner): Promise<SessionStart> =>
    fresh.database.inTransaction(everything, (tx) => launch(tx, port, world, personId, enrolment));

  const entry = (
    sequence: number,
    activity: string,
    kind: JournalEntry['kind'],
    set: Record<string, string>,
  ): JournalEntry => ({ sequence, at: now.toISOString(), activity, kind, set });

  const of = (session: SessionStart) => ({
    tenantId: world.employer,
    attemptId: session.attempt,
    sessionId: session.session,
    scormVersion: '1.2' as const,
  });

  const say = (session: SessionStart, entries: readonly JournalEntry[]): Promise<unknown> =>
    createTakeCommits({ database: fresh.database, lane: fresh.database.lane, port, now: () => now })({
      ...of(session),
      entries,
    });

  /** Part A passed with 80, in the middle of B with something saved, left by "save and leave". */
  async function half(who: Learner): Promise<SessionStart> {
    const session = await start(who);
    await say(session, [
      entry(1, 'A', 'initialize', {}),
      entry(2, 'A', 'terminate', {
        'cmi.core.lesson_status': 'passed',
        'cmi.core.score.raw': '80',
        'cmi.core.session_time': '00:10:00',
      }),
    ]);
    await navigate({ database: fresh.database, port }, { ...of(session), entries: [], request: { type: 'continue' } });
    await say(session, [
      entry(3, 'B', 'initialize', {}),
      entry(4, 'B', 'commit', {
        'cmi.core.lesson_status': 'incomplete',
        'cmi.core.lesson_location': 'page 7',
        'cmi.suspend_data': 'what I did',
        'cmi.interactions.0.id': 'Q1',
        'cmi.interactions.0.student_response': 'b',
        'cmi.interactions.0.result': 'correct',
        'cmi.core.session_time': '00:05:00',
        'cmi.core.exit': 'suspend',
      }),
    ]);
    return session;
  }

  async function leave(session: SessionStart): Promise<void> {
    await navigate(
      { database: fresh.database, port },
      { ...of(session), entries: [entry(5, 'B', 'terminate', {})], request: { type: 'suspendAll' } },
    );
  }

  const preview = () => fresh.database.inTransaction(everything, (tx) => previewMove(tx, object()));
  const decide = (policy: MovePolicy, toVersionId: string) =>
    fresh.database.inTransaction({ tenant: 'all', actor: { source: 'self' } }, (tx) =>
      decideMove(tx, { ...object(), toVersionId, policy }),
    );
  const undo = () =>
    fresh.database.inTransaction({ tenant: 'all', actor: { source: 'self' } }, (tx) => undoMove(tx, object()));
  const show = (session: SessionStart) =>
    fresh.database.inTransaction(everything, (tx) => findAttempt(tx, session.attempt));
  const versionOf = async (attempt: string): Promise<string | undefined> =>
    (await fresh.asOwner<{ id: string }>('select object_version_id as id from attempt where id = $1', [attempt]))[0]
      ?.id;

  /** B under another identifier, C gone, a new part. */
  const second = (): CheckedPackage => {
    const made = packageOf(['A', 'B2', 'D']);
    const [a, b, d] = made.organisations[0]?.root.children ?? [];
    if (!a || !b || !d || !b.resource || !made.organisations[0]) throw new Error('no parts');
    const root = {
      ...made.organisations[0].root,
      children: [a, { ...b, resource: { ...b.resource, href: 'B.html' } }, d],
    };
    return { ...made, organisations: [{ ...made.organisations[0], root }] };
  };

  return {
    port,
    fresh,
    world,
    object,
    addVersion,
    learner,
    start,
    entry,
    of,
    say,
    half,
    leave,
    preview,
    decide,
    undo,
    show,
    versionOf,
    second,
    at: (instant: string): void => void (now = new Date(instant)),
  };
}

export type MoveWorld = Awaited<ReturnType<typeof openMoveWorld>>;
