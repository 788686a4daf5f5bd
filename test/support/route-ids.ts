/** What the parameters and fields of routes name, and something of everything that a tenant can have. */
import { defineCompetences } from '../../src/competence';
import { createOutcomePort } from '../../src/explain';
import { createAccounts } from '../../src/people';
import { parseIsoDate } from '../../src/platform/dates';
import { newId } from '../../src/platform/db';
import type { Route } from '../../src/platform/http';
import type { FreshDatabase } from './database';
import { addLearningObject, addPersons, enrolForEverything, everything, launch, type World } from './learning-world';
import { sampleOf } from './sample-of-schema';

/** Ids by the word that stands before a parameter, or the name of a field. */
export type RouteIds = Readonly<Record<string, string>>;

/** Something of everything that one tenant can have, local throughout. */
export async function idsOfVictim(fresh: FreshDatabase, world: World): Promise<RouteIds> {
  const port = createOutcomePort({ t: (key) => key });
  const [personId] = (await addPersons(fresh.database, world.employer, 1)) as [string];
  const made = await fresh.database.inTransaction(everything, async (tx) => {
    const object = await addLearningObject(tx, world.employer);
    const [accountId] = await createAccounts(tx, [
      {
        tenantId: world.employer,
        username: 'victim',
        displayName: 'Vera Victim',
        password: 'a long password',
        personId,
      },
    ]);
    const enrolment = await enrolForEverything(tx, world, personId);
    const session = await launch(tx, port, world, personId, enrolment);
    const [competence] = await defineCompetences(tx, [
      {
        tenantId: world.employer,
        frameworkCode: 'LOCAL',
        name: '111|LOCAL|Only here|',
        title: 'Only here',
        dateFrom: parseIsoDate('2020-01-01'),
      },
    ]);
    return { object, accountId, enrolment, session, competence: String(competence) };
  });
  const upload = newId();
  await fresh.asOwner(
    `insert into upload (tenant_id, id, file_name, size_bytes, status, touched_at) values ($1, $2, 'x.zip', 1, 'refused', now())`,
    [world.employer, upload],
  );
  const one = async (sql: string): Promise<string> =>
    String((await fresh.asOwner<{ id: string }>(sql, [world.employer]))[0]?.id);
  return {
    owner: world.employer,
    ownerid: world.employer,
    tenant: world.employer,
    tenantid: world.employer,
    number: '1',
    person: personId,
    people: personId,
    'my-team': personId,
    learner: personId,
    account: String(made.accountId),
    enrolment: made.enrolment,
    outcome: made.enrolment,
    attempt: made.session.attempt,
    session: made.session.session,
    course: world.courseId,
    class: world.classId,
    certification: world.certificationId,
    path: world.pathId,
    offering: await one('select id from offering where tenant_id = $1'),
    subscription: await one('select id from cert_subscription where tenant_id = $1'),
    period: await one('select id from cert_period where tenant_id = $1'),
    'learning-object': made.object.id,
    content: made.object.id,
    object: made.object.id,
    version: made.object.versionId,
    upload,
    competence: made.competence,
    competency: made.competence,
    message: newId(),
  };
}

/** `enrolments`, `enrolmentId`, `enrolment.id` -> the id of an enrolment. */
function idCalled(ids: RouteIds, name: string): string | undefined {
  const word = name
    .replace(/(?<=[a-z])[A-Z](?=[a-z])/g, (letter) => `-${letter}`)
    .toLowerCase()
    .replace(/-id$/, 'id')
    .replace(/ies$/, 'y');
  for (const each of [
    word,
    word.replace(/_?ids?$/, ''),
    word.replace(/(es|s)$/, ''),
    word.replace(/s$/, ''),
    word.replace(/competency$/, 'competence'),
  ])
    if (ids[each] !== undefined) return ids[each];
  return undefined;
}

/** The last word of `certification.id` that says of what. */
export const idForField = (ids: RouteIds, path: string): string | undefined => {
  const words = path.split('.').reverse();
  const [last = '', before] = words;
  return /^id$/i.test(last) && before !== undefined ? idCalled(ids, before) : idCalled(ids, last);
};

/** What `:kind` may be, by the route's own schema. */
export const kindsOf = (route: Route): readonly string[] =>
  route.path.includes(':kind')
    ? Object.values((route.params as unknown as { shape: { kind: { enum: Record<string, string> } } }).shape.kind.enum)
    : [];

/** `:of` names an enrolment by its id, all else by owner and id. */
const referenceTo = (ids: RouteIds, kind: string): string =>
  kind === 'enrolment' ? String(idCalled(ids, kind)) : `${ids['owner']}.${idCalled(ids, kind)}`;

/** The parameters of a route: `:id` is of what the word before it says, every other name says so itself. */
export function paramsOf(ids: RouteIds, route: Route, kind = kindsOf(route)[0]): Record<string, string> {
  const words = route.path.split('/');
  return Object.fromEntries(
    [...route.path.matchAll(/[:*](\w+)/g)].flatMap(([, name = '']) => {
      const said =
        words
          .slice(0, words.indexOf(`:${name}`))
          .filter((word) => !word.startsWith(':'))
          .at(-1) ?? '';
      const id =
        name === 'kind'
          ? kind
          : name === 'of' && kind !== undefined
            ? referenceTo(ids, kind)
            : idCalled(ids, name === 'id' ? said : name);
      return id === undefined ? [] : [[name, id]];
    }),
  );
}

/** A body that the route takes, with these ids in it. */
export const bodyOf = (ids: RouteIds, route: Route): Record<string, unknown> =>
  (route.body === undefined ? {} : sampleOf(route.body, (path) => idForField(ids, path))) as Record<string, unknown>;
