/** Everything under `/manage` that administrators use, room by room, with the API beside it. */
import { competenceAdminMessages, competenceAdminRoutes } from '../competence';
import { catalogueAdminMessages, catalogueAdminRoutes } from '../learning/catalogue';
import { certificationAdminMessages, certificationAdminRoutes } from '../learning/certification';
import { enrolmentAdminMessages, enrolmentAdminRoutes } from '../learning/enrolment';
import { pathAdminMessages, pathAdminRoutes } from '../learning/path';
import { peopleAdminMessages, peopleAdminRoutes } from '../people';
import type { Catalogue, Messages } from '../platform/page';
import type { Route } from '../platform/http';
import { reportPageMessages, reportRoutes } from '../reports';
import type { OutcomePort } from '../scorm/runtime';
import { attemptPages } from './admin-attempt-pages';
import { enrolPages } from './admin-enrol-pages';
import { manageHome } from './admin-home-pages';
import { leavePages } from './admin-leave-pages';
import { messages as portalAdminMessages } from './admin-messages.en';
import { personPages } from './admin-person-pages';
import { subscribePages } from './admin-subscribe-pages';

export type AdminDeps = {
  readonly messages: Pick<Messages, 't' | 'has'>;
  /** The door to the core, for trying again what waits. */
  readonly port: OutcomePort;
};

export function adminRoutes(deps: AdminDeps): Route[] {
  return [
    ...manageHome(),
    ...peopleAdminRoutes(),
    ...personPages(deps),
    ...enrolPages(deps),
    ...subscribePages(deps),
    ...leavePages(),
    ...attemptPages(deps),
    ...competenceAdminRoutes(),
    ...catalogueAdminRoutes(deps),
    ...enrolmentAdminRoutes(deps),
    ...certificationAdminRoutes(deps),
    ...pathAdminRoutes(deps),
    ...reportRoutes(deps),
  ];
}

/** The sentences of those pages. */
export const adminMessages: readonly Catalogue[] = [
  peopleAdminMessages,
  competenceAdminMessages,
  catalogueAdminMessages,
  enrolmentAdminMessages,
  certificationAdminMessages,
  pathAdminMessages,
  portalAdminMessages,
  reportPageMessages,
];
