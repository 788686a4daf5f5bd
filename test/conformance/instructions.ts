/** What the learner does when a page is done: the suite's codes, taken apart into steps. */
export type LearnerControl = 'continue' | 'previous' | 'exit' | 'suspend';

export type Step =
  | { readonly do: 'press'; readonly control: LearnerControl }
  /** Chooses an entry of the contents; `root` is the whole course. */
  | { readonly do: 'choose'; readonly title: string | typeof root }
  /** The session must be over now. */
  | { readonly do: 'expect-end' }
  /** Leaves the course, unless it is over already; whether that ended it is asked by another step. */
  | { readonly do: 'leave' }
  /** Opens the course again, or another package of the case. */
  | { readonly do: 'launch'; readonly package?: string };

/** Stands for the title of the organisation. */
export const root = Symbol('root');

const press = (control: LearnerControl): Step => ({ do: 'press', control });
const choose = (title: string | typeof root): Step => ({ do: 'choose', title });
const ended: Step = { do: 'expect-end' };
const leave: Step = { do: 'leave' };
const relaunch: Step = { do: 'launch' };

const exact: Readonly<Record<string, readonly Step[]>> = {
  Exit: [leave],
  Continue: [press('continue')],
  Previous: [press('previous')],
  ContinueExitCM8: [press('continue'), ended, relaunch],
  TRIGExitAll: [press('exit'), ended],
  HasEnded: [ended],
  AutoTest: [ended],
  ExitCM09ba: [leave, ended, relaunch],
  SuspendCM09ca: [press('suspend'), ended, relaunch],
  RelaunchCM10: [ended, relaunch, choose('Activity 4')],
  RelaunchCM11: [leave, ended, relaunch],
  RootSX4b: [choose(root)],
  DMBx: [ended, relaunch],
  DMBxAct: [ended, relaunch, choose('Data Model Behavior Test 1')],
};

const rootPhrase = /^the activity that corresponds to the root of /;

/** A title as a question or an instruction names it. */
export const titleMeant = (title: string): string | typeof root => (rootPhrase.test(title) ? root : title);

/** @throws Error for a code that nobody knows */
export function stepsOf(code: string): readonly Step[] {
  const known = exact[code];
  if (known) return known;
  const at = code.indexOf('~');
  const [verb, rest] = at < 0 ? [code, ''] : [code.slice(0, at), code.slice(at + 1)];
  if (verb === 'Choice') return [choose(titleMeant(rest))];
  if (verb === 'ChoiceExit') return [choose(titleMeant(rest)), ended];
  if (verb === 'exitlaunch') return [leave, ended, { do: 'launch', package: rest }];
  if (verb === 'autoendrelaunch') return [ended, { do: 'launch', package: rest }];
  const numbered = /^(API|DMI)t(\d+)$/.exec(code);
  if (numbered)
    return [choose(`${numbered[1] === 'API' ? 'API' : 'Data Model'} Implementation Test ${numbered[2] ?? ''}`)];
  const other = /^ReLaunch(.+)$/.exec(code);
  if (other) return [ended, { do: 'launch', package: other[1] ?? '' }];
  if (/^Relaunch/.test(code)) return [ended, relaunch];
  throw new Error(`unknown instruction ${code}`);
}
