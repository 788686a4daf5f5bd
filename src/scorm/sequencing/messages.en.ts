/**
 * What the engine found and did on its way to a decision, for people who look at a trace. The clause of the Sequencing
 * and Navigation book stands beside each. Values in braces are filled in as they are, by the page or its script.
 */
export const stepSentences = {
  'sequencing.step.auto-completed': '{activity} said nothing about its completion and counts as completed',
  'sequencing.step.auto-satisfied': '{activity} said nothing about success and counts as passed',
  'sequencing.step.attempt-suspended': '{activity} is suspended: the attempt on it goes on later',
  'sequencing.step.attempt-ended': 'The attempt on {activity} ended',
  'sequencing.step.attempt-began': 'Attempt {number} on {activity} began',
  'sequencing.step.attempt-resumed': 'The attempt on {activity} goes on',
  'sequencing.step.stopped': 'No further than {activity}: rule {rule}',
  'sequencing.step.not-activated': '{activity} may not be entered by choice (preventActivation)',
  'sequencing.step.not-left': '{activity} may not be left by choice (choiceExit is off)',
  'sequencing.step.constrained': 'Choice reaches only what is next to {activity} (constrainChoice)',
  'sequencing.step.hidden': '{activity} is hidden from choice',
  'sequencing.step.delivered': '{activity} is delivered',
  'sequencing.step.session-ended': 'The sequencing session ended',
  'sequencing.step.exception': 'Refused by the book, exception {code}',
  'sequencing.step.waiting': 'Nothing follows by itself: the learner chooses',
  'sequencing.step.flow-turned': 'Flow goes forward in {activity}, which allows no way back (forwardOnly)',
  'sequencing.step.flow-ended': 'There is nothing further in that direction',
  'sequencing.step.skipped': '{activity} is skipped: rule {rule}',
  'sequencing.step.disabled': '{activity} is disabled: rule {rule}',
  'sequencing.step.limit-reached': '{activity} allows {limit} attempts and they are used up',
  'sequencing.step.globals-cleared': 'The course begins anew: objectives of the course alone are cleared',
  'sequencing.step.shared': '{activity} writes {what} = {value} to the shared objective {objective}',
  'sequencing.step.rolled-up': '{activity} rolled up: {what} is {value}',
  'sequencing.step.exit-rule': '{activity} exits: rule {rule}',
  'sequencing.step.post-rule': 'After {activity}: rule {rule}',
  'sequencing.step.suspended': 'Everything is suspended; {activity} is where the learner comes back to',
  'sequencing.step.abandoned': '{activity} is abandoned: what it said in this attempt does not count',
} as const;
