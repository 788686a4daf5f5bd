/** A small world made by the real operations: two employers, the national body, a course that certifies, a path. */
import { attachCompetences, createCourses, createOfferings, openOnlineClasses } from '../../src/learning/catalogue';
import { changeSubscriptions, createCertifications, enrolThrough } from '../../src/learning/certification';
import { enrolPersons, playEnrolment } from '../../src/learning/enrolment';
import { changePathEnrolments, createPaths } from '../../src/learning/path';
import { defineCompetences } from '../../src/competence';
import { createTenants, recordPersons } from '../../src/people';
import { parseIsoDate } from '../../src/platform/dates';
import { insertRows, nationalTenantId, newId, type Database, type Tx } from '../../src/platform/db';
import { openAttempt, openSession, type OutcomePort, type SessionStart } from '../../src/scorm/runtime';
import type { CheckedPackage, Activity } from '../../src/scorm/package/core/types';

export type World = {
  readonly national: string;
  readonly employer: string;
  readonly other: string;
  readonly object: { readonly ownerId: string; readonly id: string };
  readonly versionId: string;
  readonly courseId: string;
  readonly classId: string;
  readonly competenceId: string;
  readonly certificationId: string;
  readonly pathId: string;
};

export const everything = { tenant: 'all', actor: { source: 'import' } } as const;
const start = parseIsoDate('2020-01-01');

/** SCORM 1.2 with SCOs of the names given, the last with mastery 80. */
export function packageOf(names: readonly string[] = ['SCO']): CheckedPackage {
  const leaf = (identifier: string, index: number): Activity => ({
    identifier,
    title: `Part ${identifier}`,
    visible: true,
    children: [],
    hideLmsUi: [],
    sharedData: [],
    resource: { identifier: `R-${identifier}`, scormType: 'sco', href: `${identifier}.html`, parameters: '' },
    ...(index === names.length - 1 ? { masteryScore: 80 } : {}),
  });
  const root: Activity = {
    identifier: 'ORG',
    title: 'Fire safety',
    visible: true,
    children: names.map(leaf),
    hideLmsUi: [],
    sharedData: [],
  };
  const organisation = {
    identifier: 'ORG',
    title: 'Fire safety',
    objectivesGlobalToSystem: false,
    sharedDataGlobalToSystem: false,
    root,
  };
  return {
    scormVersion: '1.2',
    title: 'Fire safety',
    root: '',
    defaultOrganisation: 'ORG',
    organisations: [organisation],
  };
}

/** A learning object with one version, without files. */
export async function addLearningObject(
  tx: Tx,
  tenantId: string,
  checked: CheckedPackage = packageOf(),
): Promise<{ id: string; versionId: string }> {
  const [id, versionId] = [newId(), newId()];
  await insertRows(tx, 'learning_object', [
    { tenant_id: tenantId, id, title: checked.title, status: 'active', created_at: tx.now, version: 1 },
  ]);
  await insertRows(tx, 'learning_object_version', [
    {
      tenant_id: tenantId,
      id: versionId,
      learning_object_id: id,
      number: 1,
      scorm_version: checked.scormVersion,
      title: checked.title,
      package: checked,
      findings: [],
      file_name: 'x.zip',
      size_bytes: 1,
      file_count: 1,
      activity_count: 1,
      sha256: 'x',
      store_key: `test/${versionId}`,
      created_at: tx.now,
    },
  ]);
  await tx.execute('update learning_object set current_version_id = $3 where tenant_id = $1 and id = $2', [
    tenantId,
    id,
    versionId,
  ]);
  return { id, versionId };
}

export async function buildWorld(database: Database): Promise<World> {
  return database.inTransaction(everything, async (tx) => {
    const [national, employer, other] = (await createTenants(tx, [
      { code: '000', name: 'National', kind: 'national' },
      { code: '111', name: 'Northern', kind: 'employer' },
      { code: '222', name: 'Southern', kind: 'employer' },
    ])) as [string, string, string];
    const object = await addLearningObject(tx, nationalTenantId);
    const [competenceId] = (await defineCompetences(tx, [
      {
        tenantId: national,
        frameworkCode: 'CSTF',
        name: 'NHS|CSTF|Fire Safety - 1 Year|',
        title: 'Fire safety',
        renewal: { n: 1, unit: 'year' },
        dateFrom: start,
      },
    ])) as [string];
    const [courseId] = (await createCourses(tx, [{ tenantId: employer, title: 'Fire safety', activeFrom: start }])) as [
      string,
    ];
    const [offering] = await createOfferings(tx, [
      {
        tenantId: employer,
        courseId,
        title: 'Online',
        deliveryMode: 'OnlineSelfPaced',
        learningObject: { ownerId: national, id: object.id },
        activeFrom: start,
      },
    ]);
    if (!offering?.ok) throw new Error('no offering');
    const [made] = await openOnlineClasses(tx, [{ tenantId: employer, offeringId: offering.id, title: 'Always open' }]);
    if (!made?.ok) throw new Error('no class');
    await attachCompetences(tx, [
      {
        tenantId: employer,
        objectType: 'course',
        objectId: courseId,
        competence: { ownerId: national, id: competenceId },
      },
    ]);
    const component = { ownerId: employer, courseId };
    const [certification] = await createCertifications(tx, [
      {
        tenantId: employer,
        title: 'Fire safety certificate',
        initialCompletion: { n: 60, unit: 'day' },
        renewable: true,
        validity: { n: 12, unit: 'month' },
        renewalOpens: { kind: 'BEFORE_EXPIRY', days: 90 },
        notifyDaysBeforeExpire: 30,
        components: [component],
        activeFrom: start,
      },
    ]);
    const [path] = await createPaths(tx, [
      {
        tenantId: employer,
        title: 'Induction',
        target: { days: 60 },
        sections: [{ title: 'First week', rule: { kind: 'ALL_MANDATORY' }, courses: [component] }],
        activeFrom: start,
      },
    ]);
    if (!certification?.ok || !path?.ok) throw new Error('no certification or path');
    return {
      national,
      employer,
      other,
      object: { ownerId: national, id: object.id },
      versionId: object.versionId,
      courseId,
      classId: made.id,
      competenceId,
      certificationId: certification.id,
      pathId: path.id,
    };
  });
}

export async function addPersons(database: Database, tenantId: string, count: number): Promise<string[]> {
  return database.inTransaction(everything, (tx) =>
    recordPersons(
      tx,
      Array.from({ length: count }, (_, index) => ({
        tenantId,
        firstName: 'Pat',
        lastName: `Learner ${index}`,
        personType: 'Employee',
        dateFrom: start,
      })),
    ),
  );
}

/** Subscribes a person to certification and path, and enrols them through the certification. Returns the enrolment. */
export async function enrolForEverything(tx: Tx, world: World, personId: string): Promise<string> {
  const who = { tenantId: world.employer, personId };
  await changeSubscriptions(tx, [
    {
      ...who,
      certification: { ownerId: world.employer, id: world.certificationId },
      command: { type: 'subscribe', approvalNeeded: false, mandatory: false },
    },
  ]);
  await changePathEnrolments(tx, [
    {
      ...who,
      path: { ownerId: world.employer, id: world.pathId },
      command: { type: 'subscribe', source: 'Catalogue', approvalNeeded: false, earlier: [], countEarlier: true },
    },
  ]);
  const enrolled = await enrolThrough(tx, {
    ...who,
    class: { ownerId: world.employer, id: world.classId },
    by: 'learner',
    certification: { ownerId: world.employer, id: world.certificationId },
    courseId: world.courseId,
  });
  if (!enrolled.ok) throw new Error(enrolled.refusal);
  return enrolled.enrolmentId;
}

/** Enrols a person plainly. */
export async function enrolPlainly(tx: Tx, world: World, personId: string): Promise<string> {
  const [enrolled] = await enrolPersons(tx, [
    { tenantId: world.employer, personId, class: { ownerId: world.employer, id: world.classId }, by: 'learner' },
  ]);
  if (!enrolled?.ok) throw new Error(enrolled?.refusal);
  return enrolled.enrolmentId;
}

/** Launches as the player would: attempt, then session. */
export async function launch(
  tx: Tx,
  port: OutcomePort,
  world: World,
  personId: string,
  enrolmentId: string,
  newAttempt = false,
): Promise<SessionStart> {
  const played = await playEnrolment(tx, {
    tenantId: world.employer,
    enrolmentId,
    personId,
    learner: { id: `pairwise-${personId}`, name: 'Learner, Pat' },
    learnerKey: `key-${personId}`,
    returnUrl: '/',
    newAttempt,
  });
  if (!played.ok) throw new Error(played.refusal);
  const opened = await openAttempt(tx, played.registration);
  if (!opened.ok) throw new Error(opened.refusal);
  const session = await openSession(tx, port, opened);
  if (!session) throw new Error('no session');
  return session;
}
