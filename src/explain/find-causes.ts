import { findCausesOf, listCausedEvents, type CausedEvent } from '../platform/events';
import type { IsoDate } from '../platform/dates';
import type { Tx } from '../platform/db';
import { findAttempt, type AttemptView } from '../scorm/runtime';
import { titlesOf } from './titles';

/** A status that somebody asks "why?" of. Ids are those of the person's own rows. */
export type Question = {
  readonly tenantId: string;
  /** Only what was recorded before this instant. */ readonly knownBefore?: Date;
} & (
  | {
      readonly of: 'competence';
      readonly personId: string;
      readonly competenceId: string;
      /** The award that counts on this day. */ readonly on?: IsoDate;
    }
  | { readonly of: 'certification'; readonly subscriptionId: string }
  | { readonly of: 'path'; readonly pathEnrolmentId: string }
  | { readonly of: 'enrolment'; readonly enrolmentId: string }
);

/** One step of the chain, the result first, what the content said last. */
export type Cause = {
  readonly at: Date;
  readonly businessDate: IsoDate;
  /** Event type, or `commit`. */
  readonly type: string;
  /** Message key and values of its sentence; see `sentenceOf`. */
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** Name of the account that did it; otherwise what did it: content, process:P4, import. */
  readonly actor: string;
};

/** ARCHITECTURE 4, "why": follows the recorded causes of a status back to the outcome and the commit. Empty when there are none. */
export async function findCauses(tx: Tx, question: Question): Promise<Cause[]> {
  const seeds = await seedsOf(tx, question);
  if (seeds.length === 0) return [];
  const events = await findCausesOf(tx, { tenantId: question.tenantId, eventIds: seeds.map((event) => event.id) });
  const titles = await titlesOf(tx, question.tenantId, events);
  const names = await namesOf(tx, question.tenantId, events);
  const steps: Cause[] = [];
  for (const event of events) {
    steps.push({
      at: event.occurredAt,
      businessDate: event.businessDate,
      type: event.type,
      key: keys.has(event.type) ? `explain.why.${event.type}` : 'explain.why.other',
      values: { ...valuesOf(event), title: titles(event) },
      actor: names.get(event.accountId ?? '') ?? event.source,
    });
    if (event.type === 'outcome-taken')
      steps.push(...commitBehind(await findAttempt(tx, event.subjects.attemptId ?? ''), event));
  }
  return steps;
}

const keys = new Set([
  'competence-awarded',
  'enrolment-created',
  'enrolment-status-changed',
  'enrolment-completed',
  'enrolment-completion-reversed',
  'outcome-taken',
  'subscription-status-changed',
  'cert-period-opened',
  'cert-period-started',
  'cert-component-completed',
  'certified',
  'cert-period-expired',
  'cert-period-cancelled',
  'path-status-changed',
  'path-course-completed',
  'path-completed',
]);

async function seedsOf(tx: Tx, question: Question): Promise<CausedEvent[]> {
  const about = (
    objectId: string,
    more: { personId?: string; types?: readonly string[] } = {},
  ): Promise<CausedEvent[]> =>
    listCausedEvents(tx, {
      tenantId: question.tenantId,
      objectIds: [objectId],
      ...more,
      ...(question.knownBefore ? { before: question.knownBefore } : {}),
    });
  switch (question.of) {
    case 'competence': {
      const awards = await about(question.competenceId, { personId: question.personId, types: ['competence-awarded'] });
      const { on } = question;
      return awards.filter((event) => on === undefined || event.businessDate <= on).slice(0, 1);
    }
    case 'enrolment':
      return reasonsOf(await about(question.enrolmentId));
    case 'path':
      return about(question.pathEnrolmentId);
    case 'certification': {
      // The period that counts, and the change that gave the subscription its status.
      const events = await about(question.subscriptionId);
      const period = events.find((event) => event.subjects.certPeriodId !== undefined)?.subjects.certPeriodId;
      const status = events.find((event) => event.type === 'subscription-status-changed');
      return events.filter((event) => event === status || event.subjects.certPeriodId === period);
    }
  }
}

/**
 * What the enrolment's status rests on, the latest first. Of the results that changed nothing only the last one counts, and
 * only while the enrolment is not completed: it says how far the learner is, or that they have not passed.
 */
function reasonsOf(events: readonly CausedEvent[]): CausedEvent[] {
  const completed = events.some(({ type }) => type === 'enrolment-completed');
  const last = completed ? undefined : events.find(({ type }) => type === 'outcome-taken');
  return events.filter((event) => event === last || event.type.startsWith('enrolment-'));
}

/** The commit that the outcome was judged from: the last one that had arrived then and said something of it, else the last. */
function commitBehind(attempt: AttemptView | undefined, outcome: CausedEvent): Cause[] {
  const commits = (attempt?.sessions ?? []).flatMap(({ generation, commits: all }) =>
    all.map((commit) => ({ generation, commit, at: new Date(commit.receivedAt) })),
  );
  const arrived = commits
    .filter(({ at }) => at <= outcome.occurredAt)
    .sort((a, b) => b.at.getTime() - a.at.getTime() || b.commit.sequence - a.commit.sequence);
  const last = arrived.find(({ commit }) => whatMatters(commit.elements) !== '') ?? arrived[0];
  if (!attempt || !last) return [];
  const { generation, commit, at } = last;
  const values = {
    attempt: attempt.number,
    session: generation,
    sequence: commit.sequence,
    title: attempt.objectTitle,
    said: whatMatters(commit.elements),
  };
  return [
    { at, businessDate: outcome.businessDate, type: 'commit', key: 'explain.why.commit', values, actor: 'content' },
  ];
}

const telling = /(lesson_status|completion_status|success_status|score\.(raw|scaled)|progress_measure)$/;

function whatMatters(elements: Readonly<Record<string, string>>): string {
  return Object.entries(elements)
    .filter(([name]) => telling.test(name))
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}

/** What the sentences may say of an event: everything flat in `after`, with empty text for what is not there. */
function valuesOf(event: CausedEvent): Record<string, string | number> {
  const after = event.after ?? {};
  const text = (name: string): string => {
    const value = after[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return {
    type: event.type,
    date: event.businessDate,
    // Completed is no answer to somebody who asks why they have not passed.
    status: text('to') || (text('success') === 'failed' ? 'failed' : text('status')),
    reason: event.reason ?? text('reason'),
    percent: text('percent'),
    from: text('dateFrom') || text('startDate'),
    until: text('dateTo') || text('endDate') || text('expirationDate'),
    completedOn: text('completedOn') || event.businessDate,
  };
}

async function namesOf(tx: Tx, tenantId: string, events: readonly CausedEvent[]): Promise<Map<string, string>> {
  const ids = [...new Set(events.flatMap((event) => event.accountId ?? []))];
  const rows = await tx.query<{ id: string; name: string }>(
    'select account_id as id, display_name as name from people_v_account where tenant_id = $1 and account_id = any($2::uuid[])',
    [tenantId, ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The sentence of a step. */
export function sentenceOf(
  messages: { readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string },
  cause: Cause,
): string {
  return messages.t(cause.key, {
    ...cause.values,
    ...Object.fromEntries(dates.map((name) => [`has_${name}`, cause.values[name] ? 'yes' : 'no'])),
  });
}

const dates = ['until', 'percent', 'said', 'reason'] as const;
