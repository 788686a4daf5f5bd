/** SCORM 1.2 RTE 3.4: every element, what content may do with it, and its type. All optional elements are there. */
import { either, isDecimal, real, text, words } from './checks';
import { readOnly, readWrite, under, writeOnly, type Check, type Leaf, type Table } from './table';

/** RTE 3.3.3: incorrect data type. The book has this one code for everything that is wrong with a value. */
const WRONG = 405;

/** SCO-7: suspend data is kept far beyond the book's 4,096 characters, because authors' tools need it. */
const KEPT = { string255: 255, string4096: 4_096, response: 4_096, suspendData: 65_536 };

const bounds = { wrong: WRONG, range: WRONG };
const string255 = text(KEPT.string255, WRONG);
const string4096 = text(KEPT.string4096, WRONG);

/**
 * CMIIdentifier: up to 255 signs. The book allows no white space among them; authors name questions by their titles,
 * and every system in the field takes them. To refuse the name loses the whole interaction, so blanks are taken.
 */
const identifier: Check = (value) => (/^(?=\s*\S)[\s\P{C}]{1,255}$/u.test(value) ? 0 : WRONG);

/**
 * CMITimespan `HHHH:MM:SS.SS`: up to four digits of hours, hundredths may be left out. The book asks for two at least;
 * a single one has no other meaning, scripts that pad only minutes and seconds write it, and to refuse it loses time.
 */
const timespan: Check = (value) => (/^\d{1,4}:\d{2}:\d{2}(?:\.\d{1,2})?$/.test(value) ? 0 : WRONG);

/** CMITime `HH:MM:SS.SS`, a time of the day. */
const clock: Check = (value) => (/^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,2})?$/.test(value) ? 0 : WRONG);

/** CMISInteger within bounds. */
const integer = (least: number, most: number): Check => {
  const number = real(bounds, least, most);
  return (value, sibling) => (/^-?\d{1,5}$/.test(value) ? number(value, sibling) : WRONG);
};

const blank: Check = (value) => (value === '' ? 0 : WRONG);
/** CMIDecimal or CMIBlank, normalised between 0 and 100. */
const score = either(blank, real(bounds, 0, 100));

const statusWords = ['passed', 'completed', 'failed', 'incomplete', 'browsed'];
/** `not attempted` is the system's to say of the lesson as a whole. */
const lessonStatus = words(statusWords, WRONG);
const objectiveStatus = words([...statusWords, 'not attempted'], WRONG);

/**
 * CMIFeedback. By the book single letters and signs between them; authors' tools send words and sentences, which are
 * evidence of what somebody answered. So only what cannot be an answer of its type at all is refused.
 */
const feedback: Check = (value, sibling) => {
  if (value.length > KEPT.response) return WRONG;
  const type = sibling('type');
  if (type === 'true-false') return /^[01tf]/i.test(value) ? 0 : WRONG;
  if (type === 'numeric') return isDecimal(value) ? 0 : WRONG;
  return 0;
};

/** What nobody has set is read as nothing, without an error (RTE 3.3.2.3). */
const open = (check: Check): Leaf => readWrite(check, { initial: '' });
const given = readOnly('');

const scores = { 'score.raw': open(score), 'score.min': open(score), 'score.max': open(score) };
const scoreNames = 'raw,min,max';

export const table12: Table = {
  leaves: {
    'cmi._version': readOnly('3.4'),
    ...under('cmi.core', {
      student_id: given,
      student_name: given,
      lesson_location: open(string255),
      credit: given,
      lesson_status: readWrite(lessonStatus, { initial: 'not attempted' }),
      entry: given,
      ...scores,
      total_time: readOnly('0000:00:00.00'),
      lesson_mode: readOnly('normal'),
      exit: writeOnly(words(['', 'time-out', 'suspend', 'logout'], WRONG)),
      session_time: writeOnly(timespan),
    }),
    'cmi.suspend_data': open(text(KEPT.suspendData, WRONG)),
    'cmi.launch_data': given,
    'cmi.comments': open(string4096),
    'cmi.comments_from_lms': given,
    ...under('cmi.objectives.#', {
      id: open(identifier),
      status: open(objectiveStatus),
      ...scores,
    }),
    ...under('cmi.student_data', { mastery_score: given, max_time_allowed: given, time_limit_action: given }),
    ...under('cmi.student_preference', {
      audio: open(integer(-1, 100)),
      language: open(string255),
      speed: open(integer(-100, 100)),
      text: open(integer(-1, 1)),
    }),
    ...under('cmi.interactions.#', {
      id: writeOnly(identifier),
      'objectives.#.id': writeOnly(identifier),
      time: writeOnly(clock),
      type: writeOnly(
        words(['true-false', 'choice', 'fill-in', 'matching', 'performance', 'sequencing', 'likert', 'numeric'], WRONG),
      ),
      'correct_responses.#.pattern': writeOnly(feedback),
      weighting: writeOnly(real(bounds)),
      student_response: writeOnly(feedback),
      result: writeOnly(either(words(['correct', 'wrong', 'unanticipated', 'neutral'], WRONG), real(bounds))),
      latency: writeOnly(timespan),
    }),
    // What AICC content sets to say where it wants to go; no book of SCORM has it.
    'nav.event': readWrite(words(['continue', 'previous'], WRONG), { initial: '' }),
  },
  collections: {
    'cmi.objectives': { most: 1_000 },
    'cmi.interactions': { most: 2_000 },
    'cmi.interactions.#.objectives': { most: 100 },
    'cmi.interactions.#.correct_responses': { most: 100 },
  },
  children: {
    'cmi.core':
      'student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time',
    'cmi.core.score': scoreNames,
    'cmi.objectives': 'id,score,status',
    'cmi.objectives.#.score': scoreNames,
    'cmi.student_data': 'mastery_score,max_time_allowed,time_limit_action',
    'cmi.student_preference': 'audio,language,speed,text',
    'cmi.interactions': 'id,objectives,time,type,correct_responses,weighting,student_response,result,latency',
  },
  // RTE 3.3.3. The book has no code of its own for an index that is wrong: it is an argument that is.
  codes: {
    noNameRead: 201,
    noNameWritten: 201,
    unknown: 401,
    noChildren: 202,
    noCount: 203,
    noVersion: 401,
    keywordWritten: 402,
    readOnly: 403,
    writeOnly: 404,
    indexRead: 201,
    indexWritten: 201,
    unset: 0,
    dependency: 405,
    conflict: 405,
    unstorable: 405,
  },
};
