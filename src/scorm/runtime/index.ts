/**
 * The runtime: what learners did with content, kept truly.
 *
 * - registration: somebody's right to play something, known by an opaque id. attempt: one go at it, on one version.
 * - session: one launch of the player; its generation orders launches. commit: one entry of the content's journal.
 * - outcome: what a registration has come to, cumulative and versioned; told to the core through the port.
 */
export { openAttempt, type OpenedAttempt } from './open-attempts';
export { openSession, type SessionStart } from './open-session';
export { createTakeCommits, type CommitCommand, type TakeCommits } from './take-commits';
export { navigate, type NavigateCommand } from './navigate';
export { closeSilentSessions, retryOutcomes, silentMinutes } from './close-silent-sessions';
export { findTrial, type Trial } from './find-trial';
export { findAttempt, type AttemptView, type SessionView } from './queries';
export { loadPackages, type PlayablePackage } from './packages';
export { findLaunchable, listUnflushed, type LaunchableAttempt } from './find-launchable';
export { forgetTickets, useTicket } from './ticket-uses';
export {
  claimOutcomes,
  findTaken,
  markDelivered,
  markRefused,
  saveTaken,
  type DeliveredOutcome,
  type RefusedOutcome,
} from './outbox';
export { summariseElements } from './core/summarise-elements';
export { factsOfActivity } from './core/facts-of-activity';
export { elementMessages } from './messages.en';
export type { OutcomePort, OutcomeReceipt, Registration, ReportedOutcome } from './outcome-port';
export type * from './core/protocol';
export { listPendingOutcomes, retryRegistration, type PendingOutcome } from './admin-outcomes';
export { listUntallied, tallyAttempts, tallyRecent, type TallyRequest } from './tally-answers';
export { queueTally, runtimeQueues, startRuntimeJobs } from './jobs';
export { moveRoutes } from './move-routes';
export { messages as moveMessages } from './move-messages.en';
export { readTrace, switchTrace, takeTrace, type AttemptTrace } from './trace';
