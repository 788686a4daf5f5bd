/** Home, what was recorded after playing, competencies, and where managing begins. */
import { findLedTo, sentencesOf } from '../explain';
import { learnerOf, ownLearning, ownParams, requireEnrolment } from '../learning/enrolment';
import { route, type Reply, type Route } from '../platform/http';
import { listCompetencesOf } from './competences';
import { loadHome } from './home';
import { placesFor } from './manage';

const views = 'portal/views';

export function homePages(): Route[] {
  return [
    route({
      method: 'get',
      path: '/',
      kind: 'page',
      access: 'signed-in',
      summary: 'Home: what to do next',
      run: async (request): Promise<Reply> => {
        const who = request.who();
        const places = placesFor(who);
        if (who.personId === undefined)
          return { kind: 'page', view: `${views}/manage.njk`, model: { places, home: true } };
        const home = await request.inTransaction((tx) => loadHome(tx, learnerOf(request)), {
          atOnce: true,
          keepPlans: true,
        });
        return { kind: 'page', view: `${views}/home.njk`, model: { ...home, places } };
      },
    }),
    route({
      method: 'get',
      path: '/enrolments/:id/done',
      kind: 'page',
      access: ownLearning,
      summary: 'What was recorded after playing, and what it means',
      params: ownParams,
      run: (request): Promise<Reply> =>
        request.inTransaction(async (tx) => {
          const learner = learnerOf(request);
          const enrolment = await requireEnrolment(request, tx, request.params.id);
          const [ledTo] = enrolment.successful
            ? await findLedTo(tx, [{ tenantId: learner.tenantId, enrolmentId: enrolment.id }])
            : [];
          const { tasks, coming } = await loadHome(tx, learner);
          return {
            kind: 'page',
            view: `${views}/done.njk`,
            model: {
              enrolment,
              sentences: ledTo ? sentencesOf(ledTo) : [],
              next: tasks.find((task) => task.courseId !== enrolment.courseId),
              coming: coming[0],
            },
          };
        }),
    }),
    route({
      method: 'get',
      path: '/my-competences',
      kind: 'page',
      access: ownLearning,
      summary: 'The competencies on my record',
      run: async (request): Promise<Reply> => ({
        kind: 'page',
        view: `${views}/competences.njk`,
        model: { competences: await request.inTransaction((tx) => listCompetencesOf(tx, learnerOf(request))) },
      }),
    }),
  ];
}
