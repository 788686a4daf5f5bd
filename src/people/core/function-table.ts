/**
 * The function table of DOMAIN 8.4: which of the three learning profiles may use which function.
 * Data, checked cell by cell by a test (V35: 37, 20 and 11 yes).
 */
export type LearningProfile = 'learningAdministration' | 'classAdministration' | 'learningInstructor';

export type FunctionRow = {
  readonly number: number;
  readonly function: string;
  readonly permission: string;
  /** Yes for: L(earning administration), C(lass administration), I(nstructor). */
  readonly yes: string;
};

export const functionTable: readonly FunctionRow[] = [
  row(1, 'Announcements', 'announcement.manage', 'L'),
  row(2, 'Apprenticeship Details', 'apprenticeship.manage', 'L'),
  row(3, 'Assignment Set', 'assignmentSet.manage', 'L'),
  row(4, 'Business Intelligence', 'bi.view', 'LCI'),
  row(5, 'Catalogue', 'catalogue.access', 'LC'),
  row(6, 'Class History', 'instructor.classHistory', 'I'),
  row(7, 'Competence Profile', 'competenceProfile.manage', 'LC'),
  row(8, 'Compliance Rate Portlet', 'portlet.complianceRate', 'LC'),
  row(9, 'Content', 'content.manage', 'L'),
  row(10, 'Customers', 'customer.manage', 'L'),
  row(11, 'DNA Rate Portlet', 'portlet.dnaRate', 'LC'),
  row(12, 'Eligibility Profiles for Learner Groups', 'eligibilityProfile.manage', 'L'),
  row(13, 'Enrolments and Subscriptions', 'enrolment.manage', 'LC'),
  row(14, 'Forums and Chats', 'collaboration.access', 'LCI'),
  row(15, 'Instructor Home', 'instructor.home', 'I'),
  row(16, 'Learner Groups', 'learnerGroup.manage', 'L'),
  row(17, 'Learning History', 'learningHistory.view', 'LC'),
  row(18, 'Notifications', 'notification.view', 'LCI'),
  row(19, 'Data Groups', 'dataGroup.manage', 'L'),
  row(20, 'Organisation Non Compliance', 'portlet.orgNonCompliance', 'LC'),
  row(21, 'Pay Progression Portlet', 'portlet.payProgression', 'L'),
  row(22, 'Performance Reviews', 'performanceReview.manage', 'L'),
  row(23, 'Qualifications', 'qualification.manage', 'LC'),
  row(24, 'Resources', 'resource.manage', 'LC'),
  row(25, 'Resource Bookings', 'resourceBooking.manage', 'LC'),
  row(26, 'Request Internet Access', 'internetAccess.request', 'LCI'),
  row(27, 'Schools and Colleges', 'school.manage', 'LC'),
  row(28, 'Search and View Learner', 'learner.search', 'LC'),
  row(29, 'Search', 'system.search', 'LC'),
  row(30, 'Submit Request', 'process.submit', 'LI'),
  row(31, 'Supplementary Bookings', 'instructor.supplementaryBookings', 'I'),
  row(32, 'Suppliers', 'supplier.manage', 'L'),
  row(33, 'Upcoming Classes Portlet', 'portlet.upcomingClasses', 'LCI'),
  row(34, 'Update Attendance Portlet', 'portlet.updateAttendance', 'LCI'),
  row(35, 'View Address', 'person.viewAddress', 'L'),
  row(36, 'View Assignment', 'person.viewAssignment', 'L'),
  row(37, 'View, Enter and Maintain', 'person.viewRecord', 'L'),
  row(38, 'View Phones', 'person.viewPhones', 'L'),
  row(39, 'View Request', 'process.view', 'LI'),
  row(40, 'View Supplementary Roles', 'person.viewSupplementaryRoles', 'LC'),
];

/** Permission keys of one learning profile (DOMAIN 8.4). */
export function permissionsOf(profile: LearningProfile): readonly string[] {
  const letter = { learningAdministration: 'L', classAdministration: 'C', learningInstructor: 'I' }[profile];
  return functionTable.filter((each) => each.yes.includes(letter)).map((each) => each.permission);
}

function row(number: number, name: string, permission: string, yes: string): FunctionRow {
  return { number, function: name, permission, yes };
}
