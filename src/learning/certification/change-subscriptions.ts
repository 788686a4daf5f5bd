import { lockPersons, settingsOf } from '../../people';
import { alongside, newId, type Tx } from '../../platform/db';
import { newEvent, publish, type Event } from '../../platform/events';
import { decideCertification } from './core/decide-certification';
import type { CertificationCommand, CertificationEvent, CertificationRefusal, Subscription } from './core/types';
import type { IsoDate } from '../../platform/dates';
import {
  identifyPeriods,
  loadDefinitions,
  loadSubscriptionsOfPersons,
  saveSubscriptions,
  type DefinitionRow,
  type SubscriptionChange,
  type SubscriptionRow,
} from './store';

/** A command for one person's subscription to one certification. */
export type SubscriptionCommand = {
  readonly tenantId: string;
  readonly personId: string;
  readonly certification: { readonly ownerId: string; readonly id: string };
  readonly command: CertificationCommand;
  readonly causedBy?: Event;
  readonly reason?: string;
};

export type SubscriptionResult =
  | { readonly ok: true; readonly subscriptionId: string; readonly status: string }
  | {
      readonly ok: false;
      readonly refusal: CertificationRefusal | 'certification-not-found';
      readonly opensOn?: IsoDate | undefined;
    };

/**
 * CERT-T1 to T13: what commands do to subscriptions, any number in a few statements. Several commands for one
 * subscription apply in order. One refusal does not stop the others. `known` are all subscriptions the commands are for,
 * where the caller has locked their persons and loaded them since.
 */
export async function changeSubscriptions(
  tx: Tx,
  commands: readonly SubscriptionCommand[],
  known?: readonly SubscriptionRow[],
): Promise<SubscriptionResult[]> {
  if (commands.length === 0) return [];
  await lockPersons(tx, commands);
  const [definitions, rows, settings] = await Promise.all([
    loadDefinitions(
      tx,
      commands.map((each) => each.certification),
    ),
    known ??
      loadSubscriptionsOfPersons(
        tx,
        commands.map((each) => ({ ...each, certificationId: each.certification.id })),
      ),
    settingsOf(
      tx,
      commands.map((each) => each.tenantId),
    ),
  ]);
  const working = new Map<string, Working>(
    rows.map((row) => [keyOf(row.personId, row.certificationId), { row, state: row.state, isNew: false, events: [] }]),
  );
  const results = commands.map((each): SubscriptionResult => {
    const definition = definitions.get(each.certification.id);
    const chosen = settings.get(each.tenantId);
    if (!definition || !chosen) return { ok: false, refusal: 'certification-not-found' };
    const key = keyOf(each.personId, each.certification.id);
    const known = working.get(key);
    const decision = decideCertification(known?.state, each.command, definition.definition, chosen, tx.today);
    if (!decision.ok) return decision;
    const work = known ?? {
      row: blankRow(each, decision.subscription),
      state: decision.subscription,
      isNew: true,
      events: [],
    };
    working.set(key, {
      ...work,
      state: decision.subscription,
      events: [...work.events, ...decision.events.map((event) => ({ event, by: each }))],
    });
    return { ok: true, subscriptionId: work.row.id, status: decision.subscription.status };
  });
  const changed = [...working.values()]
    .filter((work) => work.isNew || work.state !== work.row.state)
    .map((work): Changed => ({ ...work, periodIds: identifyPeriods(work.row, work.state) }));
  const saved = saveSubscriptions(
    tx,
    changed.map((work) => changeOf(work, definitions, tx)),
  );
  await alongside([saved], () =>
    publish(
      tx,
      changed.flatMap((work) => recorded(tx, work, definitions.get(work.row.certificationId))),
    ),
  );
  return results;
}

type Working = {
  readonly row: SubscriptionRow;
  readonly state: Subscription;
  readonly isNew: boolean;
  readonly events: readonly { readonly event: CertificationEvent; readonly by: SubscriptionCommand }[];
};
type Changed = Working & { readonly periodIds: ReadonlyMap<number, string> };

const keyOf = (personId: string, certificationId: string): string => `${personId} ${certificationId}`;

function blankRow(command: SubscriptionCommand, state: Subscription): SubscriptionRow {
  return {
    tenantId: command.tenantId,
    id: newId(),
    personId: command.personId,
    certificationOwnerId: command.certification.ownerId,
    certificationId: command.certification.id,
    periodIds: new Map(),
    state,
  };
}

function changeOf(work: Changed, definitions: ReadonlyMap<string, DefinitionRow>, tx: Tx): SubscriptionChange {
  return {
    before: work.row,
    after: work.state,
    isNew: work.isNew,
    periodIds: work.periodIds,
    courseOwners: definitions.get(work.row.certificationId)?.courseOwners ?? new Map(),
    source: tx.actor.source,
  };
}

function recorded(tx: Tx, { row, events, periodIds }: Changed, definition: DefinitionRow | undefined): Event[] {
  return events.map(({ event, by }) => {
    const { type, ...after } = event;
    const periodId = 'sequence' in event ? periodIds.get(event.sequence) : undefined;
    return newEvent(tx, {
      type: eventTypes[type],
      tenantId: row.tenantId,
      ...('completedOn' in event ? { businessDate: event.completedOn } : {}),
      subjects: {
        personId: row.personId,
        objectId: row.id,
        certificationOwnerId: row.certificationOwnerId,
        certificationId: row.certificationId,
        ...(periodId === undefined ? {} : { certPeriodId: periodId }),
      },
      after: { ...after, ...(type === 'certified' ? { updateRule: definition?.updateRule ?? null } : {}) },
      ...(by.causedBy ? { causedBy: by.causedBy } : {}),
      ...(by.reason === undefined ? {} : { reason: by.reason }),
    });
  });
}

/** Names in the audit trail and in the table of policies. */
const eventTypes: Readonly<Record<CertificationEvent['type'], string>> = {
  'subscription-status-changed': 'subscription-status-changed',
  'period-opened': 'cert-period-opened',
  'period-started': 'cert-period-started',
  'component-completed': 'cert-component-completed',
  'component-reversed': 'cert-component-reversed',
  certified: 'certified',
  'certificate-reversed': 'certificate-reversed',
  'period-expired': 'cert-period-expired',
  'period-cancelled': 'cert-period-cancelled',
};
