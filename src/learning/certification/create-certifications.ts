import type { IsoDate, Period } from '../../platform/dates';
import { insertRows, newId, type Tx } from '../../platform/db';
import { newEvent, publish } from '../../platform/events';
import { settingsOf } from '../../people';
import { checkDefinition } from './core/check-definition';
import type { CertificationDefinition, InitialCompletion, RenewalOpens } from './core/types';

export type NewCertification = {
  readonly tenantId: string;
  readonly title: string;
  readonly description?: string;
  readonly initialCompletion: InitialCompletion;
  readonly renewable: boolean;
  readonly validity?: Period;
  readonly validityStart?: CertificationDefinition['validityStart'];
  readonly renewalOpens?: RenewalOpens;
  readonly renewalDuration?: Period;
  readonly notifyDaysBeforeExpire?: number;
  /** ATT-5. */
  readonly competencyUpdateLevel?: 'certification' | 'course';
  readonly components: readonly { readonly ownerId: string; readonly courseId: string }[];
  readonly activeFrom: IsoDate;
  readonly activeTo?: IsoDate;
};

type Findings = ReturnType<typeof checkDefinition>;
export type CertificationMade =
  | { readonly ok: true; readonly id: string; readonly findings: Findings }
  | { readonly ok: false; readonly refusal: 'definition-refused'; readonly findings: Findings };

/** Makes certifications (CERT-1 to 3, 7): a definition with errors is refused whole; warnings come back with the id. */
export async function createCertifications(
  tx: Tx,
  commands: readonly NewCertification[],
): Promise<CertificationMade[]> {
  const settings = await settingsOf(
    tx,
    commands.map((each) => each.tenantId),
  );
  const results = commands.map((each): CertificationMade => {
    const findings = checkDefinition(
      definitionOf(each),
      settings.get(each.tenantId)?.amberWindow ?? { n: 90, unit: 'day' },
    );
    return findings.some((finding) => finding.severity === 'error')
      ? { ok: false, refusal: 'definition-refused', findings }
      : { ok: true, id: newId(), findings };
  });
  const made = commands.flatMap((command, index) => {
    const result = results[index];
    return result?.ok ? [{ command, id: result.id }] : [];
  });
  await insertRows(
    tx,
    'certification',
    made.map(({ command: each, id }) => ({
      tenant_id: each.tenantId,
      id,
      title: each.title,
      description: each.description ?? '',
      restricted: false,
      active_from: each.activeFrom,
      active_to: each.activeTo ?? null,
      created_at: tx.now,
      version: 1,
    })),
  );
  const events = made.map(({ command, id }) =>
    newEvent(tx, {
      type: 'certification-created',
      tenantId: command.tenantId,
      subjects: { objectId: id },
      after: { title: command.title },
    }),
  );
  await insertRows(
    tx,
    'certification_fact',
    made.map(({ command, id }, index) => ({
      ...factOf(command),
      tenant_id: command.tenantId,
      id: newId(),
      certification_id: id,
      recorded_at: tx.now,
      recorded_by: events[index]?.id,
    })),
  );
  await insertRows(
    tx,
    'certification_component',
    made.flatMap(({ command, id }) =>
      command.components.map((component, position) => ({
        tenant_id: command.tenantId,
        id: newId(),
        certification_id: id,
        position,
        course_owner_id: component.ownerId,
        course_id: component.courseId,
        recorded_at: tx.now,
      })),
    ),
  );
  await publish(tx, events);
  return results;
}

/** The definition that rules look at, with its defaults. */
export function definitionOf(command: NewCertification): CertificationDefinition {
  return {
    activeFrom: command.activeFrom,
    activeTo: command.activeTo,
    initialCompletion: command.initialCompletion,
    renewable: command.renewable,
    validity: command.validity,
    validityStart: command.validityStart ?? 'ACTUAL_COMPLETION',
    renewalOpens: command.renewable ? (command.renewalOpens ?? { kind: 'BEFORE_EXPIRY', days: 90 }) : undefined,
    renewalDuration: command.renewalDuration,
    notifyDaysBeforeExpire: command.notifyDaysBeforeExpire,
    components: command.components.map((each) => each.courseId),
  };
}

/** The same as columns of `certification_fact`. */
export function factOf(command: NewCertification): Record<string, unknown> {
  const definition = definitionOf(command);
  const initial = definition.initialCompletion;
  return {
    initial_by_date: 'byDate' in initial ? initial.byDate : null,
    initial_n: 'byDate' in initial ? null : initial.n,
    initial_unit: 'byDate' in initial ? null : initial.unit,
    renewable: definition.renewable,
    validity_n: definition.validity?.n ?? null,
    validity_unit: definition.validity?.unit ?? null,
    validity_start: definition.validityStart,
    renewal_opens_days: definition.renewalOpens?.kind === 'BEFORE_EXPIRY' ? definition.renewalOpens.days : null,
    renewal_n: definition.renewalDuration?.n ?? null,
    renewal_unit: definition.renewalDuration?.unit ?? null,
    notify_days: definition.notifyDaysBeforeExpire ?? null,
    competency_update_level: command.competencyUpdateLevel ?? 'certification',
    approval_needed: false,
  };
}
