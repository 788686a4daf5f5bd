/** What reports on attempts show: SQL groups, whatever the size of the class. */
import type { Tx } from '../platform/db';
import { scopeSql, type ReportWish } from './scope';

type Reader = { readonly query: Tx['query'] };

/** Seconds and percent, as their names say; null where nothing was said. */
export type Overview = {
  readonly learners: number;
  readonly attempts: number;
  readonly notStarted: number;
  readonly inProgress: number;
  readonly completed: number;
  readonly passed: number;
  readonly failed: number;
  readonly scored: number;
  readonly meanPercent: number | null;
  readonly medianPercent: number | null;
  readonly lowestPercent: number | null;
  readonly highestPercent: number | null;
  readonly meanSeconds: number | null;
  readonly medianSeconds: number | null;
  readonly totalSeconds: number;
  /** Number of a step of ten percent -> attempts; see `core/buckets`. */
  readonly byScore: readonly { readonly step: number; readonly count: number }[];
  readonly byTime: readonly { readonly step: number; readonly count: number }[];
};

const word = `case when success = 'failed' then 'failed' when success = 'passed' then 'passed' when completion = 'completed' then 'completed'
  when completion = 'not attempted' then 'not attempted' else 'incomplete' end`;

/** Numbers of the whole scope: status, scores, time. `steps` are the upper ends of the steps of time. */
export async function findOverview(tx: Reader, wish: ReportWish, steps: readonly number[]): Promise<Overview> {
  const { sql, params } = scopeSql(wish);
  const [row] = await tx.query<Overview>(
    `${sql}, worded as (select *, ${word} as word from scope)
     select count(distinct person_id)::int as learners, count(*)::int as attempts,
       count(*) filter (where word = 'not attempted')::int as "notStarted", count(*) filter (where word = 'incomplete')::int as "inProgress",
       count(*) filter (where word = 'completed')::int as completed, count(*) filter (where word = 'passed')::int as passed, count(*) filter (where word = 'failed')::int as failed,
       count(percent)::int as scored, avg(percent) as "meanPercent", percentile_cont(0.5) within group (order by percent) as "medianPercent",
       min(percent) as "lowestPercent", max(percent) as "highestPercent",
       avg(total_seconds) as "meanSeconds", percentile_cont(0.5) within group (order by total_seconds) as "medianSeconds", coalesce(sum(total_seconds), 0) as "totalSeconds",
       (select coalesce(json_agg(json_build_object('step', step, 'count', count)), '[]') from (
          select greatest(0, least(9, floor(percent / 10)))::int as step, count(*) from scope where percent is not null group by 1) s) as "byScore",
       (select coalesce(json_agg(json_build_object('step', step, 'count', count)), '[]') from (
          select width_bucket(total_seconds, $${params.length + 1}::float8[]) as step, count(*) from scope group by 1) s) as "byTime"
     from worded`,
    [...params, steps],
  );
  if (!row) throw new Error('an aggregate gives one row');
  return row;
}

/** One of the answers that were given most often to a question. */
export type MostGiven = {
  /** Its beginning, when `long`. */
  readonly response: string | null;
  readonly long: boolean;
  readonly verdict: string;
  readonly count: number;
};

export type QuestionRow = {
  readonly activity: string;
  readonly question: string;
  readonly description: string | null;
  readonly type: string | null;
  readonly answered: number;
  readonly right: number;
  readonly wrong: number;
  readonly other: number;
  /** Of right and wrong ones, percent; null when neither was said. */
  readonly rightShare: number | null;
  readonly averageSeconds: number | null;
  readonly weighting: number | null;
  readonly patterns: readonly string[] | null;
  readonly mostGiven: readonly MostGiven[];
};

export type QuestionSort = 'order' | 'question' | 'answered' | 'right' | 'time';

const questionSorts: Readonly<Record<QuestionSort, string>> = {
  order: '"firstVersion", activity, place',
  question: 'lower(coalesce(description, question))',
  answered: 'answered',
  right: '"rightShare"',
  time: '"averageSeconds"',
};

/** A page of rows: how many, after how many. */
export type Slice = { readonly most: number; readonly from: number };

/** How much of an answer a list shows. */
const shownLetters = 160;

/** Questions with what was answered: the last answer of an attempt to each. */
export async function listQuestions(
  tx: Reader,
  wish: ReportWish,
  {
    sort,
    direction,
    most,
    from,
    only,
  }: Slice & {
    readonly sort: QuestionSort;
    readonly direction: 'asc' | 'desc';
    readonly only?: { readonly activity: string; readonly question: string };
  },
): Promise<{ readonly rows: readonly QuestionRow[]; readonly total: number }> {
  const { sql, params } = scopeSql(wish);
  const at = params.length;
  const way = direction === 'desc' ? 'desc' : 'asc';
  const rows = await tx.query<QuestionRow & { total: number }>(
    `${sql}, given as (
       select x.activity, x.question, x.response, x.verdict, count(*)::int as count, max(x.type) as type, max(x.description) as description, min(x.n) as place,
         max(s.version_number) as version, sum(x.latency_seconds) as seconds, count(x.latency_seconds) as timed, max(x.weighting) as weighting, max(x.patterns) as patterns
       from scope s join scorm_runtime_v_answer x on x.tenant_id = s.tenant_id and x.attempt_id = s.attempt_id
       where x.latest and ($${at + 3}::text is null or (x.activity = $${at + 3} and x.question = $${at + 4}::text))
       group by x.activity, x.question, x.response, x.verdict
     ), ranked as (
       select *, row_number() over (partition by activity, question order by count desc, response) as rank from given
     ), questions as (
       select activity, question, max(description) as description, max(type) as type, sum(count)::int as answered,
         coalesce(sum(count) filter (where verdict = 'right'), 0)::int as right, coalesce(sum(count) filter (where verdict = 'wrong'), 0)::int as wrong,
         coalesce(sum(count) filter (where verdict = 'other'), 0)::int as other,
         100.0::float8 * coalesce(sum(count) filter (where verdict = 'right'), 0)::float8 / nullif(sum(count) filter (where verdict <> 'other'), 0)::float8 as "rightShare",
         (sum(seconds) / nullif(sum(timed), 0))::float8 as "averageSeconds", max(weighting) as weighting, max(patterns) filter (where patterns <> '{}') as patterns,
         min(place) as place, -max(version) as "firstVersion",
         json_agg(json_build_object('response', left(response, ${shownLetters}), 'long', coalesce(length(response) > ${shownLetters}, false), 'verdict', verdict, 'count', count)
           order by rank) filter (where rank <= 3) as "mostGiven"
       from ranked group by activity, question
     )
     select *, count(*) over ()::int as total from questions
     order by ${questionSorts[sort]
       .split(/, /)
       .map((term) => `${term} ${way} nulls last`)
       .join(', ')}, activity, place, question limit $${at + 1} offset $${at + 2}`,
    [...params, most, from, only?.activity ?? null, only?.question ?? null],
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

export type GivenAnswer = {
  readonly response: string | null;
  readonly verdict: string;
  readonly count: number;
  readonly averageSeconds: number | null;
};

/** Every answer that was given to one question, the most frequent first. */
export async function listGiven(
  tx: Reader,
  wish: ReportWish,
  { activity, question, most, from }: Slice & { readonly activity: string; readonly question: string },
): Promise<{ readonly rows: readonly GivenAnswer[]; readonly total: number }> {
  const { sql, params } = scopeSql(wish);
  const at = params.length;
  const rows = await tx.query<GivenAnswer & { total: number }>(
    `${sql}
     select x.response, x.verdict, count(*)::int as count, avg(x.latency_seconds) as "averageSeconds", count(*) over ()::int as total
     from scope s join scorm_runtime_v_answer x on x.tenant_id = s.tenant_id and x.attempt_id = s.attempt_id
     where x.latest and x.activity = $${at + 1} and x.question = $${at + 2}
     group by x.response, x.verdict order by 3 desc, 1 nulls last, 2 limit $${at + 3} offset $${at + 4}`,
    [...params, activity, question, most, from],
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

export type ObjectiveRow = {
  readonly activity: string;
  readonly objective: string;
  readonly description: string | null;
  readonly attempts: number;
  readonly passed: number;
  readonly failed: number;
  readonly completed: number;
  readonly scored: number;
  readonly lowestPercent: number | null;
  readonly medianPercent: number | null;
  readonly highestPercent: number | null;
};

/** Objectives with how many reached them and how far scores lie apart. */
export async function listObjectives(
  tx: Reader,
  wish: ReportWish,
  { most, from }: Slice,
): Promise<{ readonly rows: readonly ObjectiveRow[]; readonly total: number }> {
  const { sql, params } = scopeSql(wish);
  const rows = await tx.query<ObjectiveRow & { total: number }>(
    `${sql}, said as (
       select x.*, 100 * coalesce(x.scaled, case when x.max > coalesce(x.min, 0) then (x.raw - coalesce(x.min, 0)) / (x.max - coalesce(x.min, 0)) else x.raw / 100 end) as percent
       from scope s join scorm_runtime_v_objective x on x.tenant_id = s.tenant_id and x.attempt_id = s.attempt_id)
     select activity, objective, max(description) as description, count(*)::int as attempts,
       count(*) filter (where success = 'passed')::int as passed, count(*) filter (where success = 'failed')::int as failed,
       count(*) filter (where completion = 'completed')::int as completed, count(percent)::int as scored,
       min(percent) as "lowestPercent", percentile_cont(0.5) within group (order by percent) as "medianPercent", max(percent) as "highestPercent",
       count(*) over ()::int as total
     from said group by activity, objective order by activity, min(n), objective limit $${params.length + 1} offset $${params.length + 2}`,
    [...params, most, from],
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

export type AttemptSort = 'name' | 'started' | 'score' | 'time' | 'status';

const attemptSorts: Readonly<Record<AttemptSort, string>> = {
  name: 'lower(p.last_name), lower(p.first_name)',
  started: 's.started_at',
  score: 's.percent',
  time: 's.total_seconds',
  status: 'word',
};

export type AttemptRow = {
  readonly attemptId: string;
  readonly personId: string;
  readonly name: string;
  readonly number: number;
  readonly version: number;
  readonly status: string;
  readonly percent: number | null;
  readonly totalSeconds: number;
  readonly startedAt: Date;
  readonly lastAt: Date;
  readonly right: number;
  readonly wrong: number;
  readonly answered: number;
};

/** The attempts themselves, by name: for those who may see names. */
export async function listAttemptsOf(
  tx: Reader,
  wish: ReportWish,
  { sort, direction, most, from }: Slice & { readonly sort: AttemptSort; readonly direction: 'asc' | 'desc' },
): Promise<{ readonly rows: readonly AttemptRow[]; readonly total: number }> {
  const { sql, params } = scopeSql(wish);
  const way = direction === 'desc' ? 'desc' : 'asc';
  const rows = await tx.query<AttemptRow & { total: number }>(
    `${sql}, worded as (select *, ${word} as word from scope), sorted as (
       select s.*, p.full_name as name, count(*) over ()::int as total,
         row_number() over (order by ${attemptSorts[sort]
           .split(/, /)
           .map((term) => `${term} ${way} nulls last`)
           .join(', ')}, s.attempt_id) as at
       from worded s join people_v_person p on p.tenant_id = s.tenant_id and p.person_id = s.person_id)
     select s.attempt_id as "attemptId", s.person_id as "personId", s.name, s.number, s.version_number as version, s.word as status, s.percent, s.total_seconds as "totalSeconds",
       s.started_at as "startedAt", s.last_at as "lastAt", s.total, coalesce(x.right, 0) as right, coalesce(x.wrong, 0) as wrong, coalesce(x.answered, 0) as answered
     from sorted s
     left join lateral (select count(*)::int as answered, count(*) filter (where verdict = 'right')::int as right, count(*) filter (where verdict = 'wrong')::int as wrong
       from scorm_runtime_v_answer x where x.tenant_id = s.tenant_id and x.attempt_id = s.attempt_id and x.latest) x on true
     where s.at > $${params.length + 2} and s.at <= $${params.length + 2}::int + $${params.length + 1}::int order by s.at`,
    [...params, most, from],
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

export type AnswerRow = {
  readonly attemptId: string;
  readonly name: string;
  readonly number: number;
  readonly version: number;
  readonly activity: string;
  readonly n: number;
  readonly question: string;
  readonly description: string | null;
  readonly type: string | null;
  readonly response: string | null;
  readonly verdict: string;
  readonly result: string | null;
  readonly patterns: readonly string[];
  readonly latencySeconds: number | null;
  readonly weighting: number | null;
  readonly saidAt: Date | null;
  readonly latest: boolean;
};

/** Every answer of these attempts of the scope: for files, piece by piece. */
export function listAnswers(tx: Reader, wish: ReportWish, attemptIds: readonly string[]): Promise<AnswerRow[]> {
  const { sql, params } = scopeSql(wish);
  return tx.query<AnswerRow>(
    `${sql}
     select s.attempt_id as "attemptId", p.full_name as name, s.number, s.version_number as version, x.activity, x.n, x.question, x.description, x.type, x.response, x.verdict, x.result,
       x.patterns, x.latency_seconds as "latencySeconds", x.weighting, x.said_at as "saidAt", x.latest
     from scope s join people_v_person p on p.tenant_id = s.tenant_id and p.person_id = s.person_id
     join scorm_runtime_v_answer x on x.tenant_id = s.tenant_id and x.attempt_id = s.attempt_id
     where s.attempt_id = any($${params.length + 1}::uuid[])
     order by s.started_at, s.attempt_id, x.activity, x.n`,
    [...params, attemptIds],
  );
}

/** The attempts of the scope by their keys, and the versions they are on. */
export async function findScope(
  tx: Reader,
  wish: ReportWish,
): Promise<{
  readonly attemptIds: readonly string[];
  readonly versions: readonly { readonly ownerId: string; readonly versionId: string; readonly number: number }[];
}> {
  const { sql, params } = scopeSql(wish);
  const [row] = await tx.query<{
    attemptIds: string[] | null;
    versions: { ownerId: string; versionId: string; number: number }[] | null;
  }>(
    `${sql} select array_agg(attempt_id) as "attemptIds",
       (select json_agg(json_build_object('ownerId', object_owner_id, 'versionId', object_version_id, 'number', version_number) order by version_number)
        from (select distinct object_owner_id, object_version_id, version_number from scope) v) as versions from scope`,
    params,
  );
  return { attemptIds: row?.attemptIds ?? [], versions: row?.versions ?? [] };
}

export type ReportSubject = {
  readonly objectTitle?: string;
  readonly objectId?: string;
  readonly objectOwnerId?: string;
  readonly classTitle?: string;
  readonly courseTitle?: string;
};

/** What the report is about, by name; undefined when there is no such object or class to be seen. */
export async function findSubject(
  tx: Reader,
  wish: Pick<ReportWish, 'object' | 'class'>,
): Promise<ReportSubject | undefined> {
  const [object] = wish.object
    ? await tx.query<{ objectTitle: string }>(
        'select title as "objectTitle" from scorm_library_v_object where tenant_id = $1 and object_id = $2',
        [wish.object.ownerId, wish.object.id],
      )
    : [];
  const [found] = wish.class
    ? await tx.query<{
        classTitle: string;
        courseTitle: string;
        objectOwnerId: string | null;
        objectId: string | null;
      }>(
        `select class_title as "classTitle", course_title as "courseTitle", learning_object_owner_id as "objectOwnerId", learning_object_id as "objectId"
         from learning_catalogue_v_class where tenant_id = $1 and class_id = $2`,
        [wish.class.ownerId, wish.class.id],
      )
    : [];
  if ((wish.object && !object) || (wish.class && !found)) return undefined;
  return {
    ...object,
    ...(wish.object ? { objectOwnerId: wish.object.ownerId, objectId: wish.object.id } : {}),
    ...(found ? { classTitle: found.classTitle, courseTitle: found.courseTitle } : {}),
    ...(found?.objectId && found.objectOwnerId && !wish.object
      ? { objectOwnerId: found.objectOwnerId, objectId: found.objectId }
      : {}),
  };
}

/** Classes in which the object is played by this tenant's people, and the object's versions: what filters offer. */
export async function findFilterChoices(
  tx: Reader,
  tenantId: string,
  object: { readonly ownerId: string; readonly id: string } | undefined,
): Promise<{
  readonly classes: readonly { readonly ownerId: string; readonly id: string; readonly title: string }[];
  readonly versions: readonly number[];
}> {
  if (!object) return { classes: [], versions: [] };
  const classes = await tx.query<{ ownerId: string; id: string; title: string }>(
    `select k.tenant_id as "ownerId", k.class_id as id, k.course_title || ': ' || k.class_title as title from learning_catalogue_v_class k
     where k.learning_object_owner_id = $2 and k.learning_object_id = $3
       and exists (select 1 from learning_enrolment_v_enrolment e where e.tenant_id = $1 and e.class_owner_id = k.tenant_id and e.class_id = k.class_id)
     order by lower(k.course_title), lower(k.class_title) limit 200`,
    [tenantId, object.ownerId, object.id],
  );
  const versions = await tx.query<{ number: number }>(
    'select number from scorm_library_v_version where tenant_id = $1 and learning_object_id = $2 order by number desc limit 100',
    [object.ownerId, object.id],
  );
  return { classes, versions: versions.map((each) => each.number) };
}
