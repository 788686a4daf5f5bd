/**
 * THE table: what follows from what. Event type -> handlers of the rooms, in this order, in the same transaction.
 * Nothing else connects one room's facts with another's.
 */
import { awardForCompletions } from './learning/enrolment';
import {
  awardForCertificates,
  awardForComponents,
  completeComponents,
  startComponents,
  withdrawFromPeriods,
} from './learning/certification';
import { awardForPaths, progressPaths } from './learning/path';
import { tellOfAwards } from './notify';
import type { Policies } from './platform/events';

export const policies: Policies = {
  'enrolment-status-changed': [startComponents],
  'enrolment-completed': [awardForCompletions, completeComponents, progressPaths],
  'cert-component-completed': [awardForComponents],
  certified: [awardForCertificates],
  'cert-period-expired': [withdrawFromPeriods],
  'cert-period-cancelled': [withdrawFromPeriods],
  'path-completed': [awardForPaths],
  'competence-awarded': [tellOfAwards],
};
