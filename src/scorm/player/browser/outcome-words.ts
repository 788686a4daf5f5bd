import type { OutcomeShown } from '../../runtime/core/protocol';
import type { SentenceKey } from '../messages.en';

export type Said = { readonly key: SentenceKey; readonly values?: Readonly<Record<string, string>> };

/** What was recorded, in one sentence; what it led to comes from the core in `ledTo`. */
export function outcomeWords(outcome: OutcomeShown): Said {
  const word =
    outcome.success === 'unknown'
      ? outcome.completion === 'completed'
        ? 'completed'
        : 'in-progress'
      : outcome.success;
  if (word === 'in-progress' || outcome.percent === undefined) return { key: `player.result.${word}` };
  return { key: `player.result.${word}-score`, values: { percent: String(outcome.percent) } };
}
