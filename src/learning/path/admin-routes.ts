import type { Route } from '../../platform/http';
import { pathApi } from './admin-api';
import { pathAdminPages, type PathAdminDeps } from './admin-pages';

/** Pages under `/manage/paths` and the API beside them. */
export function pathAdminRoutes(deps: PathAdminDeps): Route[] {
  return [...pathAdminPages(deps), ...pathApi()];
}
