/** Forms of the catalogue: from what was typed to fields, and back. Faults are input names and message keys. */
import { datePartsOf, many, one, readDate, readNumber, type Typed } from '../../platform/forms';
import type { ClassFields, CourseFields, OfferingFields } from './change-courses';

export type ReadForm<Fields> =
  | { readonly ok: true; readonly fields: Fields }
  | { readonly ok: false; readonly faults: Readonly<Record<string, string>> };

export const toolbarParts = ['visible', 'next', 'previous', 'outline', 'exit'] as const;
export type Toolbar = OfferingFields['toolbar'];
export const rules = ['STATUS', 'MASTERY', 'ON_EXIT'] as const;

/** Longest title; what is longer is told, not cut. */
const titleLimit = 200;
const textLimit = 1500;

export const versionOf = (typed: Typed): number => readNumber(typed, 'version', { least: 1, most: 2_000_000_000 }) ?? 0;

/** Adds a fault unless the field has one. */
export function titleFault(title: string): string | undefined {
  if (title === '') return 'manage.fault.title-missing';
  return title.length > titleLimit ? 'manage.fault.title-long' : undefined;
}

export function keywordsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,;\n]/)
        .map((each) => each.trim().slice(0, 60))
        .filter((each) => each !== ''),
    ),
  ].slice(0, 30);
}

/** What of a course is text, for the guided flow and the editor alike. */
export function courseTexts(typed: Typed): {
  readonly faults: Record<string, string>;
  readonly title: string;
  readonly description: string;
  readonly keywords: string[];
  readonly minutes: number | undefined;
} {
  const faults: Record<string, string> = {};
  const title = one(typed, 'title');
  const description = one(typed, 'description');
  const minutes = readNumber(typed, 'minutes', { least: 1, most: 10_000 });
  const fault = titleFault(title);
  if (fault !== undefined) faults.title = fault;
  if (description.length > textLimit) faults.description = 'manage.fault.text-long';
  if (Number.isNaN(minutes)) faults.minutes = 'manage.fault.minutes';
  return { faults, title, description, keywords: keywordsOf(one(typed, 'keywords')), minutes };
}

export function readCourse(typed: Typed): ReadForm<CourseFields> {
  const { faults, ...texts } = courseTexts(typed);
  const objectives = one(typed, 'objectives');
  if (objectives.length > textLimit) faults.objectives = 'manage.fault.text-long';
  const dates = readDates(typed, faults);
  if (Object.keys(faults).length > 0 || dates === undefined) return { ok: false, faults };
  return { ok: true, fields: { ...texts, objectives, minutes: texts.minutes ?? null, ...dates } };
}

export function courseValues(course: CourseFields & { readonly version: number }): Record<string, unknown> {
  return {
    title: course.title,
    description: course.description,
    objectives: course.objectives,
    keywords: course.keywords.join(', '),
    minutes: course.minutes === null ? '' : String(course.minutes),
    version: String(course.version),
    ...datePartsOf('activeFrom', course.activeFrom),
    ...datePartsOf('activeTo', course.activeTo),
  };
}

/** How it is played: rule and mastery score (ELO-8), tool bar and window (ELO-6). */
export function readPlay(
  typed: Typed,
  faults: Record<string, string>,
): Pick<OfferingFields, 'completionRule' | 'masteryScore' | 'toolbar' | 'newWindow'> {
  const rule = rules.find((each) => each === one(typed, 'rule'));
  const mastery = readNumber(typed, 'mastery', { most: 100, whole: false });
  if (rule === undefined) faults.rule = 'manage.fault.rule';
  if (Number.isNaN(mastery)) faults.mastery = 'manage.fault.mastery';
  else if (rule === 'MASTERY' && mastery === undefined) faults.mastery = 'manage.fault.mastery-missing';
  const shown = many(typed, 'toolbar');
  return {
    completionRule: rule ?? 'STATUS',
    masteryScore: rule === 'MASTERY' ? (mastery ?? null) : null,
    toolbar: Object.fromEntries(toolbarParts.map((part) => [part, shown.includes(part)])) as Toolbar,
    newWindow: one(typed, 'window') === 'new',
  };
}

export function readOffering(typed: Typed): ReadForm<OfferingFields> {
  const faults: Record<string, string> = {};
  const title = one(typed, 'title');
  const fault = titleFault(title);
  if (fault !== undefined) faults.title = fault;
  const play = readPlay(typed, faults);
  const dates = readDates(typed, faults);
  if (Object.keys(faults).length > 0 || dates === undefined) return { ok: false, faults };
  return { ok: true, fields: { title, ...play, ...dates } };
}

export function offeringValues(offering: OfferingFields & { readonly version: number }): Record<string, unknown> {
  return {
    title: offering.title,
    rule: offering.completionRule,
    mastery: offering.masteryScore === null ? '' : String(offering.masteryScore),
    toolbar: toolbarParts.filter((part) => offering.toolbar[part]),
    window: offering.newWindow ? 'new' : 'same',
    version: String(offering.version),
    ...datePartsOf('activeFrom', offering.activeFrom),
    ...datePartsOf('activeTo', offering.activeTo),
  };
}

export function readClass(typed: Typed): ReadForm<ClassFields> {
  const faults: Record<string, string> = {};
  const title = one(typed, 'title');
  const fault = titleFault(title);
  if (fault !== undefined) faults.title = fault;
  const join = one(typed, 'join');
  if (join !== 'open' && join !== 'certification') faults.join = 'manage.fault.join';
  const [start, end] = [readDate(typed, 'enrolmentStart'), readDate(typed, 'enrolmentEnd')];
  if (!start.ok) faults.enrolmentStart = 'manage.fault.date';
  if (!end.ok) faults.enrolmentEnd = 'manage.fault.date';
  if (Object.keys(faults).length > 0 || !start.ok || !end.ok) return { ok: false, faults };
  return {
    ok: true,
    fields: {
      title,
      status: one(typed, 'status') === 'Closed' ? 'Closed' : 'Normal',
      certificationOnly: join === 'certification',
      enrolmentStart: start.date ?? null,
      enrolmentEnd: end.date ?? null,
    },
  };
}

export function classValues(one: ClassFields & { readonly version: number }): Record<string, unknown> {
  return {
    title: one.title,
    status: one.status,
    join: one.certificationOnly ? 'certification' : 'open',
    version: String(one.version),
    ...datePartsOf('enrolmentStart', one.enrolmentStart),
    ...datePartsOf('enrolmentEnd', one.enrolmentEnd),
  };
}

function readDates(
  typed: Typed,
  faults: Record<string, string>,
): Pick<CourseFields, 'activeFrom' | 'activeTo'> | undefined {
  const [from, to] = [readDate(typed, 'activeFrom'), readDate(typed, 'activeTo')];
  if (!from.ok) faults.activeFrom = 'manage.fault.date';
  else if (from.date === undefined) faults.activeFrom = 'manage.fault.date-missing';
  if (!to.ok) faults.activeTo = 'manage.fault.date';
  return from.ok && from.date !== undefined && to.ok ? { activeFrom: from.date, activeTo: to.date ?? null } : undefined;
}
