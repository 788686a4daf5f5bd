/** Every queue of the program. A job of a queue that is not listed here is an error. */
import type { QueueDeclaration } from './platform/jobs';
import { libraryQueues } from './scorm/library';
import { playerQueues } from './scorm/player';
import { runtimeQueues } from './scorm/runtime';

export const queues: readonly QueueDeclaration[] = [...libraryQueues, ...runtimeQueues, ...playerQueues];
