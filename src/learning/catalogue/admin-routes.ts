import type { Route } from '../../platform/http';
import { catalogueApi } from './admin-api';
import { newCoursePages } from './admin-new-pages';
import { attachPages } from './admin-attach-pages';
import type { CatalogueAdminDeps } from './admin-course';
import { catalogueEditPages } from './admin-edit-pages';
import { coursePages } from './admin-pages';

/** Pages under `/manage/courses` and the API beside them. */
export function catalogueAdminRoutes(deps: CatalogueAdminDeps): Route[] {
  return [...newCoursePages(), ...coursePages(deps), ...catalogueEditPages(deps), ...attachPages(), ...catalogueApi()];
}
