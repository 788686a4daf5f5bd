/** Competencies, courses, certifications, paths: what of the file is not there yet. */
import { defineCompetences } from '../competence';
import { attachCompetences, createCourses, type NewAttachment } from '../learning/catalogue';
import { createCertifications, type NewCertification } from '../learning/certification';
import { createPaths, type NewPath } from '../learning/path';
import { competenceNamed } from './competence-named';
import { applyMessages as say } from './messages.en';
import { newOnes, refuseOthers, resolve, type Work } from './names';
import type { AttachmentReference, Reference } from './schema';

export async function applyCompetencies(work: Work): Promise<void> {
  const { tx, file, names } = work;
  const wanted = newOnes(work, 'competencies', 'competence', file.competencies, (each) => each.name);
  const ids = await defineCompetences(
    tx,
    wanted.map(({ item, tenantId }) => ({
      ...competenceNamed(tenantId, item.name),
      illustrative: item.illustrative,
      dateFrom: item.dateFrom ?? tx.today,
      ...(item.title === undefined ? {} : { title: item.title }),
      ...(item.framework === undefined ? {} : { frameworkCode: item.framework }),
      ...(item.description === undefined ? {} : { description: item.description }),
      ...(item.renewal === undefined ? {} : { renewal: item.renewal }),
    })),
  );
  for (const [index, { item, tenantId }] of wanted.entries())
    names.competence.add(tenantId, item.name, ids[index] ?? '');
}

export async function applyCourses(work: Work): Promise<void> {
  const { tx, file, names } = work;
  const wanted = newOnes(work, 'courses', 'course', file.courses, (each) => each.title);
  for (const { item, tenantId, path } of wanted)
    refuseOthers(work, tenantId, item.learningObject?.tenant, `${path}.learningObject`);
  const ids = await createCourses(
    tx,
    wanted.map(({ item, tenantId }) => ({
      tenantId,
      title: item.title,
      activeFrom: item.activeFrom ?? tx.today,
      ...(item.description === undefined ? {} : { description: item.description }),
      ...(item.objectives === undefined ? {} : { objectives: item.objectives }),
      ...(item.keywords === undefined ? {} : { keywords: item.keywords }),
      ...(item.minutes === undefined ? {} : { minutes: item.minutes }),
      ...(item.activeTo === undefined ? {} : { activeTo: item.activeTo }),
    })),
  );
  for (const [index, { item, tenantId }] of wanted.entries()) names.course.add(tenantId, item.title, ids[index] ?? '');
  await attachCompetences(
    tx,
    wanted.flatMap(({ item, tenantId, path }) =>
      attachmentsOf(work, 'course', tenantId, item.title, item.competencies, path),
    ),
  );
}

export async function applyCertifications(work: Work): Promise<void> {
  const { tx, file, names } = work;
  const wanted = newOnes(work, 'certifications', 'certification', file.certifications, (each) => each.title);
  const commands = wanted.map(({ item, tenantId, path }): NewCertification => {
    const opens = item.renewalOpensDays;
    return {
      tenantId,
      title: item.title,
      initialCompletion: item.initialCompletion,
      renewable: item.renewable,
      activeFrom: item.activeFrom ?? tx.today,
      components: coursesOf(work, tenantId, item.courses, `${path}.courses`),
      renewalOpens:
        opens === 'immediately' ? { kind: 'IMMEDIATELY_AFTER_COMPLETION' } : { kind: 'BEFORE_EXPIRY', days: opens },
      ...(item.renewable || item.validity ? { validity: item.validity ?? { n: 1, unit: 'year' } } : {}),
      ...(item.description === undefined ? {} : { description: item.description }),
      ...(item.validityStart === undefined ? {} : { validityStart: item.validityStart }),
      ...(item.renewalDuration === undefined ? {} : { renewalDuration: item.renewalDuration }),
      ...(item.notifyDays === undefined ? {} : { notifyDaysBeforeExpire: item.notifyDays }),
      ...(item.competencyUpdateLevel === undefined ? {} : { competencyUpdateLevel: item.competencyUpdateLevel }),
      ...(item.activeTo === undefined ? {} : { activeTo: item.activeTo }),
    };
  });
  if (work.faults.length > 0) return;
  for (const [index, made] of (await createCertifications(tx, commands)).entries()) {
    const { item, tenantId, path } = wanted[index] ?? {};
    if (item === undefined || tenantId === undefined || path === undefined) continue;
    if (made.ok) names.certification.add(tenantId, item.title, made.id);
    for (const { severity, code } of made.findings) {
      if (severity === 'error') work.faults.push({ path, problem: say.definitionRefused([code]) });
      else work.warnings.push(`${path}: ${say.warned(code)}`);
    }
  }
  await attachCompetences(
    tx,
    wanted.flatMap(({ item, tenantId, path }) =>
      attachmentsOf(work, 'certification', tenantId, item.title, item.competencies, path),
    ),
  );
}

export async function applyPaths(work: Work): Promise<void> {
  const { tx, file, names } = work;
  const wanted = newOnes(work, 'paths', 'path', file.paths, (each) => each.title);
  const commands = wanted.map(({ item, tenantId, path }): NewPath => ({
    tenantId,
    title: item.title,
    activeFrom: item.activeFrom ?? tx.today,
    ...(item.description === undefined ? {} : { description: item.description }),
    ...(item.target === undefined ? {} : { target: item.target }),
    ...(item.activeTo === undefined ? {} : { activeTo: item.activeTo }),
    sections: item.sections.map((section, index) => ({
      title: section.title,
      rule: section.rule === 'N_OF' ? { kind: 'N_OF', n: section.n ?? 1 } : { kind: section.rule },
      courses: coursesOf(work, tenantId, section.courses, `${path}.sections[${index}].courses`),
    })),
  }));
  if (work.faults.length > 0) return;
  for (const [index, made] of (await createPaths(tx, commands)).entries()) {
    const { item, tenantId, path } = wanted[index] ?? {};
    if (item === undefined || tenantId === undefined || path === undefined) continue;
    if (made.ok) names.path.add(tenantId, item.title, made.id);
    else
      work.faults.push({
        path,
        problem: say.definitionRefused(
          made.faults.map((fault) => (typeof fault === 'string' ? fault : JSON.stringify(fault))),
        ),
      });
  }
  await attachCompetences(
    tx,
    wanted.flatMap(({ item, tenantId, path }) =>
      attachmentsOf(work, 'learningPath', tenantId, item.title, item.competencies, path),
    ),
  );
}

function coursesOf(
  work: Work,
  tenantId: string,
  references: readonly Reference[],
  path: string,
): { ownerId: string; courseId: string }[] {
  return references.flatMap((each, index) => {
    const found = resolve(work, 'course', tenantId, each, `${path}[${index}]`);
    return found ? [{ ownerId: found.ownerId, courseId: found.id }] : [];
  });
}

const kindOf = {
  course: 'course',
  certification: 'certification',
  learningPath: 'path',
} as const;

function attachmentsOf(
  work: Work,
  objectType: keyof typeof kindOf,
  tenantId: string,
  title: string,
  references: readonly AttachmentReference[],
  path: string,
): NewAttachment[] {
  const object = work.names[kindOf[objectType]].find(tenantId, title);
  return references.flatMap((each, index): NewAttachment[] => {
    const competence = resolve(work, 'competence', tenantId, each, `${path}.competencies[${index}]`);
    if (!competence || !object) return [];
    const { validity, updateRule } = typeof each === 'string' ? { validity: undefined, updateRule: undefined } : each;
    return [
      {
        tenantId,
        objectType,
        objectId: object.id,
        competence,
        ...(validity ? { validity } : {}),
        ...(updateRule ? { updateRule } : {}),
      },
    ];
  });
}
