/** SCORM 2004 RTE ch. 4 and SN book ch. 5: every element, what content may do with it, and its type. */
import { either, real, text, words } from './checks';
import { duration, identifier, language, localized, RANGE, timestamp, TOO_LONG, TYPE, type Rules } from './checks-2004';
import { isDistinct, mostPatterns, pattern, response } from './responses-2004';
import { readOnly, readWrite, under, writeOnly, type Leaf, type Sibling, type Table } from './table';

/** What the server's data model keeps of a value, in characters; the books promise less. */
const KEPT = { identifier: 8_000, short: 4_096, location: 8_000, long: 65_536, response: 131_072, bulk: 131_072 };

const always = (): boolean => true;
const bounds = { wrong: TYPE, range: RANGE };
const anyReal = real(bounds);
const measure = real(bounds, 0, 1);
const completionWords = words(['completed', 'incomplete', 'not attempted', 'unknown'], TYPE);
const successWords = words(['passed', 'failed', 'unknown'], TYPE);

/** RTE 4.2.4: with a threshold, the measure alone decides. */
function byThreshold(get: Sibling): string | undefined {
  const threshold = get('cmi.completion_threshold');
  if (threshold === undefined) return undefined;
  const progress = get('cmi.progress_measure');
  if (progress === undefined) return 'unknown';
  return Number(progress) >= Number(threshold) ? 'completed' : 'incomplete';
}

/** RTE 4.2.22: with a passing score, the scaled score alone decides. */
function byScore(get: Sibling): string | undefined {
  const passing = get('cmi.scaled_passing_score');
  if (passing === undefined) return undefined;
  const scaled = get('cmi.score.scaled');
  if (scaled === undefined) return 'unknown';
  return Number(scaled) >= Number(passing) ? 'passed' : 'failed';
}

const navigation = either(
  words(['continue', 'previous', 'exit', 'exitAll', 'abandon', 'abandonAll', 'suspendAll', '_none_'], TYPE),
  (value) => (/^\{target=[^{}]{1,4000}\}(?:choice|jump)$/.test(value) ? 0 : TYPE),
);

const scores = {
  'score.scaled': readWrite(real(bounds, -1, 1)),
  'score.raw': readWrite(anyReal),
  'score.min': readWrite(anyReal),
  'score.max': readWrite(anyReal),
};
const scoreNames = 'scaled,raw,min,max';

/** Everything but `id` waits for the id of its row. */
function waiting(leaves: Readonly<Record<string, Leaf>>): Record<string, Leaf> {
  return Object.fromEntries(
    Object.entries(leaves).map(([name, leaf]) => [name, name === 'id' ? leaf : { needs: ['id'], ...leaf }]),
  );
}

function leavesBy(rules: Rules): Record<string, Leaf> {
  const id = identifier(rules, KEPT.identifier);
  const comment = {
    comment: readWrite(localized(rules, KEPT.long)),
    location: readWrite(text(KEPT.short, TOO_LONG)),
    timestamp: readWrite(timestamp(rules)),
  };
  const typed = ['id', 'type'];
  return {
    ...under('cmi', {
      _version: readOnly('1.0'),
      completion_status: readWrite(completionWords, { initial: 'unknown', derived: byThreshold }),
      completion_threshold: readOnly(),
      credit: readOnly('credit'),
      entry: readOnly(''),
      exit: writeOnly(words(['', 'time-out', 'suspend', 'logout', 'normal'], TYPE)),
      launch_data: readOnly(),
      learner_id: readOnly(''),
      learner_name: readOnly(''),
      location: readWrite(text(KEPT.location, TOO_LONG)),
      max_time_allowed: readOnly(),
      mode: readOnly('normal'),
      progress_measure: readWrite(measure),
      scaled_passing_score: readOnly(),
      ...scores,
      session_time: writeOnly(duration(rules)),
      success_status: readWrite(successWords, { initial: 'unknown', derived: byScore }),
      suspend_data: readWrite(text(KEPT.bulk, TOO_LONG)),
      time_limit_action: readOnly('continue,no message'),
      total_time: readOnly('PT0S'),
    }),
    ...under('cmi.learner_preference', {
      audio_level: readWrite(real(bounds, 0), { initial: '1' }),
      language: readWrite(language(rules), { initial: '' }),
      delivery_speed: readWrite(real(bounds, 0), { initial: '1' }),
      audio_captioning: readWrite(words(['-1', '0', '1'], TYPE), { initial: '0' }),
    }),
    ...under('cmi.comments_from_learner.#', comment),
    ...under('cmi.comments_from_lms.#', { comment: readOnly(), location: readOnly(), timestamp: readOnly() }),
    ...under(
      'cmi.objectives.#',
      waiting({
        id: readWrite(id, { once: true, unique: always }),
        success_status: readWrite(successWords, { initial: 'unknown' }),
        completion_status: readWrite(completionWords, { initial: 'unknown' }),
        progress_measure: readWrite(measure),
        description: readWrite(localized(rules, KEPT.short)),
        ...scores,
      }),
    ),
    ...under(
      'cmi.interactions.#',
      waiting({
        id: readWrite(id),
        type: readWrite(
          words(
            [
              'true-false',
              'choice',
              'fill-in',
              'long-fill-in',
              'likert',
              'matching',
              'performance',
              'sequencing',
              'numeric',
              'other',
            ],
            TYPE,
          ),
        ),
        'objectives.#.id': readWrite(id, { unique: always }),
        timestamp: readWrite(timestamp(rules)),
        'correct_responses.#.pattern': readWrite(pattern(rules, KEPT.response), { needs: typed, unique: isDistinct }),
        weighting: readWrite(anyReal),
        learner_response: readWrite(response(rules, KEPT.response), { needs: typed }),
        result: readWrite(either(words(['correct', 'incorrect', 'unanticipated', 'neutral'], TYPE), anyReal)),
        latency: readWrite(duration(rules)),
        description: readWrite(localized(rules, KEPT.short)),
      }),
    ),
    'adl.nav.request': readWrite(navigation, { initial: '_none_' }),
    'adl.data.#.id': readOnly(),
    'adl.data.#.store': readWrite(text(KEPT.bulk, TOO_LONG), { bucket: true }),
  };
}

/** The whole of SCORM 2004, as strict as the edition wants it. */
export const table2004 = (rules: Rules): Table => ({
  leaves: leavesBy(rules),
  collections: {
    'cmi.comments_from_learner': { most: 1_000 },
    'cmi.comments_from_lms': { most: 1_000, closed: true },
    'cmi.objectives': { most: 1_000 },
    'cmi.interactions': { most: 2_000 },
    'cmi.interactions.#.objectives': { most: 100 },
    'cmi.interactions.#.correct_responses': { most: 100, limit: (sibling) => mostPatterns(sibling('type')) },
    'adl.data': { most: 500, closed: true },
  },
  children: {
    'cmi.comments_from_learner': 'comment,location,timestamp',
    'cmi.comments_from_lms': 'comment,location,timestamp',
    'cmi.interactions':
      'id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,description',
    'cmi.learner_preference': 'audio_level,language,delivery_speed,audio_captioning',
    'cmi.objectives': 'id,score,success_status,completion_status,progress_measure,description',
    'cmi.objectives.#.score': scoreNames,
    'cmi.score': scoreNames,
    'adl.data': 'id,store',
  },
  // RTE 3.1.7.
  codes: {
    noNameRead: 301,
    noNameWritten: 351,
    unknown: 401,
    noChildren: 301,
    noCount: 301,
    noVersion: 301,
    keywordWritten: 404,
    readOnly: 404,
    writeOnly: 405,
    indexRead: 301,
    indexWritten: 351,
    unset: 403,
    dependency: 408,
    conflict: 351,
    unstorable: 351,
  },
});
