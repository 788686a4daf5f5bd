/** What runs later or by the clock, of every room. */
import type { Program } from './open-program';
import type { Messages } from './platform/page';

export type WorkDeps = Program & { readonly messages: Messages };

/** Declares the work of this process to the queue. Queues themselves stand in `queues.ts`. */
export async function startWork(_deps: WorkDeps): Promise<void> {
  // Rooms add their jobs here.
}
