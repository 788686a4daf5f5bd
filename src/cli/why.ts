/** `why (competence|certification|path|enrolment) …`: the recorded causes behind a status, the result first. */
import { listHeldAsAt } from '../competence';
import { explainMessages, findCauses, sentenceOf, type Cause, type Question } from '../explain';
import { isId, type Tx } from '../platform/db';
import type { IsoDate } from '../platform/dates';
import { createMessages } from '../platform/page';
import { dateOption, endOf, everything, findLearner } from './find-people';
import { cliMessages as say } from './messages.en';
import { parseOptions } from './parse-options';
import { CommandRefused, type Command } from './types';

type Asked = {
  readonly tx: Tx;
  readonly words: readonly string[];
  readonly at: IsoDate | undefined;
  readonly tenant: string | undefined;
};

/** What was known on a day is what had been recorded when it ended. */
const knownOn = (at: IsoDate | undefined): { readonly knownBefore?: Date } =>
  at === undefined ? {} : { knownBefore: endOf(at) };

const why = (
  kind: string,
  usage: string,
  positionals: number | readonly [number, number],
  questionOf: (asked: Asked) => Promise<Question>,
): Command => ({
  name: `why ${kind}`,
  usage: `${usage} [--at DATE] [--tenant CODE] --json`,
  summary: say.summaries.why,
  async run(args, io) {
    const { values, positionals: words } = parseOptions(args, positionals, {
      at: { type: 'string' },
      tenant: { type: 'string' },
    });
    const at = dateOption(values.at);
    const { database } = await io.open();
    const causes = await database.inTransaction(everything, async (tx) =>
      findCauses(tx, await questionOf({ tx, words, at, tenant: values.tenant })),
    );
    const rows = causes.map(inWords);
    if (values.json === true) io.printJson(rows);
    else for (const row of rows) io.print(`${row.at}  ${row.sentence}  [${row.actor}]`);
    return 0;
  },
});

const whyCompetence = why(
  'competence',
  'USERNAME NAME',
  2,
  async ({ tx, words: [username = '', name = ''], at, tenant }) => {
    const { tenantId, personId } = await findLearner(tx, username, tenant);
    const on = at ?? tx.today;
    const held = await listHeldAsAt(tx, { tenantId, personId, on, ...knownOn(at) });
    const same = (text: string): boolean => text.toLowerCase() === name.trim().toLowerCase();
    const named = held.filter((each) => same(each.name));
    const found = named.length > 0 ? named : held.filter((each) => same(each.title));
    if (new Set(found.map((each) => each.competenceId)).size > 1)
      throw new CommandRefused(say.ambiguousCompetence(name));
    if (!found[0]) throw new CommandRefused(say.notHeld(name));
    return { of: 'competence', tenantId, personId, competenceId: found[0].competenceId, on, ...knownOn(at) };
  },
);

const whyCertification = why(
  'certification',
  'USERNAME TITLE',
  2,
  async ({ tx, words: [username = '', title = ''], at, tenant }) => {
    const { tenantId, personId } = await findLearner(tx, username, tenant);
    const [row] = await tx.query<{ id: string }>(
      `select s.subscription_id as id from learning_certification_v_subscription s
     join learning_certification_v_certification c on c.tenant_id = s.certification_owner_id and c.certification_id = s.certification_id
     where s.tenant_id = $1 and s.person_id = $2 and lower(c.title) = lower($3) order by s.status = 'CANCELLED', s.subscription_id desc`,
      [tenantId, personId, title.trim()],
    );
    if (!row) throw new CommandRefused(say.notSubscribed(title));
    return { of: 'certification', tenantId, subscriptionId: row.id, ...knownOn(at) };
  },
);

const whyPath = why('path', 'USERNAME TITLE', 2, async ({ tx, words: [username = '', title = ''], at, tenant }) => {
  const { tenantId, personId } = await findLearner(tx, username, tenant);
  const [row] = await tx.query<{ id: string }>(
    `select e.path_enrolment_id as id from learning_path_v_enrolment e
     join learning_path_v_path p on p.tenant_id = e.path_owner_id and p.path_id = e.path_id
     where e.tenant_id = $1 and e.person_id = $2 and lower(p.title) = lower($3) order by e.status = 'CANCELLED', e.path_enrolment_id desc`,
    [tenantId, personId, title.trim()],
  );
  if (!row) throw new CommandRefused(say.notOnPath(title));
  return { of: 'path', tenantId, pathEnrolmentId: row.id, ...knownOn(at) };
});

/** By its id, or by username and course: then the latest. */
const whyEnrolment = why(
  'enrolment',
  '(ID | USERNAME COURSE)',
  [1, 2],
  async ({ tx, words: [first = '', title], at, tenant }) => {
    const row =
      title === undefined
        ? await enrolmentById(tx, first.toLowerCase())
        : await latestEnrolment(tx, await findLearner(tx, first, tenant), title.trim());
    if (!row) throw new CommandRefused(say.noEnrolment(title ?? first));
    return { of: 'enrolment', tenantId: row.tenantId, enrolmentId: row.id, ...knownOn(at) };
  },
);

type EnrolmentKey = { readonly tenantId: string; readonly id: string };

async function enrolmentById(tx: Tx, id: string): Promise<EnrolmentKey | undefined> {
  if (!isId(id)) return undefined;
  const [row] = await tx.query<EnrolmentKey>(
    'select tenant_id as "tenantId", enrolment_id as id from learning_enrolment_v_enrolment where enrolment_id = $1',
    [id],
  );
  return row;
}

async function latestEnrolment(
  tx: Tx,
  { tenantId, personId }: { readonly tenantId: string; readonly personId: string },
  course: string,
): Promise<EnrolmentKey | undefined> {
  const [row] = await tx.query<EnrolmentKey>(
    `select e.tenant_id as "tenantId", e.enrolment_id as id from learning_enrolment_v_enrolment e
     join learning_catalogue_v_course c on c.tenant_id = e.class_owner_id and c.course_id = e.course_id
     where e.tenant_id = $1 and e.person_id = $2 and lower(c.title) = lower($3) order by e.placed_at desc, e.enrolment_id desc limit 1`,
    [tenantId, personId, course],
  );
  return row;
}

const messages = createMessages([explainMessages]);

function inWords(cause: Cause): {
  readonly at: string;
  readonly businessDate: string;
  readonly type: string;
  readonly sentence: string;
  readonly actor: string;
} {
  return {
    at: cause.at.toISOString(),
    businessDate: cause.businessDate,
    type: cause.type,
    sentence: sentenceOf(messages, cause),
    actor: cause.actor,
  };
}

export const whyCommands: readonly Command[] = [whyCompetence, whyCertification, whyPath, whyEnrolment];
