/**
 * Reports: what came of people's attempts, in numbers.
 *
 * - scope: the attempts a report is about, of one tenant's learners. answer, objective: facts that the runtime counts from its log.
 * - right share: right answers among those the content called right or wrong; neutral ones count for neither.
 */
import type { Route } from '../platform/http';
import { reportApi } from './api';
import { reportFiles } from './csv-file';
import { reportPages, type ReportDeps } from './pages';

export { questionKinds } from './models';
export { messages as reportPageMessages } from './messages.en';

/** Pages under `/reports`, their files, and the API beside them. */
export const reportRoutes = (deps: ReportDeps): Route[] => [...reportPages(deps), ...reportFiles(deps), ...reportApi()];
