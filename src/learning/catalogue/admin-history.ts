/** "Who did what when" of anything in the catalogue, in sentences. */
import { nationalTenantId, type Tx } from '../../platform/db';
import { formatDate, formatPeriod, isIsoDate, type Period } from '../../platform/dates';
import { listEvents, type RecordedEvent } from '../../platform/events';
import type { Messages } from '../../platform/page';

export type HistoryLine = {
  readonly when: Date;
  readonly who: string;
  readonly what: string;
  readonly changes: readonly string[];
  readonly reason: string | null;
};

/** The latest hundred facts about objects of one owner. An employer sees none of the national body's. */
export async function loadHistory(
  tx: Pick<Tx, 'query'>,
  messages: Pick<Messages, 't' | 'has'>,
  wish: { readonly tenantId: string; readonly objectIds: readonly string[] },
): Promise<HistoryLine[]> {
  const events = await listEvents(tx, wish);
  if (events.length === 0) return [];
  const accounts = await tx.query<{ id: string; name: string }>(
    `select account_id as id, display_name as name from people_v_account where tenant_id = $1 and account_id = any($2::uuid[])`,
    [wish.tenantId, [...new Set(events.flatMap((event) => event.accountId ?? []))]],
  );
  const competences = await tx.query<{ id: string; title: string }>(
    `select competence_id as id, title from competence_v_definition where tenant_id in ($1, $2) and competence_id = any($3::uuid[])`,
    [wish.tenantId, nationalTenantId, events.flatMap((event) => event.subjects.competenceId ?? [])],
  );
  const nameOf = new Map(accounts.map((each) => [each.id, each.name]));
  const titleOf = new Map(competences.map((each) => [each.id, each.title]));
  return events.map((event) => ({
    when: event.occurredAt,
    who:
      event.accountId === null
        ? messages.t('manage.history.by-process')
        : (nameOf.get(event.accountId) ?? messages.t('manage.history.by-unknown')),
    what: sentence(messages, event, titleOf.get(event.subjects.competenceId ?? '')),
    changes: changeTexts(messages, event),
    reason: event.reason,
  }));
}

function sentence(messages: Pick<Messages, 't' | 'has'>, event: RecordedEvent, competence: string | undefined): string {
  const key = `manage.history.${event.type}`;
  const title = event.after?.title ?? event.after?.name;
  const values = { title: typeof title === 'string' ? title : '', competence: competence ?? '' };
  return messages.has(key)
    ? messages.t(key, values)
    : messages.t('manage.history.other', { type: event.type.replaceAll('-', ' ') });
}

/** Field by field, for facts that say what stood there before. */
function changeTexts(messages: Pick<Messages, 't' | 'has'>, { before, after }: RecordedEvent): string[] {
  if (before === null || after === null) return [];
  return Object.keys(after).map((field) =>
    messages.t('manage.history.field', {
      field: fieldLabel(messages, field),
      before: valueText(messages, before[field]),
      after: valueText(messages, after[field]),
    }),
  );
}

/** The words for a field of anything in the catalogue. */
export function fieldLabel(messages: Pick<Messages, 't' | 'has'>, field: string): string {
  const key = `manage.field.${field}`;
  return messages.has(key) ? messages.t(key) : field;
}

/** A saved value as people read it. */
export function valueText(messages: Pick<Messages, 't' | 'has'>, value: unknown): string {
  if (value === null || value === undefined || value === '') return messages.t('manage.value.nothing');
  if (typeof value === 'boolean') return messages.t(value ? 'manage.value.yes' : 'manage.value.no');
  if (isIsoDate(value)) return formatDate(value);
  if (Array.isArray(value))
    return value.length === 0
      ? messages.t('manage.value.nothing')
      : value.map((each) => valueText(messages, each)).join(', ');
  if (typeof value === 'object') return objectText(messages, value as Record<string, unknown>);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const key = `manage.value.${text}`;
  return /^[A-Z_a-z]+$/.test(text) && messages.has(key) ? messages.t(key) : text;
}

function objectText(messages: Pick<Messages, 't' | 'has'>, value: Record<string, unknown>): string {
  if (typeof value.n === 'number' && typeof value.unit === 'string') return formatPeriod(value as Period);
  const on = Object.entries(value)
    .filter(([, each]) => each === true)
    .map(([name]) => fieldLabel(messages, name));
  return on.length > 0
    ? on.join(', ')
    : Object.values(value)
        .map((each) => valueText(messages, each))
        .join(' ');
}
