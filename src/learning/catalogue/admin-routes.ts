import type { Route } from '../../platform/http';
import { catalogueApi } from './admin-api';
import { newCoursePages } from './admin-new-pages';
import { coursePages, type CatalogueAdminDeps } from './admin-pages';

/** Pages under `/manage/courses` and the API beside them. */
export function catalogueAdminRoutes(deps: CatalogueAdminDeps): Route[] {
  return [...newCoursePages(), ...coursePages(deps), ...catalogueApi()];
}
