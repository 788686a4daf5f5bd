import type { IsoDate } from '../../platform/dates';

/** The one thing to do about a task: its word is the end of a message key `portal.do.*`. */
export type TaskAction = {
  readonly word: 'start' | 'continue' | 'again' | 'review' | 'choose' | 'renew' | 'subscribe-again' | 'view';
  readonly method: 'get' | 'post';
  readonly href: string;
  readonly fields: Readonly<Record<string, string>>;
  /** ELO-6: it plays, and the offering opens a new window. */
  readonly newWindow?: boolean;
};

export type Task = {
  /** What is to be done: a course, or a certification to renew. */
  readonly title: string;
  readonly href: string;
  /** The certification or path it is for. */
  readonly for?: string;
  readonly due?: IsoDate;
  /** Instead of a due date: when a certificate runs out, or ran out. */
  readonly expires?: IsoDate;
  readonly begun: boolean;
  readonly courseId?: string;
  readonly action: TaskAction;
};

/** Something that will have to be done, and from when. */
export type Coming = { readonly title: string; readonly href: string; readonly from: IsoDate; readonly kind: 'renew' };

type ComponentAction = {
  readonly kind: string;
  readonly enrolmentId?: string;
  readonly word?: 'start' | 'continue' | 'again' | 'review';
  readonly classId?: string;
  readonly newWindow?: boolean;
};

/** What the rooms say of certifications, enrolments and paths, as far as it decides what comes first. */
export type Standing = {
  readonly certifications: readonly {
    readonly title: string;
    readonly href: string;
    readonly completionDate: IsoDate | null;
    readonly expirationDate: IsoDate | null;
    readonly step: { readonly step: string; readonly from?: IsoDate };
    readonly period: {
      readonly endDate: IsoDate;
      readonly components: readonly {
        readonly courseId: string;
        readonly title: string;
        readonly done: boolean;
        readonly action: ComponentAction;
      }[];
    } | null;
  }[];
  readonly enrolments: readonly {
    readonly id: string;
    readonly href: string;
    readonly courseId: string;
    readonly courseTitle: string;
    readonly certPeriodId: string | null;
    readonly toDo: boolean;
    readonly play: 'start' | 'continue' | 'again' | 'review' | undefined;
    readonly newWindow?: boolean;
    readonly startDate: IsoDate | null;
  }[];
  readonly paths: readonly {
    readonly title: string;
    readonly href: string;
    readonly status: string | null;
    readonly completionTargetDate: IsoDate | null;
    readonly next:
      | { readonly id: string; readonly href: string; readonly title: string; readonly action: ComponentAction }
      | undefined;
    readonly sections: readonly { readonly courses: readonly { readonly id: string }[] }[];
  }[];
};

const get = (word: TaskAction['word'], href: string): TaskAction => ({ word, method: 'get', href, fields: {} });
const play = (word: TaskAction['word'], enrolmentId: string, newWindow?: boolean): TaskAction => ({
  word,
  method: 'post',
  href: `/enrolments/${enrolmentId}/play`,
  fields: {},
  ...opened(newWindow),
});
const opened = (newWindow = false): { readonly newWindow?: true } => (newWindow ? { newWindow } : {});

/**
 * "To do next": what has a due date by that date, overdue first; then what was begun; then the rest. A course that two things
 * ask for stands there once, with the earliest date, and is taken through the certification: only so does it count for both.
 */
export function toDo(standing: Standing): readonly Task[] {
  const tasks = [
    ...standing.certifications.flatMap(ofCertification),
    ...standing.enrolments.flatMap((each) => ofEnrolment(each, standing)),
    ...standing.paths.flatMap(ofPath),
  ];
  const once = tasks.filter(
    (task, index) =>
      task.courseId === undefined || tasks.findIndex((other) => other.courseId === task.courseId) === index,
  );
  return once.map((task) => withEarliestDue(task, tasks)).sort(byUrgency);
}

function withEarliestDue(task: Task, all: readonly Task[]): Task {
  if (task.courseId === undefined) return task;
  const [earliest] = all
    .flatMap((other) => (other.courseId === task.courseId && other.due !== undefined ? [other.due] : []))
    .sort();
  return earliest === undefined ? task : { ...task, due: earliest };
}

/** ACT-5: renewals that are not open yet, the next first. */
export function comingUp(standing: Pick<Standing, 'certifications'>): readonly Coming[] {
  return standing.certifications
    .flatMap((each): Coming[] =>
      each.step.step === 'wait' && each.step.from !== undefined
        ? [{ title: each.title, href: each.href, from: each.step.from, kind: 'renew' }]
        : [],
    )
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

function byUrgency(a: Task, b: Task): number {
  const [x, y] = [a.due ?? a.expires, b.due ?? b.expires];
  if (x !== y) return x === undefined ? 1 : y === undefined ? -1 : x < y ? -1 : 1;
  return Number(b.begun) - Number(a.begun);
}

function ofCertification(each: Standing['certifications'][number]): Task[] {
  const { period, step } = each;
  if (period) {
    return period.components
      .filter((component) => !component.done)
      .map((component) => ({
        title: component.title,
        href: each.href,
        for: each.title,
        due: period.endDate,
        begun: component.action.kind === 'play' && component.action.word !== 'start',
        courseId: component.courseId,
        action: componentAction(component.action, each.href, { course: component.courseId }, `${each.href}/take`),
      }));
  }
  const expires = each.expirationDate === null ? {} : { expires: each.expirationDate };
  const base = { title: each.title, href: each.href, begun: false, ...expires };
  if (step.step === 'renew')
    return [{ ...base, action: { word: 'renew', method: 'post', href: `${each.href}/renew`, fields: {} } }];
  if (step.step === 'subscribe-again')
    return [
      { ...base, action: { word: 'subscribe-again', method: 'post', href: `${each.href}/subscribe`, fields: {} } },
    ];
  return [];
}

function componentAction(
  action: ComponentAction,
  page: string,
  fields: Readonly<Record<string, string>>,
  take: string,
): TaskAction {
  if (action.kind === 'play' && action.enrolmentId !== undefined && action.word !== undefined)
    return play(action.word, action.enrolmentId, action.newWindow);
  if (action.kind === 'take' && action.classId !== undefined)
    return {
      word: 'start',
      method: 'post',
      href: take,
      fields: { ...fields, class: action.classId },
      ...opened(action.newWindow),
    };
  return get(action.kind === 'choose' ? 'choose' : 'view', page);
}

/** Enrolments of a certification's running period are told by the certification. */
function ofEnrolment(each: Standing['enrolments'][number], { certifications, paths }: Standing): Task[] {
  const told = certifications.some(
    (one) =>
      one.period?.components.some(
        (component) => component.action.kind === 'play' && component.action.enrolmentId === each.id,
      ) === true,
  );
  if (!each.toDo || told) return [];
  const path = paths.find(
    (one) =>
      one.status === 'ACTIVE' &&
      one.sections.some((section) => section.courses.some((course) => course.id === each.courseId)),
  );
  const due = path?.completionTargetDate ?? each.startDate ?? undefined;
  return [
    {
      title: each.courseTitle,
      href: each.href,
      ...(path === undefined ? {} : { for: path.title }),
      ...(due === undefined ? {} : { due }),
      begun: each.play === 'continue' || each.play === 'again',
      courseId: each.courseId,
      action: each.play === undefined ? get('view', each.href) : play(each.play, each.id, each.newWindow),
    },
  ];
}

/** A path asks for one thing at a time: its next course. */
function ofPath(each: Standing['paths'][number]): Task[] {
  const { next } = each;
  if (each.status !== 'ACTIVE' || next === undefined) return [];
  return [
    {
      title: next.title,
      href: each.href,
      for: each.title,
      ...(each.completionTargetDate === null ? {} : { due: each.completionTargetDate }),
      begun: next.action.kind === 'play' && next.action.word !== 'start',
      courseId: next.id,
      action:
        next.action.kind === 'take' && next.action.classId !== undefined
          ? {
              word: 'start',
              method: 'post',
              href: `${next.href}/enrol`,
              fields: { class: next.action.classId, play: 'yes' },
              ...opened(next.action.newWindow),
            }
          : componentAction(next.action, next.action.kind === 'choose' ? next.href : each.href, {}, ''),
    },
  ];
}
