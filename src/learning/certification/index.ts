/**
 * Certifications: proofs that run out and are renewed. subscription: a person on a certification. period: one attempt to
 * certify or recertify, with a due date. component: a course that a period asks for.
 */
export { createCertifications, type CertificationMade, type NewCertification } from './create-certifications';
export { changeSubscriptions, type SubscriptionCommand, type SubscriptionResult } from './change-subscriptions';
export {
  awardForCertificates,
  awardForComponents,
  completeComponents,
  startComponents,
  withdrawFromPeriods,
} from './follow-enrolments';
export { enrolThrough, type EnrolThrough } from './enrol-through';
export { runCertificationNight } from './run-nightly';
export {
  certificateStanding,
  subscriptionStep,
  validityStanding,
  type SubscriptionLook,
  type ValidityStanding,
} from './core/standing';
export {
  amberWindowOf,
  certificationPath,
  listSubscriptionCards,
  type ComponentAction,
  type ComponentCard,
  type SubscriptionCard,
} from './learner-cards';
export { certificationPages } from './learner-pages';
export { messages as certificationMessages } from './messages.en';
export { certificationAdminRoutes } from './admin-routes';
export { messages as certificationAdminMessages } from './admin-messages.en';
export { listCertifications, type CertificationListRow } from './admin-queries';
export { listAvailableCertifications, type AvailableCertification } from './learner-queries';
