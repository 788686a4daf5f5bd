/**
 * The catalogue: what may be learnt. course: what is taught. offering: one way it is delivered, online ones with a learning
 * object. class: a run of an offering; the always-open online class has no dates. attachment: a competence that learning gives.
 */
export {
  attachCompetences,
  detachCompetence,
  findAttachments,
  type Attachment,
  type NewAttachment,
} from './attach-competences';
export {
  createCourses,
  createOfferings,
  openOnlineClasses,
  type CatalogueRefusal,
  type Made,
  type NewClass,
  type NewCourse,
  type NewOffering,
} from './create-courses';
export { loadEffectiveAttachments, type Effective, type Holder } from './effective-attachments';
export { isOnline, isScheduled } from './core/delivery';
export { findClasses, type ClassView } from './queries';
export { listOpenClasses, openClassesSql, type OpenClass } from './open-classes';
export { catalogueAdminRoutes } from './admin-routes';
export {
  findCourseTitles,
  listAttached,
  listCourses,
  type AttachedCompetence,
  type CourseListRow,
} from './admin-queries';
export { fieldLabel, loadHistory, valueText, type HistoryLine } from './admin-history';
export { areCompetences, createLearning, type LearningMade, type NewLearning } from './create-learning';
export { changeClass, changeCourse, changeOffering } from './change-courses';
export { messages as catalogueAdminMessages } from './admin-messages.en';
