/** Answers the suite's questions about the controls from what the player's page shows. */
import { root, titleMeant } from './instructions';
import { oneLine } from './manifest-facts';
import type { ControlsShown, EntryShown, QuestionReport } from './report';
import type { Question } from './script';

/** @param courseTitle title of the organisation, the entry of the whole course */
export function answerQuestion(question: Question, shown: ControlsShown, courseTitle: string): QuestionReport {
  const answer = isYes(question, shown, courseTitle) ? 'Y' : 'N';
  return { question: question.text, expected: question.expected, answer, ok: answer === question.expected };
}

function isYes({ kind, title = '' }: Question, shown: ControlsShown, courseTitle: string): boolean {
  const meant = titleMeant(title);
  const wanted = meant === root ? courseTitle : oneLine(meant);
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
      return shown.entries.some((entry) => entry.selectable && !entry.current && entry.title !== courseTitle);
    case 'toc.enabled.selectable':
      return shown.entries.some((entry) => named(entry) && entry.selectable);
    case 'toc.visible':
      return shown.entries.some(named);
    // No question: the tester presses a button of the page.
    case 'click.button':
      return true;
  }
}
