import type { SentenceKey } from '../messages.en';
import type { OutboxState } from './outbox';

export type SavedWord = Extract<SentenceKey, `player.saved.${string}`> | '';

/**
 * What the bar says about saving, in the order of what matters most to the learner.
 * @param everSaved whether anything of this visit was acknowledged yet: before that there is nothing to boast of
 */
export function savedWord(state: OutboxState, everSaved: boolean): SavedWord {
  if (state.atRisk > 0) return 'player.saved.full';
  if (state.phase === 'sign-in') return 'player.saved.sign-in';
  if (state.phase === 'refused') return 'player.saved.refused';
  if (state.aside > 0) return 'player.saved.aside';
  if (state.unsent > 0 && state.failures > 0) return 'player.saved.on-device';
  if (state.unsent > 0) return 'player.saved.saving';
  return everSaved ? 'player.saved.saved' : '';
}
