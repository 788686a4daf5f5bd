/** Every sentence of the package doctor. */
import type { PredictionCode } from '../core/doctor/predict';
import type { DOCTOR_SEVERITIES } from '../core/doctor-codes';

type Words = { readonly message: string; readonly advice: string };

const PREVIEW = 'Preview the package to see that it plays as you expect.';

export const doctorMessages: Readonly<Record<keyof typeof DOCTOR_SEVERITIES, Words>> = {
  'version-speaks-2004': {
    message:
      'The manifest says SCORM {declared}, but all its scripts speak SCORM 2004 ({file}). It is played as SCORM 2004.',
    advice: PREVIEW,
  },
  'version-speaks-12': {
    message:
      'The manifest says SCORM {declared}, but all its scripts speak SCORM 1.2 ({file}). It is played as SCORM 1.2.',
    advice: PREVIEW,
  },
  'version-speaks-otherwise': {
    message:
      'The manifest says SCORM {declared} and has rules of sequencing, but all its scripts speak SCORM 1.2 ({file}).',
    advice: 'Its results cannot be recorded. Export it again, with one version of SCORM for both.',
  },
  'asset-reports': {
    message: '“{title}” is only shown, says the manifest, but its page speaks to a SCORM system: {file}',
    advice: 'What it reports is not recorded. Set its type to “sco” if it should be.',
  },
  'prerequisites-unreadable': {
    message: 'The prerequisites of “{title}” cannot be read: {expression}',
    advice: 'They count as met. Correct them if learners should wait for something.',
  },
  'sequencing-delivers-nothing': {
    message: 'By its own sequencing rules no part of this package can ever be opened.',
    advice: 'Correct the rules in your authoring tool and export again.',
  },
  'item-unreachable': {
    message: 'By the sequencing rules learners can never get to “{title}”.',
    advice: 'Nothing needs to be done if that is meant. Otherwise correct the rules and export again.',
  },
  'rule-objective-unknown': {
    message: 'A rule of “{title}” asks about the objective “{objective}”, which that part does not have.',
    advice: 'The rule never applies. Correct it in your authoring tool if it should.',
  },
  'objective-never-written': {
    message: '“{title}” reads the objective “{objective}”, which no part of this package writes.',
    advice: 'Nothing needs to be done if another course writes it.',
  },
};

/** Each is about what was found in the files; what a course really does, a trial shows. */
export const predictionMessages: Readonly<Record<PredictionCode, string>> = {
  'speaks-not':
    'Nothing in its files reports results, although its manifest says that parts of it do: learners could not complete them. Export it with tracking, or set their type to “asset”, and opening them completes them.',
  'status-never': 'It never says that it is completed, passed or failed: no script in it names a status.',
  'score-never': 'It never sets a score: no script in it names one.',
  'saves-at-end': 'It reports only when it is closed: no script in it saves on the way.',
  'place-not-kept': 'It does not remember the place: whoever comes back starts at the beginning.',
  'state-kept': 'It can keep what a learner did for the next visit (suspend data).',
  'answers-reported': 'It can report the answers to its questions.',
  'window-opened': 'It can open new windows. Browsers may ask learners to allow them.',
  'page-left': 'It can try to leave the page it plays in. The player keeps it where it is.',
  'parent-read': 'It looks into the page around it, which differs from system to system.',
  'hosts-asked': 'It loads from or talks to other sites: {hosts}.',
  'flash-needed':
    'It can use Flash, which no browser plays any more ({file}). See in a preview that nothing is missing.',
  'plugin-needed':
    'It can use a plug-in, which no browser runs any more ({file}). See in a preview that nothing is missing.',
  'device-wanted': 'It can ask for a camera, a microphone or a place, which the player does not give.',
  'service-worker-refused': 'It can work offline by a service worker, which is refused. It plays without.',
  'parts-all': 'It is completed when all of its {count} parts are, unless its rules say otherwise.',
  'order-forced': 'Its parts are gone through in order; learners cannot choose.',
  'order-chosen': 'Learners choose each part from the contents; nothing follows by itself.',
  'order-ruled': 'Its rules decide what comes next or is left out (parts with such rules: {count}).',
  'prerequisites-used': 'Some of its parts open only after others ({count}).',
  'mastery-set': 'It is passed from a score of {scores}, whatever status it sets.',
  'time-limited': 'There is a time limit (parts with one: {count}, the first is “{title}”).',
  'attempts-limited': 'The number of attempts is limited (parts with a limit: {count}).',
};
