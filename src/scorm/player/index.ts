/**
 * The player's server side: from "may play" to a page in the learner's browser, and back.
 *
 * - launcher: our page on the content host that turns a launch ticket into a grant.
 * - package origin: the host of one package version for one account; player page, files and commits live there.
 * - ticket, grant, pass: see `tickets.ts`. label: what a package origin is named after.
 */
export { createPlayer, type Player } from './create-player';
export { playerQueues } from './jobs';
export { launchPage, type LaunchPage } from './launch-page';
export { messages as playerMessages } from './messages.en';
export type { PlayerDeps } from './player-deps';
export { createStartLaunch } from './start-launch';
export type { LaunchOptions, LaunchRefusal, StartedLaunch, StartLaunch } from './start-launch';
