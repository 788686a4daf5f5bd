/** `package import FILE.zip --tenant CODE --course TITLE …`: from a package to something a person can take. */
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { defineCompetences } from '../competence';
import { attachCompetences, createCourses, type NewAttachment } from '../learning/catalogue';
import { createCertifications } from '../learning/certification';
import { createPaths } from '../learning/path';
import type { Period } from '../platform/dates';
import type { Tx } from '../platform/db';
import { importPackage } from '../scorm/library';
import { competenceNamed, openOnlineCourse } from '../seed';
import { everything, findTenant } from './find-people';
import { cliMessages as say } from './messages.en';
import { parseOptions } from './parse-options';
import { show } from './show';
import { CommandRefused, WrongUsage, type Command } from './types';

/** Of a certification made here: a month to complete, valid for a year, renewable in its last 90 days. */
const daysToComplete = 30;
const validity: Period = { n: 1, unit: 'year' };
const renewalOpensDays = 90;

type Wish = {
  readonly tenantId: string;
  readonly course: string;
  readonly competences: readonly string[];
  readonly certification?: string;
  readonly path?: string;
};
type Made = {
  readonly courseId: string;
  readonly offeringId: string;
  readonly classId: string;
  readonly certificationId?: string;
  readonly pathId?: string;
};

export const packageImport: Command = {
  name: 'package import',
  usage: 'FILE.zip --tenant CODE --course TITLE [--competence NAME]… [--certification TITLE] [--path TITLE] --json',
  summary: say.summaries.packageImport,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, 1, {
      tenant: { type: 'string' },
      course: { type: 'string' },
      competence: { type: 'string', multiple: true },
      certification: { type: 'string' },
      path: { type: 'string' },
    });
    const file = positionals[0] ?? '';
    const { tenant: code, course, competence: competences = [], certification, path } = values;
    if (code === undefined) throw new WrongUsage(say.missing('--tenant'));
    if (course === undefined || course.trim() === '') throw new WrongUsage(say.missing('--course'));
    await access(file).catch(() => {
      throw new WrongUsage(say.fileUnreadable(file));
    });
    const program = await io.open();
    const tenant = await program.database.inTransaction(everything, (tx) => findTenant(tx, code));
    const wish: Wish = {
      tenantId: tenant.id,
      course: course.trim(),
      competences,
      ...(certification === undefined ? {} : { certification }),
      ...(path === undefined ? {} : { path }),
    };
    // In the transaction that saves the package: all of it, or nothing.
    const made: Made[] = [];
    const result = await importPackage(
      program,
      { tenantId: tenant.id, filePath: file, fileName: basename(file), title: wish.course },
      {
        saved: async (tx, { learningObjectId }) => {
          made[0] = await makeCourse(tx, wish, learningObjectId);
        },
      },
    );
    if (!result.ok) {
      if (values.json === true) io.printJson({ accepted: false, findings: result.findings });
      throw new CommandRefused(
        [
          say.packageRefused,
          ...result.findings.map(({ severity, message, where }) => say.finding(severity, message, where)),
        ].join('\n'),
      );
    }
    show(io, values.json, { learningObjectId: result.learningObjectId, ...made[0] });
    return 0;
  },
};

async function makeCourse(tx: Tx, wish: Wish, learningObjectId: string): Promise<Made> {
  const { tenantId } = wish;
  const [courseId = ''] = await createCourses(tx, [{ tenantId, title: wish.course, activeFrom: tx.today }]);
  const opened = await openOnlineCourse(tx, {
    tenantId,
    courseId,
    title: wish.course,
    activeFrom: tx.today,
    learningObject: { ownerId: tenantId, id: learningObjectId },
  });
  const component = { ownerId: tenantId, courseId };
  const certificationId =
    wish.certification === undefined ? undefined : await makeCertification(tx, tenantId, wish.certification, component);
  await attach(tx, wish, courseId, certificationId);
  const pathId = wish.path === undefined ? undefined : await makePath(tx, tenantId, wish.path, component);
  return {
    courseId,
    ...opened,
    ...(certificationId === undefined ? {} : { certificationId }),
    ...(pathId === undefined ? {} : { pathId }),
  };
}

type Component = { readonly ownerId: string; readonly courseId: string };

async function makeCertification(tx: Tx, tenantId: string, title: string, component: Component): Promise<string> {
  const [made] = await createCertifications(tx, [
    {
      tenantId,
      title,
      initialCompletion: { n: daysToComplete, unit: 'day' },
      renewable: true,
      validity,
      renewalOpens: { kind: 'BEFORE_EXPIRY', days: renewalOpensDays },
      components: [component],
      activeFrom: tx.today,
    },
  ]);
  if (!made?.ok)
    throw new CommandRefused(
      say.catalogueRefused('certification', (made?.findings ?? []).map(({ code }) => code).join(', ')),
    );
  return made.id;
}

async function makePath(tx: Tx, tenantId: string, title: string, course: Component): Promise<string> {
  const [made] = await createPaths(tx, [
    {
      tenantId,
      title,
      sections: [{ title, rule: { kind: 'ALL_MANDATORY' }, courses: [course] }],
      activeFrom: tx.today,
    },
  ]);
  if (!made?.ok) throw new CommandRefused(say.catalogueRefused('learning path', made?.refusal ?? ''));
  return made.id;
}

/**
 * With a certification the competencies hang on it, and are valid as long as it is (ATT-3, CERT-19): once a year, with the
 * certificate. On the course too they would be awarded twice for one success. Without one they hang on the course.
 */
async function attach(
  tx: Tx,
  { tenantId, competences }: Wish,
  courseId: string,
  certificationId: string | undefined,
): Promise<void> {
  const found = new Map<string, NewAttachment['competence']>();
  for (const name of competences) {
    const competence = await findOrDefine(
      tx,
      tenantId,
      name.trim(),
      certificationId === undefined ? undefined : validity,
    );
    found.set(competence.id, competence);
  }
  await attachCompetences(
    tx,
    [...found.values()].map((competence): NewAttachment =>
      certificationId === undefined
        ? { tenantId, objectType: 'course', objectId: courseId, competence }
        : { tenantId, objectType: 'certification', objectId: certificationId, competence, validity },
    ),
  );
}

/** By name or title: the own tenant's, else a national one, else a new local one. */
async function findOrDefine(
  tx: Tx,
  tenantId: string,
  name: string,
  renewal: Period | undefined,
): Promise<{ readonly ownerId: string; readonly id: string }> {
  const [known] = await tx.query<{ ownerId: string; id: string }>(
    `select d.tenant_id as "ownerId", d.competence_id as id from competence_v_definition d join people_v_tenant t on t.id = d.tenant_id
     where (d.tenant_id = $1 or t.kind = 'national') and (lower(d.name) = lower($2) or lower(d.title) = lower($2))
     order by lower(d.name) = lower($2) desc, d.tenant_id = $1 desc, d.competence_id limit 1`,
    [tenantId, name],
  );
  if (known) return known;
  const [id = ''] = await defineCompetences(tx, [
    { ...(renewal ? { renewal } : {}), ...competenceNamed(tenantId, name), dateFrom: tx.today },
  ]);
  return { ownerId: tenantId, id };
}
