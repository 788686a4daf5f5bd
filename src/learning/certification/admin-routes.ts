import type { Route } from '../../platform/http';
import { certificationApi } from './admin-api';
import { certificationPages } from './admin-pages';
import type { CertificationAdminDeps } from './admin-words';

/** Pages under `/manage/certifications` and the API beside them. */
export function certificationAdminRoutes(deps: CertificationAdminDeps): Route[] {
  return [...certificationPages(deps), ...certificationApi()];
}
