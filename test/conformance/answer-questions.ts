/** Answers the suite's questions about the controls from what the player's page shows. */
import { root, titleMeant } from './instructions';
import { oneLine, type ManifestFacts } from './manifest-facts';
import type { ControlsShown, EntryShown, QuestionReport } from './report';
import type { Question } from './script';
import { titleAmong } from './titles';

/** `title` is that of the organisation, which names the entry of the whole course; `titles` are those of the items. */
export type Titles = Pick<ManifestFacts, 'title' | 'titles'>;

export function answerQuestion(question: Question, shown: ControlsShown, titles: Titles): QuestionReport {
  const answer = isYes(question, shown, titles) ? 'Y' : 'N';
  return { question: question.text, expected: question.expected, answer, ok: answer === question.expected };
}

/** The title of the entry that is meant, as the contents show it. */
export const entryTitle = (meant: string | typeof root, { title, titles }: Titles): string =>
  meant === root ? title : titleAmong(titles, oneLine(meant));

function isYes({ kind, title = '' }: Question, shown: ControlsShown, titles: Titles): boolean {
  const wanted = entryTitle(titleMeant(title), titles);
  const named = (entry: EntryShown): boolean => entry.title === wanted;
  switch (kind) {
    case 'continue.enabled':
      return shown.continue.enabled;
    case 'continue.disabled':
      return !shown.continue.enabled;
    case 'previous.enabled':
      return shown.previous.enabled;
    case 'previous.disabled':
      return !shown.previous.enabled;
    case 'toc.enabled':
      return shown.entries.some((entry) => entry.selectable && !entry.current && entry.title !== titles.title);
    case 'toc.enabled.selectable':
      return shown.entries.some((entry) => named(entry) && entry.selectable);
    case 'toc.visible':
      return shown.entries.some(named);
    // No question: the tester presses a button of the page.
    case 'click.button':
      return true;
  }
}
