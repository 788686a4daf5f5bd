/** The path editor's form: sections with their courses, moved and filled by buttons. */
import type { IsoDate } from '../../platform/dates';
import {
  datePartsOf,
  many,
  one,
  readDate,
  readNumber,
  readReference,
  readReferences,
  referenceOf,
  type ObjectKey,
  type Typed,
} from '../../platform/forms';
import type { PathRecord } from './admin-queries';
import type { PathDraft } from './change-paths';

export type TypedSection = {
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  readonly n: string;
  readonly courses: readonly string[];
  readonly q: string;
};

const mostSections = 30;
const rules = ['ALL_MANDATORY', 'N_OF', 'OPTIONAL'] as const;

/** Sections as typed: inputs `s0-title`, `s0-rule`, … up to the number in `sections`. */
export function sectionsOf(typed: Typed): TypedSection[] {
  const count = Math.min(readNumber(typed, 'sections') || 0, mostSections);
  return Array.from({ length: count }, (_, index) => ({
    id: one(typed, `s${index}-id`),
    title: one(typed, `s${index}-title`, 500),
    rule: one(typed, `s${index}-rule`),
    n: one(typed, `s${index}-n`, 5),
    courses: readReferences(many(typed, `s${index}-course`)).map(referenceOf),
    q: one(typed, `s${index}-q`, 200),
  }));
}

const blank: TypedSection = { id: '', title: '', rule: 'ALL_MANDATORY', n: '', courses: [], q: '' };

/** `add-section`, `remove-section:1`, `up-section:1`, `down-section:1`, `add-course:1:<ref>` and so on. */
export function applySectionButton(sections: readonly TypedSection[], button: string): TypedSection[] {
  if (button === 'add-section') return [...sections, blank].slice(0, mostSections);
  const found = /^(add|remove|up|down)-(section|course):(\d{1,2})(?::(.+))?$/.exec(button);
  const [, verb, kind, place = '', reference = ''] = found ?? [];
  const at = Number(place);
  const section = sections[at];
  if (!found || !section) return [...sections];
  if (kind === 'section') return moved(sections, section, verb ?? '');
  if (readReference(reference) === undefined) return [...sections];
  const courses =
    verb === 'add'
      ? [...section.courses.filter((each) => each !== reference), reference]
      : moved(section.courses, reference, verb ?? '');
  return sections.map((each, index) => (index === at ? { ...each, courses } : each));
}

function moved<T>(list: readonly T[], item: T, verb: string): T[] {
  const at = list.indexOf(item);
  const without = list.filter((each) => each !== item);
  if (verb === 'remove' || at < 0) return without;
  const to = verb === 'up' ? Math.max(0, at - 1) : at + 1;
  return [...without.slice(0, to), item, ...without.slice(to)];
}

export function readPath(
  typed: Typed,
  sections: readonly TypedSection[],
  tenantId: string,
): { readonly draft: PathDraft; readonly faults: Record<string, string> } {
  const faults: Record<string, string> = {};
  const title = one(typed, 'title');
  if (title === '') faults.title = 'path.fault.title';
  else if (title.length > 200) faults.title = 'path.fault.title-long';
  const description = one(typed, 'description');
  if (description.length > 1500) faults.description = 'path.fault.description';
  const target = targetOf(typed, faults);
  const [from, to] = [readDate(typed, 'activeFrom'), readDate(typed, 'activeTo')];
  if (!from.ok || from.date === undefined) faults.activeFrom = 'path.fault.date';
  if (!to.ok) faults.activeTo = 'path.fault.date';
  sections.forEach((section, index) => {
    if (section.title === '') faults[`s${index}-title`] = 'path.fault.section-title';
    else if (section.title.length > 200) faults[`s${index}-title`] = 'path.fault.title-long';
  });
  return {
    faults,
    draft: {
      tenantId,
      title,
      description,
      ...(target === undefined ? {} : { target }),
      sections: sections.map((section) => {
        const rule = rules.find((each) => each === section.rule) ?? 'ALL_MANDATORY';
        return {
          ...(section.id === '' ? {} : { id: section.id }),
          title: section.title,
          rule: rule === 'N_OF' ? { kind: rule, n: Number(section.n) } : { kind: rule },
          courses: readReferences(section.courses).map((key) => ({ ownerId: key.ownerId, courseId: key.id })),
        };
      }),
      competences: readReferences(many(typed, 'competence')),
      activeFrom: from.ok && from.date !== undefined ? from.date : ('2000-01-01' as IsoDate),
      ...(to.ok && to.date !== undefined ? { activeTo: to.date } : {}),
    },
  };
}

/** LP-6. */
function targetOf(typed: Typed, faults: Record<string, string>): PathDraft['target'] {
  const kind = one(typed, 'target');
  if (kind === 'days') {
    const days = readNumber(typed, 'targetDays', { least: 1, most: 3650 });
    if (days === undefined || Number.isNaN(days)) faults.targetDays = 'path.fault.target-days';
    else return { days };
  }
  if (kind === 'date') {
    const on = readDate(typed, 'targetDate');
    if (!on.ok || on.date === undefined) faults.targetDate = 'path.fault.date';
    else return { onDate: on.date };
  }
  return undefined;
}

export function blankPath(today: IsoDate): { readonly values: Typed; readonly sections: TypedSection[] } {
  return { values: { target: 'none', ...datePartsOf('activeFrom', today) }, sections: [blank] };
}

export function pathValues(
  record: PathRecord,
  competences: readonly ObjectKey[],
): { readonly values: Typed; readonly sections: TypedSection[] } {
  return {
    values: {
      version: String(record.version),
      title: record.title,
      description: record.description,
      target: record.targetDate !== null ? 'date' : record.targetDays !== null ? 'days' : 'none',
      targetDays: record.targetDays === null ? '' : String(record.targetDays),
      competence: competences.map(referenceOf),
      ...datePartsOf('targetDate', record.targetDate),
      ...datePartsOf('activeFrom', record.activeFrom),
      ...datePartsOf('activeTo', record.activeTo),
    },
    sections: record.sections.map((section) => ({
      id: section.id,
      title: section.title,
      rule: section.rule,
      n: section.n === null ? '' : String(section.n),
      courses: section.courses.map(referenceOf),
      q: '',
    })),
  };
}
