import type { z } from 'zod';
import type { Route } from './types';

/** Declares a route. Types of params, query and body come from its schemas. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(declared: Route<P, Q, B>): Route {
  // The registry parses before it calls, so what `run` is given has the type its schemas say.
  return declared;
}
