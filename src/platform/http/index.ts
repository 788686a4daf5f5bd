/**
 * HTTP: the route registry, the two listeners, problems.
 *
 * - route: one declaration of method, path, access, schemas and what runs; all checks come from it.
 * - problem: what went wrong, with a code of one table; answered as problem+json or as a page.
 * - app host: where people sign in; launcher and package origins: where content lives (see `hosts.ts`).
 */
export { createApp, createAppListener } from './app-listener';
export {
  aboutContent,
  createContentListener,
  refuseContent,
  sendContent,
  type ContentDeps,
  type ContentRequest,
} from './content-listener';
export { safeNext } from './csrf';
export { signInPath, type HttpDeps } from './deps';
export { packageOrigin, type ContentHost } from './hosts';
export { messages as httpMessages } from './messages.en';
export { openApiDocument } from './openapi';
export { asProblem, FormProblem, Problem, problemCodes, type ProblemCode, type ProblemOptions } from './problem';
export { receiveUpload, type ReceivedFile } from './receive-upload';
export { route } from './route';
export { listen, stopServer } from './server';
export { walkRoutes, type RouteExample, type Walk } from './walk-routes';
export type { Access, Flash, Permission, Reply, ReplyExtras, Request, Route, SignedIn } from './types';
