/** The guided flow's answers. They travel in the address, so that the back button works and nothing is saved before the end. */
import { many, one, readReference, type ObjectKey, type Typed } from '../../platform/forms';
import { courseTexts, readPlay, titleFault, toolbarParts } from './admin-forms';
import type { NewLearning } from './create-learning';
import type { IsoDate } from '../../platform/dates/types';

export const steps = ['object', 'course', 'play', 'competences', 'join', 'check'] as const;
export type Step = (typeof steps)[number];

/** Answers of each step, by input name. */
const namesOf: Readonly<Record<Step, readonly string[]>> = {
  object: ['object'],
  course: ['course', 'title', 'description', 'keywords', 'minutes'],
  play: ['offering', 'rule', 'mastery', 'toolbar', 'window', 'played'],
  competences: ['competence', 'competences'],
  join: ['join'],
  check: [],
};
export const answerNames = steps.flatMap((step) => namesOf[step]);

/** Only what the flow knows, as text. */
export function answersOf(typed: Typed): Record<string, string | string[]> {
  return Object.fromEntries(
    answerNames.flatMap((name) => {
      const values = name === 'competence' || name === 'toolbar' ? many(typed, name) : one(typed, name);
      return values.length === 0 ? [] : [[name, values]];
    }),
  );
}

/** The answers that another step's form has to carry along. */
export function carried(answers: Typed, step: Step): { name: string; value: string }[] {
  return answerNames
    .filter((name) => !namesOf[step].includes(name))
    .flatMap((name) => many(answers, name).map((value) => ({ name, value })));
}

/** `<owner>.<id>` or `<owner>.<id>:<level step>`. */
export function readChosen(text: string): (ObjectKey & { readonly levelStep: number | undefined }) | undefined {
  const [reference, level] = text.split(':');
  const key = readReference(reference);
  return key && { ...key, levelStep: level !== undefined && /^\d{1,3}$/.test(level) ? Number(level) : undefined };
}

/** What is missing or wrong in one step; empty when it is answered. */
export function faultsOf(answers: Typed, step: Step): Record<string, string> {
  const faults: Record<string, string> = {};
  if (step === 'object' && readReference(one(answers, 'object')) === undefined)
    faults.object = 'manage.new.object.missing';
  if (step === 'course' && readReference(one(answers, 'course')) === undefined)
    Object.assign(faults, courseTexts(answers).faults);
  if (step === 'play') {
    const fault = titleFault(one(answers, 'offering'));
    if (fault !== undefined) faults.offering = fault;
    readPlay(answers, faults);
  }
  if (step === 'competences' && one(answers, 'competences') !== 'done') faults.q = 'manage.new.competences.missing';
  if (step === 'join' && !['open', 'certification'].includes(one(answers, 'join'))) faults.join = 'manage.fault.join';
  return faults;
}

/** The first step that is not answered; `check` when all are. */
export function firstOpen(answers: Typed): Step {
  return steps.find((step) => Object.keys(faultsOf(answers, step)).length > 0) ?? 'check';
}

/** The command that the answers stand for; undefined while one is missing. */
export function commandOf(answers: Typed, tenantId: string, today: IsoDate): NewLearning | undefined {
  const learningObject = readReference(one(answers, 'object'));
  if (firstOpen(answers) !== 'check' || learningObject === undefined) return undefined;
  const existing = readReference(one(answers, 'course'));
  const { title, description, keywords, minutes } = courseTexts(answers);
  const play = readPlay(answers, {});
  return {
    tenantId,
    course: existing
      ? { courseId: existing.id }
      : { title, description, keywords, ...(minutes === undefined ? {} : { minutes }) },
    offering: {
      title: one(answers, 'offering'),
      learningObject,
      completionRule: play.completionRule,
      toolbar: play.toolbar,
      newWindow: play.newWindow,
      ...(play.masteryScore === null ? {} : { masteryScore: play.masteryScore }),
    },
    competences: many(answers, 'competence').flatMap((text) => {
      const chosen = readChosen(text);
      return chosen
        ? [
            {
              competence: { ownerId: chosen.ownerId, id: chosen.id },
              ...(chosen.levelStep === undefined ? {} : { levelStep: chosen.levelStep }),
            },
          ]
        : [];
    }),
    certificationOnly: one(answers, 'join') === 'certification',
    activeFrom: today,
  };
}

/** What the play step shows before anything was answered. */
export const playDefaults = { rule: 'STATUS', toolbar: [...toolbarParts], window: 'same' } as const;
