/** The guided flow from learning object to class: one question on each page, nothing saved before the last. */
import { z } from 'zod';
import { findCompetences, listCompetences } from '../../competence';
import { Problem, route, type Reply, type Request, type Route } from '../../platform/http';
import { many, one, orRefusal, readReference, referenceOf, RollBack, type Typed } from '../../platform/forms';
import { findLearningObject, listLearningObjects } from '../../scorm/library';
import { findCourseTitles, listCourses } from './admin-queries';
import {
  playDefaults,
  answersOf,
  carried,
  commandOf,
  faultsOf,
  firstOpen,
  readChosen,
  steps,
  type Step,
} from './admin-new-answers';
import { rules, toolbarParts } from './admin-forms';
import { createLearning } from './create-learning';

const path = '/manage/courses/new';
const access = { permission: 'catalogue.edit' } as const;
const views = 'learning/catalogue/views';
const query = z.record(z.string(), z.unknown());

type Asked = Request<unknown, Typed, unknown>;

/** The flow's address with answers and perhaps changes to them. */
function addressOf(answers: Typed, changes: Typed): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...answers, ...changes }))
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value])
      if (typeof each === 'string' && each !== '') search.append(name, each);
  return `${path}?${search.toString()}`;
}

export function newCoursePages(): Route[] {
  return [
    route({
      method: 'get',
      path,
      kind: 'page',
      access,
      summary: 'The guided flow from content to class',
      query,
      run: async (request): Promise<Reply> => {
        const typed = request.query;
        const answers = answersOf(typed);
        const sent = steps.find((step) => step === one(typed, 'sent'));
        if (sent !== undefined) {
          const faults = faultsOf(answers, sent);
          if (Object.keys(faults).length > 0) return stepPage(request, sent, answers, faults);
          return {
            kind: 'redirect',
            to: addressOf(answers, { step: one(typed, 'back') === 'check' ? firstOpen(answers) : next(sent) }),
          };
        }
        const wanted = steps.find((step) => step === one(typed, 'step')) ?? firstOpen(answers);
        // The last page shows only what can be made.
        const step = wanted === 'check' ? firstOpen(answers) : wanted;
        return stepPage(request, step, answers, {});
      },
    }),
    route({
      method: 'post',
      path,
      kind: 'page',
      access,
      summary: 'Makes the course, its offering and its class',
      body: query,
      run: async (request): Promise<Reply> => {
        const answers = answersOf(request.body);
        const { tenantId } = request.who();
        const made = await orRefusal(
          request.inTransaction(
            async (tx) => {
              const command = commandOf(answers, tenantId, tx.today);
              if (!command) throw new RollBack('unfinished');
              const result = await createLearning(tx, command);
              if (!result.ok) throw new RollBack(result.refusal);
              return result;
            },
            { as: 'admin' },
          ),
        );
        if (made.ok)
          return {
            kind: 'redirect',
            to: `/manage/courses/${tenantId}/${made.value.courseId}`,
            flash: { tone: 'success', message: 'manage.new.done' },
          };
        if (made.refusal === 'unfinished')
          return { kind: 'redirect', to: addressOf(answers, { step: firstOpen(answers) }) };
        const page = await stepPage({ ...request, query: {} }, 'check', answers, {
          '': `manage.refusal.${made.refusal}`,
        });
        return page.kind === 'page' ? { ...page, status: 409 } : page;
      },
    }),
  ];
}

const next = (step: Step): Step => steps[steps.indexOf(step) + 1] ?? 'check';

async function stepPage(
  request: Asked,
  step: Step,
  answers: Typed,
  faults: Readonly<Record<string, string>>,
): Promise<Reply> {
  const typed = request.query;
  const number = steps.indexOf(step) + 1;
  const before = steps[number - 2];
  return {
    kind: 'page',
    view: `${views}/admin-new-${step}.njk`,
    ...(Object.keys(faults).length > 0 ? { status: 422 } : {}),
    model: {
      step,
      number,
      count: steps.length,
      path,
      backHref:
        one(typed, 'back') === 'check'
          ? addressOf(answers, { step: 'check' })
          : before === undefined
            ? '/manage/courses'
            : addressOf(answers, { step: before }),
      back: one(typed, 'back') === 'check' ? 'check' : undefined,
      carried: carried(answers, step),
      search: one(typed, 'q', 200),
      form: {
        values: { ...(step === 'play' ? playDefaults : {}), ...answers, q: one(typed, 'q', 200) },
        errors: Object.entries(faults).map(([field, message]) => ({ field, message })),
      },
      ...(await models[step](request, answers)),
    },
  };
}

const keepBack = (typed: Typed): Typed => (one(typed, 'back') === 'check' ? { back: 'check' } : {});

const models: Readonly<Record<Step, (request: Asked, answers: Typed) => Promise<object>>> = {
  object: async (request, answers) => {
    const { tenantId } = request.who();
    const found = await request.inTransaction((tx) =>
      listLearningObjects(tx, { tenantId, search: one(request.query, 'q', 200), pageSize: 20 }),
    );
    return {
      total: found.total,
      objects: found.rows.map((row) => ({
        title: row.title,
        scormVersion: row.scormVersion,
        activityCount: row.activityCount,
        national: row.ownerId !== tenantId,
        href: addressOf(answers, { object: referenceOf(row), sent: 'object', ...keepBack(request.query) }),
      })),
      mayUpload: request.who().permissions.has('content.manage'),
    };
  },
  course: async (request, answers) => {
    const { tenantId } = request.who();
    const key = readReference(one(answers, 'object'));
    const existing = one(request.query, 'existing') === 'yes';
    const { object, courses } = await request.inTransaction(async (tx) => ({
      object: key && (await findLearningObject(tx, key.ownerId, key.id)),
      courses: existing
        ? (
            await listCourses(tx, {
              tenantId,
              q: one(request.query, 'q', 200),
              sort: 'title',
              direction: 'asc',
              page: 1,
            })
          ).rows
        : [],
    }));
    return {
      existing,
      newHref: addressOf(answers, { step: 'course', course: '', ...keepBack(request.query) }),
      existingHref: addressOf(answers, { step: 'course', existing: 'yes', course: '', ...keepBack(request.query) }),
      objectTitle: object?.title,
      courses: courses
        .filter((course) => course.ownerId === tenantId)
        .map((course) => ({
          title: course.title,
          offerings: course.offerings,
          href: addressOf(answers, {
            course: referenceOf(course),
            title: '',
            description: '',
            keywords: '',
            minutes: '',
            sent: 'course',
            ...keepBack(request.query),
          }),
        })),
    };
  },
  play: async (request, answers) => {
    const key = readReference(one(answers, 'object'));
    const object = await request.inTransaction(
      async (tx) => key && (await findLearningObject(tx, key.ownerId, key.id)),
    );
    const scores = object?.current.package.organisations.flatMap((each) => masteryOf(each.root)) ?? [];
    return {
      rules,
      toolbarParts,
      objectTitle: object?.title,
      masteryInPackage: scores.length > 0 ? scores.join(', ') : undefined,
    };
  },
  competences: async (request, answers) => {
    const { tenantId } = request.who();
    const search = one(request.query, 'q', 200);
    const chosen = many(answers, 'competence');
    const { found, named } = await request.inTransaction(async (tx) => ({
      found: search === '' ? [] : (await listCompetences(tx, { tenantId, search, pageSize: 20, current: true })).rows,
      named: await findCompetences(
        tx,
        chosen.flatMap((text) => readChosen(text) ?? []),
      ),
    }));
    const here = { step: 'competences', q: search, ...keepBack(request.query) };
    return {
      chosenFields: chosen.map((value) => ({ name: 'competence', value })),
      chosen: chosen.flatMap((text) => {
        const key = readChosen(text);
        const competence = named.find((each) => each.ownerId === key?.ownerId && each.id === key.id);
        if (!competence) return [];
        const without = chosen.filter((each) => each !== text);
        return [
          {
            title: competence.title,
            name: competence.name,
            renewal: competence.renewal,
            level: competence.levels.find((each) => each.step === key?.levelStep)?.name,
            removeHref: addressOf(answers, { ...here, competence: without }),
          },
        ];
      }),
      found: found.map((each) => ({
        ...each,
        national: each.ownerId !== tenantId,
        already: chosen.some((text) => readChosen(text)?.id === each.id),
        addHref: addressOf(answers, { ...here, competence: [...chosen, referenceOf(each)] }),
        levels: each.levels.map((level) => ({
          ...level,
          href: addressOf(answers, { ...here, competence: [...chosen, `${referenceOf(each)}:${level.step}`] }),
        })),
      })),
    };
  },
  join: async () => ({}),
  check: async (request, answers) => {
    const key = readReference(one(answers, 'object'));
    const course = readReference(one(answers, 'course'));
    const chosen = many(answers, 'competence').flatMap((text) => readChosen(text) ?? []);
    const found = await request.inTransaction(async (tx) => ({
      object: key && (await findLearningObject(tx, key.ownerId, key.id)),
      course: course && (await findCourseTitles(tx, [course]))[0],
      competences: await findCompetences(tx, chosen),
    }));
    if (!found.object) throw new Problem('not-found');
    const change = (step: Step, more: Typed = {}): string => addressOf(answers, { step, back: 'check', ...more });
    return {
      answers,
      object: { ...found.object, national: found.object.ownerId !== request.who().tenantId },
      course: found.course,
      competences: found.competences.map((each) => {
        const level = chosen.find((one) => one.id === each.id)?.levelStep;
        return { ...each, level: each.levels.find((one) => one.step === level)?.name };
      }),
      hidden: Object.entries(answers).flatMap(([name, value]) =>
        many({ [name]: value }, name).map((text) => ({ name, value: text })),
      ),
      hrefs: Object.fromEntries(
        steps.map((step) => [step, change(step, step === 'course' && course ? { existing: 'yes' } : {})]),
      ),
    };
  },
};

type Activity = { readonly masteryScore?: unknown; readonly children?: readonly Activity[] };

function masteryOf(activity: Activity): number[] {
  return [
    ...(typeof activity.masteryScore === 'number' ? [activity.masteryScore] : []),
    ...(activity.children ?? []).flatMap(masteryOf),
  ];
}
