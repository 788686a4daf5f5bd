/** `person show USERNAME [--at DATE] --json`. */
import { listHeldAsAt } from '../competence';
import { listCausedEvents, type CausedEvent } from '../platform/events';
import type { IsoDate } from '../platform/dates';
import type { Tx } from '../platform/db';
import { dateOption, endOf, everything, findLearner, type FoundAccount } from './find-people';
import { cliMessages as say } from './messages.en';
import { parseOptions } from './parse-options';
import { show } from './show';
import type { Command } from './types';

export const personShow: Command = {
  name: 'person show',
  usage: 'USERNAME [--at DATE] [--tenant CODE] --json',
  summary: say.summaries.personShow,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, 1, { at: { type: 'string' }, tenant: { type: 'string' } });
    const at = dateOption(values.at);
    const { database } = await io.open();
    const report = await database.inTransaction(everything, async (tx) =>
      reportOf(tx, await findLearner(tx, positionals[0] ?? '', values.tenant), at),
    );
    show(io, values.json, report);
    return 0;
  },
};

type Who = FoundAccount & { readonly personId: string };

/**
 * Competencies are read in both times: true on the day, and known then. Of subscriptions, paths and enrolments the status of a
 * past day is read from the audit trail.
 */
async function reportOf(tx: Tx, who: Who, at: IsoDate | undefined): Promise<object> {
  const key = [who.tenantId, who.personId] as const;
  const on = at ?? tx.today;
  const knownBefore = at === undefined ? undefined : endOf(at);
  const held = await listHeldAsAt(tx, {
    tenantId: who.tenantId,
    personId: who.personId,
    on,
    ...(knownBefore ? { knownBefore } : {}),
  });
  const certifications = await tx.query<Certification>(certificationsSql, key);
  const paths = await tx.query<Path>(pathsSql, key);
  const enrolments = await tx.query<Enrolment>(enrolmentsSql, key);
  const then = knownBefore
    ? await statusesBefore(
        tx,
        who.tenantId,
        [...certifications, ...paths, ...enrolments].map((each) => each.id),
        knownBefore,
      )
    : undefined;
  return {
    at: on,
    person: await personOf(tx, who),
    assignments: await tx.query(assignmentsSql, [...key, on]),
    competences: held.map(({ name, title, dateFrom, dateTo, source }) => ({ name, title, dateFrom, dateTo, source })),
    certifications: then ? certifications.flatMap((each) => then.certification(each)) : certifications,
    paths: then ? paths.flatMap((each) => then.path(each)) : paths,
    enrolments: then ? enrolments.flatMap((each) => then.enrolment(each)) : enrolments,
  };
}

type Period = { sequence: number; kind: string; startDate: string; endDate: string; completionDate: string | null };
type Certification = {
  id: string;
  title: string;
  subscribedOn: string;
  status: string;
  expires: string | null;
  renewFrom: string | null;
  periods: Period[];
};
type Path = {
  id: string;
  title: string;
  subscribedOn: string;
  status: string;
  target: string | null;
  completionDate: string | null;
};
type Enrolment = {
  id: string;
  course: string;
  classId: string;
  class: string;
  status: string;
  completionDate: string | null;
  attempts: { id: string; number: number; mode: string; startedAt: string }[];
};

async function personOf(tx: Tx, who: Who): Promise<object> {
  const [person] = await tx.query(
    `select p.person_id as id, p.first_name as "firstName", p.last_name as "lastName", p.office_email as email, t.code as tenant, t.name as employer
     from people_v_person p join people_v_tenant t on t.id = p.tenant_id where p.tenant_id = $1 and p.person_id = $2`,
    [who.tenantId, who.personId],
  );
  return { ...person, username: who.username, displayName: who.displayName };
}

const assignmentsSql = `
  select a.assignment_id as id, q.title as position, o.name as organisation, s.full_name as manager, a.status, a.is_primary as "primary", a.date_from as "dateFrom", a.date_to as "dateTo"
  from people_v_assignment a
  left join people_v_position q on q.tenant_id = a.tenant_id and q.position_id = a.position_id
  left join people_v_organisation o on o.tenant_id = a.tenant_id and o.organisation_id = a.organisation_id
  left join people_v_person s on s.tenant_id = a.tenant_id and s.person_id = a.supervisor_person_id
  where a.tenant_id = $1 and a.person_id = $2 and a.date_from <= $3 and (a.date_to is null or a.date_to >= $3)
  order by a.is_primary desc, a.date_from`;

const certificationsSql = `
  select s.subscription_id as id, c.title, s.status, s.subscribed_on as "subscribedOn", s.completion_date as "completionDate", s.expiration_date as expires, s.earliest_renew_date as "renewFrom",
    coalesce((select json_agg(json_build_object('sequence', p.sequence, 'kind', p.kind, 'status', p.status, 'startDate', p.start_date, 'endDate', p.end_date,
        'completionDate', p.completion_date, 'expirationDate', p.expiration_date) order by p.sequence)
      from learning_certification_v_period p where p.tenant_id = s.tenant_id and p.subscription_id = s.subscription_id), '[]') as periods
  from learning_certification_v_subscription s
  join learning_certification_v_certification c on c.tenant_id = s.certification_owner_id and c.certification_id = s.certification_id
  where s.tenant_id = $1 and s.person_id = $2 order by c.title`;

const pathsSql = `
  select e.path_enrolment_id as id, p.title, e.status, e.subscribed_on as "subscribedOn", e.completion_target_date as target, e.completion_date as "completionDate",
    e.mandatory_courses as "mandatoryCourses", e.completed_courses as "completedCourses"
  from learning_path_v_enrolment e join learning_path_v_path p on p.tenant_id = e.path_owner_id and p.path_id = e.path_id
  where e.tenant_id = $1 and e.person_id = $2 order by p.title`;

const enrolmentsSql = `
  select e.enrolment_id as id, k.course_title as course, k.class_title as class, e.class_id as "classId", e.status, e.completion_date as "completionDate", e.percent,
    e.successful_attendance as successful,
    coalesce((select json_agg(json_build_object('id', a.attempt_id, 'number', a.number, 'mode', a.mode, 'status', a.status, 'completion', a.completion, 'success', a.success,
        'scaled', a.scaled, 'totalTimeSeconds', a.total_seconds, 'startedAt', a.started_at) order by a.number)
      from scorm_runtime_v_attempt a where a.tenant_id = e.tenant_id and a.registration_id = e.enrolment_id), '[]') as attempts
  from learning_enrolment_v_enrolment e
  join learning_catalogue_v_class k on k.tenant_id = e.class_owner_id and k.class_id = e.class_id
  where e.tenant_id = $1 and e.person_id = $2 order by e.placed_at, e.enrolment_id`;

/** How each stood when the day ended; nothing for what did not exist yet, and no more than the trail tells. */
async function statusesBefore(tx: Tx, tenantId: string, ids: readonly string[], before: Date) {
  const events = await listCausedEvents(tx, { tenantId, objectIds: ids, before });
  const latest = (id: string, types: readonly string[]): CausedEvent | undefined =>
    events.find((event) => event.subjects.objectId === id && types.includes(event.type));
  const said = (event: CausedEvent | undefined, name: string): string | null => {
    const value = event?.after?.[name];
    return typeof value === 'string' ? value : null;
  };
  const byThen = (date: string | null): string | null => (date !== null && new Date(date) < before ? date : null);
  return {
    certification: (each: Certification): object[] => {
      const status = said(latest(each.id, ['subscription-status-changed']), 'to');
      const certified = latest(each.id, ['certified']);
      const periods = each.periods
        .filter((period) => new Date(period.startDate) < before)
        .map(({ sequence, kind, startDate, endDate, completionDate }) => ({
          sequence,
          kind,
          startDate,
          endDate,
          completionDate: byThen(completionDate),
        }));
      const { id, title, subscribedOn } = each;
      return status === null
        ? []
        : [
            {
              id,
              title,
              status,
              subscribedOn,
              expires: said(certified, 'expirationDate'),
              renewFrom: said(certified, 'earliestRenewDate'),
              periods,
            },
          ];
    },
    path: (each: Path): object[] => {
      const status = said(latest(each.id, ['path-status-changed']), 'to');
      const { id, title, subscribedOn, target } = each;
      return status === null
        ? []
        : [{ id, title, status, subscribedOn, target, completionDate: byThen(each.completionDate) }];
    },
    enrolment: (each: Enrolment): object[] => {
      const status = said(latest(each.id, ['enrolment-status-changed', 'enrolment-created']), 'status');
      const attempts = each.attempts
        .filter((attempt) => new Date(attempt.startedAt) < before)
        .map(({ id: attemptId, number, mode, startedAt }) => ({ id: attemptId, number, mode, startedAt }));
      const { id, course, class: title, classId } = each;
      return status === null
        ? []
        : [{ id, course, class: title, classId, status, completionDate: byThen(each.completionDate), attempts }];
    },
  };
}
