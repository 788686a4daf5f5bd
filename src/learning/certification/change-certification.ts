import { areCompetences, attachCompetences, detachCompetence, findCourseTitles, listAttached } from '../catalogue';
import { settingsOf } from '../../people';
import { insertRows, newId, type Tx } from '../../platform/db';
import type { IsoDate } from '../../platform/dates';
import { newEvent, publish } from '../../platform/events';
import { changedFields } from '../../platform/forms';
import {
  checkDefinition,
  decideComponentChange,
  type AttachedCompetence,
  type DefinitionFinding,
} from './core/check-definition';
import { createCertifications, definitionOf, factOf, type NewCertification } from './create-certifications';
import { loadDefinitions } from './store';

export type Key = { readonly ownerId: string; readonly id: string };

/** A certification with the competencies it gives, as the editor saves it. */
export type CertificationDraft = NewCertification & { readonly competences: readonly Key[] };

export type DraftRefusal =
  | 'definition-refused'
  | 'course-not-found'
  | 'competence-not-found'
  | 'not-found'
  | 'stale'
  | 'make-a-new-certification-or-confirm';
export type DraftSaved =
  | { readonly ok: true; readonly id: string; readonly findings: readonly DefinitionFinding[] }
  | { readonly ok: false; readonly refusal: DraftRefusal; readonly findings: readonly DefinitionFinding[] };

/** CERT-1, 2, 3, 7 and ATT-3: what is wrong or unwise in a draft, attached competencies included. Changes nothing. */
export async function findingsOf(
  tx: Tx,
  draft: CertificationDraft,
  id?: string,
): Promise<readonly DefinitionFinding[]> {
  const amberWindow = (await settingsOf(tx, [draft.tenantId])).get(draft.tenantId)?.amberWindow ?? {
    n: 90,
    unit: 'day',
  };
  return checkDefinition(definitionOf(draft), amberWindow, await attachedOf(tx, draft, id));
}

async function attachedOf(tx: Tx, draft: CertificationDraft, id: string | undefined): Promise<AttachedCompetence[]> {
  const own = id === undefined ? [] : await listAttached(tx, draft.tenantId, [id]);
  const renewals = await tx.query<{ ownerId: string; id: string; n: number | null; unit: 'day' | null }>(
    `select tenant_id as "ownerId", competence_id as id, renewal_n as n, renewal_unit as unit from competence_v_definition
     where (tenant_id, competence_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [draft.competences.map((each) => each.ownerId), draft.competences.map((each) => each.id)],
  );
  return renewals.map((row) => ({
    competenceId: row.id,
    validity: own.find((each) => each.id === row.id)?.validity ?? undefined,
    renewalPeriod: row.n === null || row.unit === null ? undefined : { n: row.n, unit: row.unit },
  }));
}

/** Makes a certification and attaches what it gives. Components and competencies must be there for this tenant to use. */
export async function saveNewCertification(tx: Tx, draft: CertificationDraft): Promise<DraftSaved> {
  const missing = await missingIn(tx, draft);
  if (missing) return missing;
  const [made] = await createCertifications(tx, [draft]);
  if (!made?.ok) return { ok: false, refusal: 'definition-refused', findings: made?.findings ?? [] };
  await attachCompetences(
    tx,
    draft.competences.map((competence) => ({
      tenantId: draft.tenantId,
      objectType: 'certification',
      objectId: made.id,
      competence,
    })),
  );
  return { ok: true, id: made.id, findings: made.findings };
}

export type CertificationChange = CertificationDraft & {
  readonly id: string;
  readonly version: number;
  /** CERT-16: whether anybody, of any employer, is subscribed, and whether the change of components was confirmed. */
  readonly hasSubscribers: boolean;
  readonly confirmed: boolean;
};

/**
 * Two times: a change of the definition closes the current fact and records a new one; periods under way keep the components
 * they opened with (CERT-16). AUD-3: refused when stale.
 */
export async function changeCertification(tx: Tx, change: CertificationChange): Promise<DraftSaved> {
  const { tenantId, id } = change;
  const refuse = (refusal: DraftRefusal, findings: readonly DefinitionFinding[] = []): DraftSaved => ({
    ok: false,
    refusal,
    findings,
  });
  const [row] = await tx.query<{
    version: number;
    title: string;
    description: string;
    activeFrom: IsoDate;
    activeTo: IsoDate | null;
  }>(
    `select version, title, description, active_from as "activeFrom", active_to as "activeTo" from certification where tenant_id = $1 and id = $2 for update`,
    [tenantId, id],
  );
  const before = (await loadDefinitions(tx, [{ ownerId: tenantId, id }])).get(id);
  if (!row || !before) return refuse('not-found');
  if (row.version !== change.version) return refuse('stale');
  const missing = await missingIn(tx, change);
  if (missing) return missing;
  const findings = await findingsOf(tx, change, id);
  if (findings.some((finding) => finding.severity === 'error')) return refuse('definition-refused', findings);
  const after = definitionOf(change);
  const allowed = decideComponentChange(
    before.definition.components,
    after.components,
    change.hasSubscribers,
    change.confirmed,
  );
  if (!allowed.ok) return refuse(allowed.refusal, findings);

  const attached = await listAttached(tx, tenantId, [id]);
  const texts = {
    title: change.title,
    description: change.description ?? '',
    activeFrom: change.activeFrom,
    activeTo: change.activeTo ?? null,
  };
  const changes = changedFields(
    {
      ...row,
      ...definitionFields(before.definition),
      level: before.competencyUpdateLevel,
      components: await titlesOf(
        tx,
        before.definition.components.map((courseId) => ({
          ownerId: before.courseOwners.get(courseId) ?? '',
          id: courseId,
        })),
      ),
    },
    {
      ...texts,
      ...definitionFields(after),
      level: change.competencyUpdateLevel ?? 'certification',
      components: await titlesOf(
        tx,
        change.components.map((each) => ({ ownerId: each.ownerId, id: each.courseId })),
      ),
    },
  );
  const event = newEvent(tx, {
    type: 'certification-changed',
    tenantId,
    subjects: { objectId: id },
    before: Object.fromEntries(changes.map((each) => [each.field, each.before])),
    after: Object.fromEntries(changes.map((each) => [each.field, each.after])),
  });
  await tx.execute(
    `update certification set title = $3, description = $4, active_from = $5, active_to = $6, version = version + 1 where tenant_id = $1 and id = $2`,
    [tenantId, id, texts.title, texts.description, texts.activeFrom, texts.activeTo],
  );
  if (changes.some((each) => !(each.field in texts) && each.field !== 'components'))
    await replaceFact(tx, change, event.id);
  await replaceComponents(tx, change, before);
  if (changes.length > 0) await publish(tx, [event]);
  for (const each of attached)
    if (!change.competences.some((kept) => kept.id === each.id && kept.ownerId === each.ownerId))
      await detachCompetence(tx, { tenantId, attachmentId: each.attachmentId });
  const added = change.competences.filter(
    (each) => !attached.some((old) => old.id === each.id && old.ownerId === each.ownerId),
  );
  await attachCompetences(
    tx,
    added.map((competence) => ({ tenantId, objectType: 'certification', objectId: id, competence })),
  );
  return { ok: true, id, findings };
}

async function replaceFact(tx: Tx, change: CertificationChange, eventId: string): Promise<void> {
  const [approval] = await tx.query<{ needed: boolean }>(
    `update certification_fact set superseded_at = $3, superseded_by = $4 where tenant_id = $1 and certification_id = $2 and superseded_at is null
     returning approval_needed as needed`,
    [change.tenantId, change.id, tx.now, eventId],
  );
  await insertRows(tx, 'certification_fact', [
    {
      ...factOf(change),
      approval_needed: approval?.needed ?? false,
      tenant_id: change.tenantId,
      id: newId(),
      certification_id: change.id,
      recorded_at: tx.now,
      recorded_by: eventId,
    },
  ]);
}

/** Only components that came, went or moved are closed and recorded anew. */
async function replaceComponents(
  tx: Tx,
  change: CertificationChange,
  before: { readonly definition: { readonly components: readonly string[] } },
): Promise<void> {
  const kept = (courseId: string, position: number): boolean => before.definition.components[position] === courseId;
  await tx.execute(
    `update certification_component set superseded_at = $3 where tenant_id = $1 and certification_id = $2 and superseded_at is null
       and not (course_id = any($4::uuid[]))`,
    [
      change.tenantId,
      change.id,
      tx.now,
      change.components.filter((each, position) => kept(each.courseId, position)).map((each) => each.courseId),
    ],
  );
  await insertRows(
    tx,
    'certification_component',
    change.components.flatMap((each, position) =>
      kept(each.courseId, position)
        ? []
        : [
            {
              tenant_id: change.tenantId,
              id: newId(),
              certification_id: change.id,
              position,
              course_owner_id: each.ownerId,
              course_id: each.courseId,
              recorded_at: tx.now,
            },
          ],
    ),
  );
}

function definitionFields(definition: ReturnType<typeof definitionOf>): Record<string, unknown> {
  const {
    initialCompletion,
    renewable,
    validity,
    validityStart,
    renewalOpens,
    renewalDuration,
    notifyDaysBeforeExpire,
  } = definition;
  return {
    initialCompletion: 'byDate' in initialCompletion ? initialCompletion.byDate : initialCompletion,
    renewable,
    validity: validity ?? null,
    validityStart,
    renewalOpens: renewalOpens?.kind === 'BEFORE_EXPIRY' ? renewalOpens.days : (renewalOpens?.kind ?? null),
    renewalDuration: renewalDuration ?? null,
    notifyDays: notifyDaysBeforeExpire ?? null,
  };
}

async function titlesOf(tx: Tx, keys: readonly Key[]): Promise<string[]> {
  return (await findCourseTitles(tx, keys)).map((each) => each.title);
}

/** The database's own keys do not ask whose a course or competence is: we do. */
async function missingIn(tx: Tx, draft: CertificationDraft): Promise<DraftSaved | undefined> {
  const courses = await findCourseTitles(
    tx,
    draft.components.map((each) => ({ ownerId: each.ownerId, id: each.courseId })),
  );
  if (courses.length < draft.components.length) return { ok: false, refusal: 'course-not-found', findings: [] };
  return (await areCompetences(tx, draft.competences))
    ? undefined
    : { ok: false, refusal: 'competence-not-found', findings: [] };
}
