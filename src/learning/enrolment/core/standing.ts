import { daysUntil, type IsoDate } from '../../../platform/dates';
import type { EnrolmentStatus } from './types';

/** How a state looks beside its word: `good`, `soon`, `bad`, `going`, or nothing begun. */
export type Tone = 'good' | 'soon' | 'bad' | 'going' | 'none';

/** A state in words: the end of a message key, and its colour and shape. */
export type Standing = { readonly word: string; readonly tone: Tone };

/** What a screen needs to know of an enrolment to say where it stands. */
export type EnrolmentLook = {
  readonly status: EnrolmentStatus;
  readonly successful: boolean;
  /** What the content reported: `passed`, `failed`, `unknown`. */
  readonly success: string;
  readonly online: boolean;
};

/** UX words: Not started, In progress, Completed, Passed, Not passed; content's own words stay in the trace. */
export function enrolmentStanding({ status, successful, success }: EnrolmentLook): Standing {
  switch (status) {
    case 'Requested':
      return { word: 'requested', tone: 'none' };
    case 'Waitlisted':
      return { word: 'waitlisted', tone: 'none' };
    case 'Confirmed':
      return { word: 'not-started', tone: 'none' };
    case 'InProgress':
      return success === 'failed' ? { word: 'not-passed', tone: 'bad' } : { word: 'in-progress', tone: 'going' };
    case 'Attended':
      if (!successful) return { word: 'not-passed', tone: 'bad' };
      return { word: success === 'passed' ? 'passed' : 'completed', tone: 'good' };
    case 'PendingEvaluation':
      return { word: 'evaluation', tone: 'going' };
    case 'DNA':
      return { word: 'did-not-attend', tone: 'bad' };
    case 'Incomplete':
      return { word: 'incomplete', tone: 'bad' };
    case 'Withdrawn':
      return { word: 'withdrawn', tone: 'none' };
    case 'Rejected':
      return { word: 'rejected', tone: 'bad' };
  }
}

/** ELO-10: what playing it would be called; undefined when it is not played. */
export function playWord({
  status,
  successful,
  success,
  online,
}: EnrolmentLook): 'start' | 'continue' | 'again' | 'review' | undefined {
  if (!online) return undefined;
  if (status === 'Confirmed') return 'start';
  if (status === 'InProgress') return success === 'failed' ? 'again' : 'continue';
  if (status === 'Attended') return successful ? 'review' : 'again';
  return undefined;
}

/** From how many days before it a due date is worth a warning. */
const soonDays = 30;

/** The colour and shape beside "Due in …": a date far away is only a date. */
export function dueTone(due: IsoDate, today: IsoDate): Tone {
  const days = daysUntil(due, today);
  if (days < 0) return 'bad';
  return days <= soonDays ? 'soon' : 'none';
}

/** Still to be done: placed, or attended without the success mark while it can be played again (ELO-10). */
export function isToDo(look: EnrolmentLook): boolean {
  const word = playWord(look);
  return look.status === 'Confirmed' || (word !== undefined && word !== 'review');
}
