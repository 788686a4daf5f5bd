/** The certification editor: what was typed, what a button does to it, a check before saving. */
import { findCompetences, listCompetences } from '../../competence';
import { findCourseTitles, listCourses } from '../catalogue';
import { type Reply, type Request } from '../../platform/http';
import {
  many,
  one,
  orRefusal,
  readNumber,
  readReferences,
  referenceOf,
  RollBack,
  type Typed,
} from '../../platform/forms';
import { applyButton, readDraft } from './admin-form';
import { hasSubscribers, type CertificationRecord } from './admin-queries';
import { changeCertification, findingsOf, saveNewCertification, type CertificationDraft } from './change-certification';
import { decideComponentChange, type DefinitionFinding } from './core/check-definition';
import { type ExampleDates } from './core/example-dates';
import { definitionOf } from './create-certifications';
import { certificationPath, datesOf, definitionWords, type CertificationAdminDeps } from './admin-words';

const home = '/manage/certifications';
const views = 'learning/certification/views';

/** The editor with what was typed. */
export async function editorPage(
  request: Request,
  typed: Typed,
  record: CertificationRecord | undefined,
  more: { readonly faults?: Readonly<Record<string, string>>; readonly status?: number; readonly model?: object } = {},
): Promise<Reply> {
  const { tenantId } = request.who();
  const [q, cq] = [one(typed, 'q', 200), one(typed, 'cq', 200)];
  const components = readReferences(many(typed, 'component'));
  const competences = readReferences(many(typed, 'competence'));
  const loaded = await request.inTransaction(async (tx) => ({
    components: await findCourseTitles(tx, components),
    competences: await findCompetences(tx, competences),
    courses:
      q === ''
        ? []
        : (await listCourses(tx, { tenantId, q, sort: 'title', direction: 'asc', page: 1, perPage: 10 })).rows,
    choices: cq === '' ? [] : (await listCompetences(tx, { tenantId, search: cq, pageSize: 10, current: true })).rows,
  }));
  const faults = more.faults ?? {};
  return {
    kind: 'page',
    view: `${views}/admin-edit.njk`,
    status: more.status ?? (Object.keys(faults).length > 0 ? 422 : 200),
    model: {
      action: record ? `${certificationPath(record)}/edit` : `${home}/new`,
      record,
      cancelHref: record ? certificationPath(record) : home,
      q,
      cq,
      components: loaded.components.map((each) => ({
        ...each,
        reference: referenceOf(each),
        national: each.ownerId !== tenantId,
      })),
      chosen: loaded.competences.map((each) => ({ ...each, reference: referenceOf(each) })),
      courses: loaded.courses
        .filter((each) => !components.some((one) => one.id === each.id))
        .map((each) => ({ ...each, reference: referenceOf(each), national: each.ownerId !== tenantId })),
      choices: loaded.choices
        .filter((each) => !competences.some((one) => one.id === each.id))
        .map((each) => ({ ...each, reference: referenceOf(each), national: each.ownerId !== tenantId })),
      ...more.model,
      form: {
        values: { ...typed, q, cq },
        errors: Object.entries(faults).map(([field, message]) => ({ field, message })),
      },
    },
  };
}

/** One press of a button in the editor: a list changes, the draft is checked, or it is saved. */
export async function work(
  request: Request<unknown, unknown, Typed>,
  record: CertificationRecord | undefined,
  messages: CertificationAdminDeps['messages'],
): Promise<Reply> {
  const { tenantId } = request.who();
  const button = one(request.body, 'do');
  const typed = applyButton(request.body, button);
  if (button !== 'check' && button !== 'save') return editorPage(request, typed, record);
  const { draft, faults } = readDraft(typed, tenantId);
  if (Object.keys(faults).length > 0) return editorPage(request, typed, record, { faults });
  // Subscribers of a national certification are people of every employer.
  const subscribed =
    record !== undefined && (await request.inTransaction((tx) => hasSubscribers(tx, record), { tenant: 'all' }));
  const { findings, dates } = await request.inTransaction(async (tx) => ({
    findings: await findingsOf(tx, draft, record?.id),
    dates: await datesOf(tx, tenantId, definitionOf(draft)),
  }));
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0)
    return editorPage(request, typed, record, {
      faults: Object.fromEntries(
        errors.map((each) => [fieldOf[each.code] ?? '', `certification.finding.${each.code}`]),
      ),
    });
  const needsConfirming =
    record !== undefined &&
    !decideComponentChange(
      record.definition.components,
      draft.components.map((each) => each.courseId),
      subscribed,
      false,
    ).ok;
  const confirmed = one(typed, 'confirmed') === 'yes';
  const check = (unconfirmed: boolean): Promise<Reply> =>
    checkPage(request, typed, record, { draft, findings, dates, needsConfirming, unconfirmed }, messages);
  if (button === 'check') return check(false);
  if (needsConfirming && !confirmed) return check(true);

  const saved = await orRefusal(
    request.inTransaction(
      async (tx) => {
        const result = record
          ? await changeCertification(tx, {
              ...draft,
              id: record.id,
              version: readNumber(typed, 'version', { most: 2_000_000_000 }) ?? 0,
              hasSubscribers: subscribed,
              confirmed,
            })
          : await saveNewCertification(tx, draft);
        if (!result.ok) throw new RollBack(result.refusal);
        return result.id;
      },
      { as: 'admin' },
    ),
  );
  if (saved.ok)
    return {
      kind: 'redirect',
      to: certificationPath({ ownerId: tenantId, id: saved.value }),
      flash: { tone: 'success', message: record ? 'certification.saved' : 'certification.made' },
    };
  if (saved.refusal === 'stale' && record)
    return editorPage(request, { ...typed, version: String(record.version) }, record, {
      status: 409,
      faults: { '': 'certification.stale' },
      model: { stale: true, theirs: theirLines(record, draft, messages) },
    });
  return editorPage(request, typed, record, { status: 409, faults: { '': `certification.refusal.${saved.refusal}` } });
}

/** AUD-3: how what stands there now differs from what was typed. */
function theirLines(
  record: CertificationRecord,
  draft: CertificationDraft,
  messages: CertificationAdminDeps['messages'],
): string[] {
  const mine = definitionWords(definitionOf(draft), messages);
  const theirs = definitionWords(record.definition, messages);
  const pairs = [
    { key: messages.t('certification.field.title'), value: record.title, yours: draft.title },
    ...theirs.map((line) => ({ ...line, yours: mine.find((each) => each.key === line.key)?.value ?? '–' })),
  ];
  return pairs
    .filter((each) => each.value !== each.yours)
    .map((each) => messages.t('certification.stale.field', { field: each.key, theirs: each.value, yours: each.yours }));
}

type Checked = {
  readonly draft: CertificationDraft;
  readonly findings: readonly DefinitionFinding[];
  readonly dates: ExampleDates | undefined;
  readonly needsConfirming: boolean;
  readonly unconfirmed: boolean;
};

async function checkPage(
  request: Request,
  typed: Typed,
  record: CertificationRecord | undefined,
  checked: Checked,
  messages: CertificationAdminDeps['messages'],
): Promise<Reply> {
  const { draft, findings, dates, needsConfirming, unconfirmed } = checked;
  const { courses, competences } = await request.inTransaction(async (tx) => ({
    courses: await findCourseTitles(
      tx,
      draft.components.map((each) => ({ ownerId: each.ownerId, id: each.courseId })),
    ),
    competences: await findCompetences(tx, draft.competences),
  }));
  const titleOf = (finding: DefinitionFinding): string =>
    competences.find((each) => each.id === finding.competenceId)?.title ?? '';
  return {
    kind: 'page',
    view: `${views}/admin-check.njk`,
    status: unconfirmed ? 422 : 200,
    model: {
      action: record ? `${certificationPath(record)}/edit` : `${home}/new`,
      record,
      draft,
      dates,
      courses,
      competences,
      words: definitionWords(definitionOf(draft), messages),
      needsConfirming,
      warnings: findings.map((finding) =>
        messages.t(`certification.finding.${finding.code}`, { competence: titleOf(finding) }),
      ),
      hidden: Object.entries(typed)
        .filter(([name]) => !['do', '_csrf', 'confirmed', 'q', 'cq'].includes(name))
        .flatMap(([name]) => many(typed, name).map((value) => ({ name, value }))),
      form: {
        values: {},
        errors: unconfirmed ? [{ field: 'confirmed', message: 'certification.confirm.missing' }] : [],
      },
    },
  };
}

/** Where the editor shows an error of the definition. */
const fieldOf: Partial<Record<DefinitionFinding['code'], string>> = {
  'no-components': 'q',
  'component-repeated': 'q',
  'ends-before-it-starts': 'activeTo',
  'length-not-positive': 'validity-n',
  'validity-missing': 'validity-n',
  'renewal-opening-missing': 'opensDays',
  'completion-not-shorter-than-validity': 'initial-n',
  'renewal-opens-before-validity': 'opensDays',
};
