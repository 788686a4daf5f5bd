import { listSubscriptionCards, type SubscriptionCard } from '../learning/certification';
import { dueTone, enrolmentCard, listEnrolmentsOf, type Learner, type Tone } from '../learning/enrolment';
import { listPathCards, type PathCard } from '../learning/path';
import type { Tx } from '../platform/db';
import { comingUp, toDo, type Coming, type Task } from './core/to-do';

export type Home = {
  readonly tasks: readonly (Task & { readonly dueTone?: Tone })[];
  readonly coming: readonly Coming[];
  readonly certificates: readonly SubscriptionCard[];
  readonly paths: readonly PathCard[];
};

/** More than anybody has under way at once. */
const most = 100;

/** Everything a learner's home says, in one query per kind of learning, all asked at once. */
export async function loadHome(tx: Tx, learner: Learner): Promise<Home> {
  const [certificates, { rows }, paths] = await Promise.all([
    listSubscriptionCards(tx, learner),
    listEnrolmentsOf(tx, learner, { show: 'under-way', limit: most, offset: 0 }),
    listPathCards(tx, learner, { show: 'mine' }),
  ]);
  const standing = { certifications: certificates, enrolments: rows.map(enrolmentCard), paths };
  return {
    tasks: toDo(standing).map((task) =>
      task.due === undefined ? task : { ...task, dueTone: dueTone(task.due, tx.today) },
    ),
    coming: comingUp(standing),
    certificates,
    paths: paths.filter((path) => path.status === 'ACTIVE'),
  };
}
