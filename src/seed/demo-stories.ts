/** Learning under way in the demonstration: who did what, how many days ago. Dates move with the day of the first start. */
import type { Said } from './play-as';

export type Story = { readonly who: string; readonly daysAgo: number } & (
  | { readonly does: 'play'; readonly course: string; readonly how: 'pass' | 'part' | 'fail' }
  | { readonly does: 'start-path'; readonly path: string }
);

const play = (who: string, daysAgo: number, course: string, how: 'pass' | 'part' | 'fail' = 'pass'): Story => ({
  who,
  daysAgo,
  does: 'play',
  course,
  how,
});
const startPath = (who: string, daysAgo: number, path: string): Story => ({ who, daysAgo, does: 'start-path', path });

const hands = 'Hand hygiene';
const data = 'Data security awareness';
const infection = 'Infection prevention and control';
const fire = 'Fire safety at Northgate';
const moving = 'Moving and handling';
const welcome = 'Welcome to Northgate';
const communityFire = 'Fire safety in the community';

/** Each person's in the order in which it happened. */
export const stories: readonly Story[] = [
  // Everything done; what is valid for a year ends in the next weeks.
  startPath('amina.khan', 352, welcome),
  play('amina.khan', 351, hands),
  play('amina.khan', 350, data),
  play('amina.khan', 347, infection),
  play('amina.khan', 345, fire),
  // Behind: the path was due four weeks ago.
  startPath('ben.carter', 70, welcome),
  play('ben.carter', 68, hands),
  play('ben.carter', 20, infection, 'part'),
  startPath('chloe.evans', 5, welcome),
  play('chloe.evans', 2, hands),
  play('chloe.evans', 1, data, 'part'),
  // Certified once, and let it run out.
  play('daniel.osei', 420, fire),
  play('daniel.osei', 415, moving),
  play('grace.mitchell', 200, fire),
  play('grace.mitchell', 198, data),
  play('jo.lewis', 120, fire),
  play('kate.brown', 30, data),
  // Renewed before it expired.
  play('olivia.green', 400, communityFire),
  play('olivia.green', 60, communityFire),
  startPath('liam.murphy', 110, 'Starting in the community'),
  play('liam.murphy', 100, communityFire),
  play('liam.murphy', 90, data),
  // Had thirty days, and did not finish.
  play('maya.singh', 40, communityFire, 'part'),
  play('noah.williams', 15, communityFire, 'fail'),
];

const sco12 = (activity: string, status: string, score?: number): Said => ({
  activity,
  ends: true,
  set: {
    'cmi.core.lesson_status': status,
    ...(score === undefined
      ? {}
      : { 'cmi.core.score.raw': String(score), 'cmi.core.score.min': '0', 'cmi.core.score.max': '100' }),
    'cmi.core.exit': '',
    'cmi.core.session_time': '00:06:30.00',
  },
});

const sco2004 = (activity: string, score?: number): Said => ({
  activity,
  ends: true,
  set: {
    'cmi.completion_status': 'completed',
    'cmi.progress_measure': '1',
    ...(score === undefined
      ? { 'cmi.success_status': 'passed' }
      : {
          'cmi.success_status': score < 80 ? 'failed' : 'passed',
          'cmi.score.scaled': String(score / 100),
          'cmi.score.raw': String(score),
          'cmi.score.min': '0',
          'cmi.score.max': '100',
        }),
    'cmi.exit': 'normal',
    'cmi.session_time': 'PT6M30S',
  },
});

const suspended12 = (activity: string): Said => ({
  activity,
  ends: true,
  set: { 'cmi.core.lesson_status': 'incomplete', 'cmi.core.exit': 'suspend', 'cmi.core.session_time': '00:03:10.00' },
});

const suspended2004 = (activity: string): Said => ({
  activity,
  ends: true,
  set: {
    'cmi.completion_status': 'incomplete',
    'cmi.progress_measure': '0.4',
    'cmi.exit': 'suspend',
    'cmi.session_time': 'PT3M10S',
  },
});

type Ways = Readonly<Record<'pass' | 'part' | 'fail', readonly Said[]>>;
const fireWays: Ways = {
  pass: [sco12('item_fire', 'passed', 90)],
  part: [suspended12('item_fire')],
  fail: [sco12('item_fire', 'failed', 60)],
};

/** What the sample packages of the courses say, each way. */
export const waysToPlay: Readonly<Record<string, Ways>> = {
  [fire]: fireWays,
  [communityFire]: fireWays,
  [hands]: { pass: [sco12('item_hands', 'completed')], part: [suspended12('item_hands')], fail: [] },
  [moving]: {
    pass: [
      ...['item_why', 'item_think', 'item_practice'].map((part) => sco12(part, 'completed')),
      sco12('item_assessment', 'passed', 80),
    ],
    part: [sco12('item_why', 'completed'), suspended12('item_think')],
    fail: [sco12('item_assessment', 'failed', 60)],
  },
  [infection]: {
    pass: [sco2004('item_chain'), sco2004('item_precautions'), sco2004('item_check', 90)],
    part: [sco2004('item_chain'), suspended2004('item_precautions')],
    fail: [sco2004('item_check', 60)],
  },
  [data]: {
    pass: [sco2004('item_information'), sco2004('item_everyday'), sco2004('item_report'), sco2004('item_quiz', 100)],
    part: [sco2004('item_information'), suspended2004('item_everyday')],
    fail: [sco2004('item_quiz', 60)],
  },
};
