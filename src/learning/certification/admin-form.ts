/** The certification editor's form: from what was typed to a draft, and back. Faults are input names and message keys. */
import type { IsoDate } from '../../platform/dates';
import {
  datePartsOf,
  many,
  one,
  readDate,
  readNumber,
  readPeriod,
  readReferences,
  referenceOf,
  type ObjectKey,
  type Typed,
} from '../../platform/forms';
import type { CertificationRecord } from './admin-queries';
import type { CertificationDraft } from './change-certification';

export type ReadDraft = { readonly draft: CertificationDraft; readonly faults: Readonly<Record<string, string>> };

/** A draft even when there are faults, so that dates and findings can be shown while somebody still types. */
export function readDraft(typed: Typed, tenantId: string): ReadDraft {
  const faults: Record<string, string> = {};
  const title = one(typed, 'title');
  if (title === '') faults.title = 'certification.fault.title';
  else if (title.length > 200) faults.title = 'certification.fault.title-long';
  const description = one(typed, 'description');
  if (description.length > 1500) faults.description = 'certification.fault.description';
  const initial = initialOf(typed, faults);
  const renewable = one(typed, 'renewable') !== 'no';
  const validity = periodOf(typed, 'validity', faults);
  const renewalDuration = periodOf(typed, 'renewal', faults);
  const opensDays = readNumber(typed, 'opensDays', { most: 3650 });
  const immediately = one(typed, 'opens') === 'immediately';
  if (renewable && !immediately && (opensDays === undefined || Number.isNaN(opensDays)))
    faults.opensDays = 'certification.fault.opens-days';
  const notify = readNumber(typed, 'notify', { most: 365 });
  if (Number.isNaN(notify)) faults.notify = 'certification.fault.days';
  const [from, to] = [readDate(typed, 'activeFrom'), readDate(typed, 'activeTo')];
  if (!from.ok || from.date === undefined) faults.activeFrom = 'certification.fault.date';
  if (!to.ok) faults.activeTo = 'certification.fault.date';
  return {
    faults,
    draft: {
      tenantId,
      title,
      description,
      initialCompletion: initial,
      renewable,
      ...(validity === undefined ? {} : { validity }),
      validityStart: one(typed, 'validityStart') === 'DUE_DATE' ? 'DUE_DATE' : 'ACTUAL_COMPLETION',
      ...(renewable
        ? {
            renewalOpens: immediately
              ? { kind: 'IMMEDIATELY_AFTER_COMPLETION' }
              : { kind: 'BEFORE_EXPIRY', days: opensDays === undefined || Number.isNaN(opensDays) ? 90 : opensDays },
          }
        : {}),
      ...(renewalDuration === undefined ? {} : { renewalDuration }),
      ...(notify === undefined || Number.isNaN(notify) ? {} : { notifyDaysBeforeExpire: notify }),
      competencyUpdateLevel: one(typed, 'level') === 'course' ? 'course' : 'certification',
      components: readReferences(many(typed, 'component')).map((key) => ({ ownerId: key.ownerId, courseId: key.id })),
      competences: readReferences(many(typed, 'competence')),
      activeFrom: from.ok && from.date !== undefined ? from.date : ('2000-01-01' as IsoDate),
      ...(to.ok && to.date !== undefined ? { activeTo: to.date } : {}),
    },
  };
}

function initialOf(typed: Typed, faults: Record<string, string>): CertificationDraft['initialCompletion'] {
  if (one(typed, 'basis') === 'date') {
    const by = readDate(typed, 'byDate');
    if (by.ok && by.date !== undefined) return { byDate: by.date };
    faults.byDate = 'certification.fault.date';
  }
  const period = periodOf(typed, 'initial', faults);
  if (period === undefined && faults['initial-n'] === undefined && one(typed, 'basis') !== 'date')
    faults['initial-n'] = 'certification.fault.initial';
  return period ?? { n: 30, unit: 'day' };
}

function periodOf(
  typed: Typed,
  name: string,
  faults: Record<string, string>,
): { n: number; unit: 'day' | 'week' | 'month' | 'year' } | undefined {
  const read = readPeriod(typed, name);
  if (!read.ok) faults[`${name}-n`] = 'certification.fault.period';
  return read.ok ? read.period : undefined;
}

/** What a new certification starts with: the advice of DOMAIN 7.1 (days to complete; renewal opens with the amber window). */
export function blankValues(today: IsoDate, components: readonly string[]): Record<string, unknown> {
  return {
    basis: 'period',
    'initial-n': '30',
    'initial-unit': 'day',
    renewable: 'yes',
    'validity-n': '1',
    'validity-unit': 'year',
    validityStart: 'ACTUAL_COMPLETION',
    opens: 'before',
    opensDays: '90',
    notify: '30',
    level: 'certification',
    component: components,
    competence: [],
    ...datePartsOf('activeFrom', today),
  };
}

export function draftValues(record: CertificationRecord, competences: readonly ObjectKey[]): Record<string, unknown> {
  const { definition } = record;
  const initial = definition.initialCompletion;
  const opens = definition.renewalOpens;
  return {
    version: String(record.version),
    title: record.title,
    description: record.description,
    basis: 'byDate' in initial ? 'date' : 'period',
    ...('byDate' in initial ? datePartsOf('byDate', initial.byDate) : periodValues('initial', initial)),
    renewable: definition.renewable ? 'yes' : 'no',
    ...periodValues('validity', definition.validity),
    ...periodValues('renewal', definition.renewalDuration),
    validityStart: definition.validityStart,
    opens: opens?.kind === 'IMMEDIATELY_AFTER_COMPLETION' ? 'immediately' : 'before',
    opensDays: opens?.kind === 'BEFORE_EXPIRY' ? String(opens.days) : '',
    notify: definition.notifyDaysBeforeExpire === undefined ? '' : String(definition.notifyDaysBeforeExpire),
    level: record.competencyUpdateLevel,
    component: definition.components.map((id) => referenceOf({ ownerId: record.courseOwners.get(id) ?? '', id })),
    competence: competences.map(referenceOf),
    ...datePartsOf('activeFrom', definition.activeFrom),
    ...datePartsOf('activeTo', definition.activeTo),
  };
}

function periodValues(name: string, period: { n: number; unit: string } | undefined): Record<string, string> {
  return period === undefined ? {} : { [`${name}-n`]: String(period.n), [`${name}-unit`]: period.unit };
}

/**
 * What a button of the editor does to the lists in it: `add-component:<ref>`, `remove-component:<ref>`, `up-component:<ref>`,
 * the same for `competence`. Other buttons change nothing here.
 */
export function applyButton(typed: Typed, button: string): Typed {
  const found = /^(add|remove|up|down)-(component|competence):(.+)$/.exec(button);
  if (!found) return typed;
  const [, verb, name = '', reference = ''] = found;
  const list = many(typed, name);
  const at = list.indexOf(reference);
  const without = list.filter((each) => each !== reference);
  if (verb === 'add') return { ...typed, [name]: [...without, reference] };
  if (verb === 'remove') return { ...typed, [name]: without };
  if (at < 0) return typed;
  const to = verb === 'up' ? Math.max(0, at - 1) : at + 1;
  return { ...typed, [name]: [...without.slice(0, to), reference, ...without.slice(to)] };
}
