import type { Route } from '../../platform/http';
import { certificationApi } from './admin-api';
import { certificationPages, type CertificationAdminDeps } from './admin-pages';

/** Pages under `/manage/certifications` and the API beside them. */
export function certificationAdminRoutes(deps: CertificationAdminDeps): Route[] {
  return [...certificationPages(deps), ...certificationApi()];
}
