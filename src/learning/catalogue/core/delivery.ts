import type { DeliveryMode } from './types';

/** Played in the player; needs a learning object. */
export function isOnline(mode: DeliveryMode): boolean {
  return mode === 'OnlineSelfPaced' || mode === 'OnlineScheduled';
}

/** Everything but self-paced runs at set times. */
export function isScheduled(mode: DeliveryMode): boolean {
  return mode !== 'OnlineSelfPaced';
}

/** An online offering names its learning object (§7.0.1); the refusal, or undefined when it may be saved. */
export function checkOffering(offering: {
  readonly deliveryMode: DeliveryMode;
  readonly learningObjectId?: string | undefined;
}): 'learning-object-missing' | undefined {
  return isOnline(offering.deliveryMode) && offering.learningObjectId === undefined
    ? 'learning-object-missing'
    : undefined;
}
