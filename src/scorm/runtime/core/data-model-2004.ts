/** SCORM 2004 Run-Time Environment ch. 4 and 5 (2nd to 4th edition): every element and its type. */
import { keywords, ro, rw, under, wo, type DataModel } from './data-model';
import {
  decimal,
  identifier,
  integer,
  interval2004,
  language,
  navigation,
  text,
  timestamp,
  vocabulary,
  wordOrDecimal,
} from './value-checks';

const completion = vocabulary(['completed', 'incomplete', 'not attempted', 'unknown'], {
  complete: 'completed',
  notattempted: 'not attempted',
  'in progress': 'incomplete',
});
const success = vocabulary(['passed', 'failed', 'unknown'], { pass: 'passed', fail: 'failed' });
const exit = vocabulary(['', 'time-out', 'suspend', 'logout', 'normal'], {
  timeout: 'time-out',
  'time out': 'time-out',
});
const type = vocabulary(
  [
    'true-false',
    'choice',
    'fill-in',
    'long-fill-in',
    'matching',
    'performance',
    'sequencing',
    'likert',
    'numeric',
    'other',
  ],
  { 'true false': 'true-false', 'multiple-choice': 'choice', 'fill in': 'fill-in' },
);
const result = wordOrDecimal(
  vocabulary(['correct', 'incorrect', 'unanticipated', 'neutral'], {
    wrong: 'incorrect',
    true: 'correct',
    false: 'incorrect',
  }),
  decimal(),
);

const real = decimal();
const measure = decimal(0, 1);
const scores = {
  'score.scaled': rw(decimal(-1, 1)),
  'score.raw': rw(real),
  'score.min': rw(real),
  'score.max': rw(real),
};
const id = identifier(4_000, 8_000);
const words250 = text(250, 4_096);
const words4000 = text(4_000, 65_536);
/** 250 steps of 500 characters each are promised of a performance. */
const response = text(4_000, 131_072);
/** The books promise 64,000 characters; authors come with 70 to 80 KB. */
const bulk = text(64_000, 131_072);

const comments = { comment: rw(words4000), location: rw(words250), timestamp: rw(timestamp) };
const commentsFromLms = { comment: ro, location: ro, timestamp: ro };

export const dataModel2004: DataModel = {
  rows: {
    'cmi.comments_from_learner': 1_000,
    'cmi.comments_from_lms': 1_000,
    'cmi.objectives': 1_000,
    'cmi.interactions': 2_000,
    'cmi.interactions.n.objectives': 100,
    'cmi.interactions.n.correct_responses': 100,
    'adl.data': 500,
  },
  elements: {
    ...keywords(
      [
        'cmi.comments_from_learner',
        'cmi.comments_from_lms',
        'cmi.interactions',
        'cmi.learner_preference',
        'cmi.objectives',
        'cmi.objectives.n.score',
        'cmi.score',
        'adl.data',
      ],
      [
        'cmi.comments_from_learner',
        'cmi.comments_from_lms',
        'cmi.interactions',
        'cmi.interactions.n.objectives',
        'cmi.interactions.n.correct_responses',
        'cmi.objectives',
        'adl.data',
      ],
    ),
    ...under('cmi', {
      _version: ro,
      completion_threshold: ro,
      credit: ro,
      entry: ro,
      launch_data: ro,
      learner_id: ro,
      learner_name: ro,
      max_time_allowed: ro,
      mode: ro,
      scaled_passing_score: ro,
      time_limit_action: ro,
      total_time: ro,
      completion_status: rw(completion),
      success_status: rw(success),
      progress_measure: rw(measure),
      exit: wo(exit),
      session_time: wo(interval2004),
      location: rw(text(1_000, 8_000)),
      suspend_data: rw(bulk),
      ...scores,
    }),
    ...under('cmi.learner_preference', {
      audio_level: rw(decimal(0)),
      language: rw(language),
      delivery_speed: rw(decimal(0)),
      audio_captioning: rw(integer(-1, 1)),
    }),
    ...under('cmi.comments_from_learner.n', comments),
    ...under('cmi.comments_from_lms.n', commentsFromLms),
    ...under('cmi.objectives.n', {
      id: rw(id),
      success_status: rw(success),
      completion_status: rw(completion),
      progress_measure: rw(measure),
      description: rw(words250),
      ...scores,
    }),
    ...under('cmi.interactions.n', {
      id: rw(id),
      type: rw(type),
      'objectives.n.id': rw(id),
      timestamp: rw(timestamp),
      'correct_responses.n.pattern': rw(response),
      weighting: rw(real),
      learner_response: rw(response),
      result: rw(result),
      latency: rw(interval2004),
      description: rw(words250),
    }),
    'adl.nav.request': rw(navigation),
    'adl.nav.request_valid.continue': ro,
    'adl.nav.request_valid.previous': ro,
    'adl.data.n.id': ro,
    'adl.data.n.store': rw(bulk),
  },
};
