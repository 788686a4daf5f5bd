/** Sentences that explain. */
export const messages: Record<string, string> = {
  'explain.led-to.competence': '{title} is now valid until {until, date, long}.',
  'explain.led-to.competence.for-good': '{title} is now on your record.',
  'explain.led-to.certified': 'You are certified: {title}, until {until, date, long}.',
  'explain.led-to.certified.for-good': 'You are certified: {title}.',
  'explain.led-to.path': 'This counts towards {title}.',
  'explain.led-to.path-completed': 'You have completed {title}.',
  'explain.why.competence-awarded':
    '{title} was awarded from {from, date, long}{has_until, select, yes {, valid until {until, date, long}} other {}}.',
  'explain.why.enrolment-created': 'Enrolled on {title}.',
  'explain.why.enrolment-status-changed':
    'The enrolment on {title} became {status, select, Confirmed {confirmed} InProgress {in progress} Attended {completed} Withdrawn {withdrawn} Incomplete {incomplete} Requested {requested} Waitlisted {waiting for a place} Rejected {rejected} DNA {did not attend} PendingEvaluation {waiting for an evaluation} other {{status}}}{has_reason, select, yes { ({reason})} other {}}.',
  'explain.why.enrolment-completed':
    '{title} was completed with success on {completedOn, date, long}{has_percent, select, yes {, with {percent}%} other {}}.',
  'explain.why.enrolment-completion-reversed': 'The completion of {title} was taken back.',
  'explain.why.outcome-taken':
    'The player reported for {title}: {status, select, passed {passed} failed {not passed} completed {completed} incomplete {not finished yet} other {not started}}{has_percent, select, yes {, {percent}%} other {}}.',
  'explain.why.commit':
    'In session {session} of attempt {attempt}, save number {sequence} arrived from the content{has_said, select, yes {: {said}} other {}}.',
  'explain.why.subscription-status-changed':
    'The subscription to {title} became {status, select, ENROLLED {subscribed} CERTIFIED {certified} RENEWING {renewing} EXPIRED {expired} CANCELLED {unsubscribed} REJECTED {rejected} AWAITING_APPROVAL {waiting for approval} other {{status}}}.',
  'explain.why.cert-period-opened':
    'A period of {title} was opened from {from, date, long}, due by {until, date, long}.',
  'explain.why.cert-period-started': 'Learning in the period of {title} began.',
  'explain.why.cert-component-completed': 'The component {title} was completed on {completedOn, date, long}.',
  'explain.why.certified':
    'Every component is complete: certified in {title} from {completedOn, date, long}{has_until, select, yes { until {until, date, long}} other {}}.',
  'explain.why.cert-period-expired': 'The period of {title} ended without completion.',
  'explain.why.cert-period-cancelled': 'The period of {title} was cancelled.',
  'explain.why.path-status-changed':
    'The learning path {title} became {status, select, ACTIVE {active} COMPLETED {completed} CANCELLED {left} REJECTED {rejected} AWAITING_APPROVAL {waiting for approval} other {{status}}}.',
  'explain.why.path-course-completed': '{title} counts in the learning path since {completedOn, date, long}.',
  'explain.why.path-completed': 'Every section of {title} is satisfied since {completedOn, date, long}.',
  'explain.why.other': 'Recorded: {type}.',
  'explain.page.title': 'Why it says that: {title}',
  'explain.page.intro': 'This is what was recorded, the latest first. Each step was caused by one below it.',
  'explain.page.none': 'Nothing was recorded that explains this.',
  'explain.page.when': '{when}, by {by}',
  'explain.page.by.self': 'you',
  'explain.page.by.content': 'the course while you played it',
  'explain.page.by.admin': 'an administrator',
  'explain.page.by.manager': 'your manager',
  'explain.page.by.import': 'an import of records',
  'explain.page.by.process': 'the nightly check of dates',
};
