/** Everything under `/manage` that administrators use, room by room, with the API beside it. */
import { catalogueAdminMessages, catalogueAdminRoutes } from '../learning/catalogue';
import { certificationAdminMessages, certificationAdminRoutes } from '../learning/certification';
import type { Catalogue, Messages } from '../platform/page';
import type { Route } from '../platform/http';
import type { OutcomePort } from '../scorm/runtime';

export type AdminDeps = {
  readonly messages: Pick<Messages, 't' | 'has'>;
  /** The door to the core, for trying again what waits. */
  readonly port: OutcomePort;
};

export function adminRoutes(deps: AdminDeps): Route[] {
  return [...catalogueAdminRoutes(deps), ...certificationAdminRoutes(deps)];
}

/** The sentences of those pages. */
export const adminMessages: readonly Catalogue[] = [catalogueAdminMessages, certificationAdminMessages];
