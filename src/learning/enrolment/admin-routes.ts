import type { Route } from '../../platform/http';
import { enrolmentApi } from './admin-api';
import { classAdminPages, type EnrolmentAdminDeps } from './admin-pages';

/** The record of a class, and the API of enrolments. */
export function enrolmentAdminRoutes(deps: EnrolmentAdminDeps): Route[] {
  return [...classAdminPages(deps), ...enrolmentApi()];
}
