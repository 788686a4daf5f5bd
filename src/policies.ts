/**
 * THE table: what follows from what. Event type -> handlers of the rooms, in this order, in the same transaction.
 * Nothing else connects one room's facts with another's.
 */
import type { Policies } from './platform/events';

export const policies: Policies = {};
