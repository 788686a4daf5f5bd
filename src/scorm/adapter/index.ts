/**
 * The remote shape: content on one machine (`MODE=adapter`), the learning core on another (`MODE=core`).
 *
 * - outbox: the adapter's pending outcomes; sent until the core has answered for each.
 * - shared keys: derived from `ADAPTER_SECRET`; they sign launch tickets one way and outcomes the other.
 */
export { createSender, type Sender, type SenderDeps } from './create-sender';
export { messages as adapterMessages } from './messages.en';
export { outcomesRoute, type OutcomesRouteDeps } from './outcomes-route';
export { queueForCore } from './queue-for-core';
export { sharedKeysOf } from './shared-keys';
