import { awardCompetences, awardKey, type NewAward } from '../../competence';
import { lockPersons } from '../../people';
import { parseIsoDate } from '../../platform/dates';
import { alongside, newId, type Tx } from '../../platform/db';
import { newEvent, publish, subjectOf, type Event } from '../../platform/events';
import { loadEffectiveAttachments } from '../catalogue';
import { decidePath } from './core/decide-path';
import type { PathCommand, PathEnrolment, PathEvent, PathRefusal } from './core/types';
import {
  findPathsOf,
  loadPathEnrolments,
  loadPaths,
  savePathEnrolments,
  type PathChange,
  type PathEnrolmentRow,
} from './store';

export type PathEnrolmentCommand = {
  readonly tenantId: string;
  readonly personId: string;
  readonly path: { readonly ownerId: string; readonly id: string };
  readonly command: PathCommand;
  readonly causedBy?: Event;
  readonly reason?: string;
};

export type PathEnrolmentResult =
  | { readonly ok: true; readonly pathEnrolmentId: string; readonly status: string }
  | { readonly ok: false; readonly refusal: PathRefusal | 'path-not-found' };

type Working = {
  readonly row: PathEnrolmentRow;
  readonly state: PathEnrolment;
  readonly isNew: boolean;
  readonly events: readonly { readonly event: PathEvent; readonly by: PathEnrolmentCommand }[];
};

/** LP-4 to LP-7: what commands do to path enrolments, any number in a few statements. */
export async function changePathEnrolments(
  tx: Tx,
  commands: readonly PathEnrolmentCommand[],
): Promise<PathEnrolmentResult[]> {
  if (commands.length === 0) return [];
  await lockPersons(tx, commands);
  const [paths, rows] = await Promise.all([
    loadPaths(
      tx,
      commands.map((each) => each.path),
    ),
    loadPathEnrolments(
      tx,
      commands.map((each) => ({ ...each, pathId: each.path.id })),
    ),
  ]);
  const working = new Map<string, Working>(
    rows.map((row) => [`${row.personId} ${row.pathId}`, { row, state: row.state, isNew: false, events: [] }]),
  );
  const results = commands.map((each): PathEnrolmentResult => {
    const path = paths.get(each.path.id);
    if (!path) return { ok: false, refusal: 'path-not-found' };
    const key = `${each.personId} ${each.path.id}`;
    const known = working.get(key);
    const decision = decidePath(known?.state, each.command, path.definition, tx.today);
    if (!decision.ok) return decision;
    const blank = (): PathEnrolmentRow => ({
      tenantId: each.tenantId,
      id: newId(),
      personId: each.personId,
      pathOwnerId: each.path.ownerId,
      pathId: each.path.id,
      state: decision.enrolment,
    });
    const work = known ?? { row: blank(), state: decision.enrolment, isNew: true, events: [] };
    working.set(key, {
      ...work,
      state: decision.enrolment,
      events: [...work.events, ...decision.events.map((event) => ({ event, by: each }))],
    });
    return { ok: true, pathEnrolmentId: work.row.id, status: decision.enrolment.status };
  });
  const changed = [...working.values()].filter((work) => work.isNew || work.state !== work.row.state);
  const saved = savePathEnrolments(
    tx,
    changed.flatMap((work): PathChange[] => {
      const path = paths.get(work.row.pathId);
      return path ? [{ before: work.row, after: work.state, isNew: work.isNew, path }] : [];
    }),
  );
  await alongside([saved], () =>
    publish(
      tx,
      changed.flatMap((work) => recorded(tx, work, paths.get(work.row.pathId)?.updateRule ?? null)),
    ),
  );
  return results;
}

function recorded(tx: Tx, { row, events }: Working, updateRule: string | null): Event[] {
  return events.map(({ event, by }) => {
    const { type, ...after } = event;
    return newEvent(tx, {
      type,
      tenantId: row.tenantId,
      ...('completedOn' in event ? { businessDate: event.completedOn } : {}),
      subjects: { personId: row.personId, objectId: row.id, pathOwnerId: row.pathOwnerId, pathId: row.pathId },
      after: type === 'path-completed' ? { ...after, updateRule } : after,
      ...(by.causedBy ? { causedBy: by.causedBy } : {}),
      ...(by.reason === undefined ? {} : { reason: by.reason }),
    });
  });
}

/** LP-7: a completed course counts in every path under way that has it. */
export async function progressPaths(tx: Tx, completed: readonly Event[]): Promise<void> {
  const found = await findPathsOf(
    tx,
    completed.map((event) => ({
      tenantId: event.tenantId,
      personId: subjectOf(event, 'personId'),
      courseId: subjectOf(event, 'courseId'),
    })),
  );
  await changePathEnrolments(
    tx,
    found.flatMap((each): PathEnrolmentCommand[] => {
      const event = completed.find(
        (one) => one.subjects.personId === each.personId && one.subjects.courseId === each.courseId,
      );
      if (!event) return [];
      const completedOn = parseIsoDate((event.after as { completedOn: string }).completedOn);
      return [
        {
          tenantId: each.tenantId,
          personId: each.personId,
          path: { ownerId: each.pathOwnerId, id: each.pathId },
          command: { type: 'complete-course', courseId: each.courseId, completedOn },
          causedBy: event,
        },
      ];
    }),
  );
}

/** LP-7, ATT-1: a completed path awards the competencies attached to it. */
export async function awardForPaths(tx: Tx, completed: readonly Event[]): Promise<void> {
  const attachments = await loadEffectiveAttachments(
    tx,
    completed.map((event) => {
      const rule = (event.after as { updateRule: never | null }).updateRule ?? undefined;
      return [
        {
          ownerId: subjectOf(event, 'pathOwnerId'),
          id: subjectOf(event, 'pathId'),
          ...(rule === undefined ? {} : { updateRule: rule }),
        },
      ];
    }),
  );
  await awardCompetences(
    tx,
    completed.flatMap((event, index) =>
      (attachments[index] ?? [])
        .filter((each) => each.updateRule === 'AUTO_NO_APPROVAL')
        .map((each): NewAward => ({
          tenantId: event.tenantId,
          personId: subjectOf(event, 'personId'),
          competence: { ownerId: each.competenceOwnerId, id: each.competenceId },
          key: awardKey({ pathEnrolmentId: subjectOf(event, 'objectId') }),
          dateFrom: parseIsoDate((event.after as { completedOn: string }).completedOn),
          ...(each.level === undefined ? {} : { levelStep: each.level }),
          ...(each.validity === undefined ? {} : { attachmentValidity: each.validity }),
          provenance: {
            kind: 'learning',
            objectType: 'learningPath',
            objectId: each.objectId,
            pathEnrolmentId: subjectOf(event, 'objectId'),
          },
          causedBy: event,
        })),
    ),
  );
}
