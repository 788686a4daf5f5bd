import type { IsoDate } from '../../platform/dates';
import { insertRows, newId, type Tx } from '../../platform/db';
import { newEvent, publish } from '../../platform/events';
import { checkPath, type PathFault } from './core/progress';
import type { PathDefinition, PathSource, PathTarget, SectionRule } from './core/types';

export type NewPath = {
  readonly tenantId: string;
  readonly title: string;
  readonly description?: string;
  readonly source?: PathSource;
  readonly target?: PathTarget;
  readonly sections: readonly {
    readonly title: string;
    readonly rule: SectionRule;
    readonly courses: readonly { readonly ownerId: string; readonly courseId: string }[];
  }[];
  readonly activeFrom: IsoDate;
  readonly activeTo?: IsoDate;
};

export type PathMade =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly refusal: 'definition-refused'; readonly faults: readonly PathFault[] };

/** Makes learning paths (LP-1 to LP-3); a definition with faults is refused whole. */
export async function createPaths(tx: Tx, commands: readonly NewPath[]): Promise<PathMade[]> {
  const results = commands.map((each): PathMade => {
    const faults = checkPath(definitionOf(each));
    return faults.length > 0 ? { ok: false, refusal: 'definition-refused', faults } : { ok: true, id: newId() };
  });
  const made = commands.flatMap((command, index) => {
    const result = results[index];
    return result?.ok ? [{ command, id: result.id, sectionIds: command.sections.map(() => newId()) }] : [];
  });
  await insertRows(
    tx,
    'learning_path',
    made.map(({ command: each, id }) => ({
      tenant_id: each.tenantId,
      id,
      title: each.title,
      description: each.description ?? '',
      source: each.source ?? 'Catalogue',
      target_date: each.target && 'onDate' in each.target ? each.target.onDate : null,
      target_days: each.target && 'days' in each.target ? each.target.days : null,
      restricted: false,
      active_from: each.activeFrom,
      active_to: each.activeTo ?? null,
      created_at: tx.now,
      version: 1,
    })),
  );
  await insertRows(
    tx,
    'path_section',
    made.flatMap(({ command, id, sectionIds }) =>
      command.sections.map((section, position) => ({
        tenant_id: command.tenantId,
        id: sectionIds[position],
        path_id: id,
        position,
        title: section.title,
        rule: section.rule.kind,
        n: section.rule.kind === 'N_OF' ? section.rule.n : null,
      })),
    ),
  );
  await insertRows(
    tx,
    'path_course',
    made.flatMap(({ command, id, sectionIds }) =>
      command.sections.flatMap((section, index) =>
        section.courses.map((course, position) => ({
          tenant_id: command.tenantId,
          id: newId(),
          path_id: id,
          section_id: sectionIds[index],
          position,
          course_owner_id: course.ownerId,
          course_id: course.courseId,
        })),
      ),
    ),
  );
  await publish(
    tx,
    made.map(({ command, id }) =>
      newEvent(tx, {
        type: 'path-created',
        tenantId: command.tenantId,
        subjects: { objectId: id },
        after: { title: command.title },
      }),
    ),
  );
  return results;
}

/** The definition that rules look at. */
export function definitionOf(command: NewPath): PathDefinition {
  return {
    activeFrom: command.activeFrom,
    activeTo: command.activeTo,
    target: command.target,
    sections: command.sections.map((section) => ({
      rule: section.rule,
      courses: section.courses.map((course) => course.courseId),
    })),
  };
}
