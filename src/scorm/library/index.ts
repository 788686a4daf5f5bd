/**
 * The front door of `scorm/library`: what courses play, and how it comes in.
 *
 * Glossary
 * - learning object: what a course plays; belongs to one tenant, national ones are read by all
 * - version: one uploaded package of it; the newest is the current one, which new attempts use (ELN-4)
 * - upload: one file somebody sent, and the report about it, refused ones included
 * - store key: under which the files of a version lie (`packageFileKeys` says where)
 */
import type { Route } from '../../platform/http';
import { libraryApi } from './api';
import { objectPages } from './object-pages';
import type { LibraryPageDeps } from './page-parts';
import { libraryPages } from './pages';

export { publishedFindings, type PublishedFinding } from './findings';
export {
  importPackage,
  type ImportDeps,
  type ImportRefused,
  type ImportRequest,
  type Imported,
} from './import-package';
export { createImporter, type Importer, type ImporterDeps } from './importer';
export { libraryQueues, startLibraryJobs, tidyLibrary, type LibraryJobDeps } from './jobs';
export { messages as libraryMessages } from './messages.en';
export { originalKey, packageFileKeys } from './package-files';
export { objectPath, type FindTrial, type LibraryPageDeps, type StartPreview } from './page-parts';
export { findLearningObject, listLearningObjects, type ListWish } from './queries';
export type { LearningObject, LearningObjectRow, Upload, UploadStatus, VersionRow } from './types';

/** Pages under `/manage/content` and the API beside them. */
export function libraryRoutes(deps: LibraryPageDeps): Route[] {
  return [...libraryPages(deps), ...objectPages(deps), ...libraryApi(deps)];
}
