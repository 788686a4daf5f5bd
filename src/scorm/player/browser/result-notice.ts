/** After Finish: what was recorded, beside the content, which may have an end page of its own. */
import type { OutcomeShown, PlayerStart } from '../../runtime/core/protocol';
import type { NoticeAction, Notices } from './notices';
import { outcomeWords } from './outcome-words';
import type { Say } from './words';

/** After this long without an answer the learner is told that the result is still on the device. */
const resultPatience = 3000;

export type ResultNotice = {
  /** The content has finished; its last words are on their way, or nothing is recorded at all. */
  readonly expect: (recorded: boolean) => void;
  /** They have arrived. */
  readonly arrived: () => void;
  readonly forget: () => void;
};

export type ResultParts = {
  readonly start: PlayerStart;
  readonly say: Say;
  readonly notices: Notices;
  readonly outcome: () => OutcomeShown | undefined;
  /** More than one part. */
  readonly many: () => boolean;
  readonly actions: () => readonly NoticeAction[];
};

export function createResultNotice({ start, say, notices, outcome, many, actions }: ResultParts): ResultNotice {
  let waiting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(known: boolean): void {
    if (known) waiting = false;
    const several = many();
    const sentences: string[] = several ? [say('player.result.finished-part')] : [];
    const result = outcome();
    if (start.mode === 'review') sentences.push(say('player.end.review'));
    else if (!known) sentences.push(say('player.result.unsent'));
    else if (result && (!several || result.completion === 'completed' || result.success !== 'unknown')) {
      const said = outcomeWords(result);
      sentences.push(say(said.key, said.values), ...result.ledTo);
    }
    notices.show('result', sentences, { actions: actions(), closable: true });
  }

  return {
    expect: (recorded) => {
      clearTimeout(timer);
      waiting = recorded;
      if (!recorded) show(true);
      else timer = setTimeout(() => waiting && show(false), resultPatience);
    },
    arrived: () => waiting && show(true),
    forget: () => {
      clearTimeout(timer);
      waiting = false;
      notices.hide('result');
    },
  };
}
