/** Every queue of the program. A job of a queue that is not listed here is an error. */
import type { QueueDeclaration } from './platform/jobs';

export const queues: readonly QueueDeclaration[] = [];
