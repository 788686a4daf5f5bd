import { z } from 'zod';
import { Problem, type Request } from '../../platform/http';

/** Whose learning a self-service page is about: nobody but the person signed in (PERM-8). */
export type Learner = { readonly tenantId: string; readonly personId: string };

/** The signed-in person. @throws Problem `not-found` for an account that belongs to nobody. */
export function learnerOf(request: Pick<Request, 'who'>): Learner {
  const { tenantId, personId } = request.who();
  if (personId === undefined) throw new Problem('not-found');
  return { tenantId, personId };
}

/** Every page of one's own learning asks for this. */
export const ownLearning = { permission: 'self.learn' } as const;

/** An object of the catalogue in an address: its owner and its id. */
export const objectParams = z.object({ owner: z.uuid(), id: z.uuid() });
/** One of one's own rows in an address. */
export const ownParams = z.object({ id: z.uuid() });
