/** Everything under `/manage` that administrators use, room by room, with the API beside it. */
import { catalogueAdminMessages, catalogueAdminRoutes } from '../learning/catalogue';
import type { Catalogue, Messages } from '../platform/page';
import type { OutcomePort } from "../scorm/runtime";
import type { Route } from '../platform/http';

export type AdminDeps = { readonly messages: Pick<Messages, "t" | "has">; readonly port: OutcomePort };

export function adminRoutes(deps: AdminDeps): Route[] {
  return [...catalogueAdminRoutes(deps)];
}

/** The sentences of those pages. */
export const adminMessages: readonly Catalogue[] = [catalogueAdminMessages];
