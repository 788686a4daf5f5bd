import { byId } from './page';

/** Opening, between activities, playing, choosing, over, refused, or without a server that answers. */
export type StageState =
  'opening' | 'moving' | 'content' | 'choose' | 'end' | 'refuse' | 'offline' | 'sign-in' | 'refused';

/** For people's tools and for tests: what is in the place of the content now, and which activity that is. */
export function showStage(state: StageState, activity?: string): void {
  const { dataset } = byId('stage', HTMLElement);
  dataset['state'] = state;
  if (activity !== undefined) dataset['activity'] = activity;
  else delete dataset['activity'];
}
