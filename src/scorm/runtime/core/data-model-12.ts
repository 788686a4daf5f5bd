/** SCORM 1.2 Run-Time Environment §3.4.4: every element, what content may do with it, and its type. */
import { keywords, ro, rw, under, wo, type DataModel } from './data-model';
import { clockTime, decimal, integer, name, text, timespan12, vocabulary, wordOrDecimal } from './value-checks';

/** SCO-1; `not attempted` is ours to set by the book, but content that repeats it does no harm. */
const status = vocabulary(['not attempted', 'browsed', 'incomplete', 'completed', 'passed', 'failed'], {
  complete: 'completed',
  pass: 'passed',
  fail: 'failed',
  notattempted: 'not attempted',
  'in progress': 'incomplete',
});
const exit = vocabulary(['', 'time-out', 'suspend', 'logout'], {
  normal: '',
  timeout: 'time-out',
  'time out': 'time-out',
});
const type = vocabulary(
  ['true-false', 'choice', 'fill-in', 'matching', 'performance', 'sequencing', 'likert', 'numeric'],
  { 'true false': 'true-false', 'multiple-choice': 'choice', 'fill in': 'fill-in', 'long-fill-in': 'fill-in' },
);
const result = wordOrDecimal(
  vocabulary(['correct', 'wrong', 'unanticipated', 'neutral'], { incorrect: 'wrong', true: 'correct', false: 'wrong' }),
  decimal(),
);

/** RTE: 0 to 100 or blank. A raw 101 is refused: cutting it could award what was not earned. */
const score = decimal(0, 100, true);
const scores = { 'score.raw': rw(score), 'score.min': rw(score), 'score.max': rw(score) };

const id = name(255, 4_000);
const short = text(255, 4_096);
/** SCO-7: 4,096 by the book, 64 KB here. */
const long = text(4_096, 65_536);

/** What AICC content sets to say where it wants to go. */
const event = vocabulary(['continue', 'previous']);

export const dataModel12: DataModel = {
  rows: {
    'cmi.objectives': 1_000,
    'cmi.interactions': 2_000,
    'cmi.interactions.n.objectives': 100,
    'cmi.interactions.n.correct_responses': 100,
  },
  elements: {
    ...keywords(
      [
        'cmi.core',
        'cmi.core.score',
        'cmi.objectives',
        'cmi.objectives.n.score',
        'cmi.student_data',
        'cmi.student_preference',
        'cmi.interactions',
      ],
      ['cmi.objectives', 'cmi.interactions', 'cmi.interactions.n.objectives', 'cmi.interactions.n.correct_responses'],
    ),
    'cmi._version': ro,
    'nav.event': rw(event),
    ...under('cmi.core', {
      student_id: ro,
      student_name: ro,
      credit: ro,
      entry: ro,
      total_time: ro,
      lesson_mode: ro,
      lesson_location: rw(short),
      lesson_status: rw(status),
      exit: wo(exit),
      session_time: wo(timespan12),
      ...scores,
    }),
    'cmi.suspend_data': rw(long),
    'cmi.launch_data': ro,
    'cmi.comments': rw(long),
    'cmi.comments_from_lms': ro,
    ...under('cmi.student_data', { mastery_score: ro, max_time_allowed: ro, time_limit_action: ro }),
    ...under('cmi.student_preference', {
      audio: rw(integer(-1, 100)),
      language: rw(short),
      speed: rw(integer(-100, 100)),
      text: rw(integer(-1, 1)),
    }),
    ...under('cmi.objectives.n', { id: rw(id), status: rw(status), ...scores }),
    ...under('cmi.interactions.n', {
      id: wo(id),
      'objectives.n.id': wo(id),
      time: wo(clockTime),
      type: wo(type),
      'correct_responses.n.pattern': wo(short),
      weighting: wo(decimal()),
      student_response: wo(short),
      result: wo(result),
      latency: wo(timespan12),
    }),
  },
};
