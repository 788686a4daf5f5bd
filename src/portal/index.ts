/**
 * The portal: what people see first. home: what to do next. navigation: the one row, by role.
 * task: a thing to do with its one action. standing: a state in words.
 */
import { whyPages } from '../explain';
import { certificationPages } from '../learning/certification';
import { enrolmentPages, type PlayDeps } from '../learning/enrolment';
import { pathPages } from '../learning/path';
import { messagePages } from '../notify';
import type { Route } from '../platform/http';
import type { Messages } from '../platform/page';
import { learningPages } from './learning-pages';
import { homePages } from './pages';
import { teamPages } from './team-pages';

export { adminMessages, adminRoutes, type AdminDeps } from './admin-routes';
export { navigation } from './navigation';
export { messages as portalMessages } from './messages.en';

export type LearnerDeps = PlayDeps & { readonly messages: Pick<Messages, 't' | 'has'> };

/** Every page and API route of a person's own learning, and home. */
export function learnerRoutes(deps: LearnerDeps): Route[] {
  return [
    ...homePages(),
    ...teamPages(),
    ...learningPages(),
    ...enrolmentPages(deps),
    ...certificationPages(deps),
    ...pathPages(),
    ...messagePages(),
    ...whyPages(deps),
  ];
}
