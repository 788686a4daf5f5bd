/** Pages in the place of the content, when there is none to show. */
import type { OutcomeShown, PlayerStart } from '../../runtime/core/protocol';
import type { Refusal } from '../../sequencing/core/types';
import { showMessage } from './message-page';
import { outcomeWords } from './outcome-words';
import type { Say } from './words';

export type Pages = {
  readonly say: Say;
  readonly start: PlayerStart;
  readonly place: HTMLElement;
  readonly reload: () => void;
  readonly retry: () => void;
  readonly goAway: () => void;
};

/**
 * What was recorded and what it led to (UX: player).
 * @param how silent: the course never said a word, so nothing is called saved; anew: the attempt on the course is over,
 *   and an unfinished course begins from the start the next time
 */
export function endPage(
  { say, start, place, reload, goAway }: Pages,
  outcome: OutcomeShown | undefined,
  how: { readonly silent: boolean; readonly anew: boolean },
): void {
  const sentences: string[] = [];
  const done = outcome !== undefined && (outcome.completion === 'completed' || outcome.success === 'passed');
  const anew = how.anew && !done;
  if (start.mode === 'review') sentences.push(say('player.end.review'));
  else if (start.mode === 'preview') sentences.push(say('player.end.preview'));
  else if (how.silent) sentences.push(say('player.result.nothing'));
  else if (anew) sentences.push(say('player.end.anew'));
  else if (outcome) {
    const said = outcomeWords(outcome);
    sentences.push(say(said.key, said.values), ...outcome.ledTo);
  } else sentences.push(say('player.result.in-progress'));
  showMessage(place, say('player.end.title', { title: start.title }), sentences, [
    { text: say(start.mode === 'preview' ? 'player.end.back-to-content' : 'player.end.back'), run: goAway },
    { text: say(anew ? 'player.end.go-back-in' : 'player.end.again'), run: reload },
  ]);
}

export type ToChoose = {
  /** Something was ended; otherwise the course has just been opened. */
  readonly after: boolean;
  readonly canChoose: boolean;
  /** The contents can be opened; otherwise the choices stand here. */
  readonly inContents: boolean;
};

/** The session goes on, but nothing follows by itself. */
export function choosePage(
  { say, place, goAway }: Pages,
  { after, canChoose, inContents }: ToChoose,
  choices: readonly { readonly identifier: string; readonly title: string }[],
  choose: (identifier: string) => unknown,
): void {
  const words = canChoose ? (inContents ? 'player.contents.choose' : 'player.choose.here') : 'player.choose.nothing';
  showMessage(
    place,
    say(after ? 'player.choose.after' : 'player.choose.title'),
    [say(words)],
    canChoose
      ? inContents
        ? []
        : choices.map(({ identifier, title }) => ({ text: title, run: () => void choose(identifier) }))
      : [{ text: say('player.end.back'), run: goAway }],
  );
}

export function offlinePage({ say, place, retry }: Pages): void {
  showMessage(
    place,
    say('player.offline.title'),
    [say('player.offline.text')],
    [{ text: say('player.offline.retry'), run: retry }],
  );
}

export function signInPage({ say, place, retry, goAway }: Pages): void {
  showMessage(
    place,
    say('player.sign-in.title'),
    [say('player.sign-in.text')],
    [
      { text: say('player.sign-in.link'), run: goAway },
      { text: say('player.offline.retry'), run: retry },
    ],
  );
}

/** The server does not know this attempt (any more). */
export function unservedPage({ say, place, goAway }: Pages): void {
  showMessage(
    place,
    say('player.refused.title'),
    [say('player.saved.refused')],
    [{ text: say('player.end.back'), run: goAway }],
  );
}

export function refusalPage({ say, place, reload, goAway }: Pages, refusal: Refusal): void {
  showMessage(
    place,
    say('player.refused.title'),
    [say(`player.refused.${refusal}`)],
    [
      { text: say('player.refused.back'), run: reload },
      { text: say('player.end.back'), run: goAway },
    ],
  );
}
