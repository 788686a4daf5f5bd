/**
 * A case of the suite played by the engine alone: what each visit's script says is reported, the learner's moves are
 * requests, the questions about the interface are answered from the controls, and what an activity finds at its launch is
 * compared where the engine decides it. No browser, no data model: those have tests of their own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { activitiesOf, checkPackage, type Activity, type Organisation } from '../../src/scorm/package';
import {
  engineFor,
  type ActivityResult,
  type ContentReport,
  type Controls,
  type Engine,
  type LaunchStatus,
  type NavigationRequest,
  type ObjectiveStatus,
  type SequencingState,
} from '../../src/scorm/sequencing';
import { zipOf } from '../integration/scorm/package-zips';
import { root as rootTitle, stepsOf, titleMeant, type Step } from './instructions';
import { readScript, type Command, type Question, type Visit } from './script';
import { sameReal } from './typed-equality';

/** What the learner has beyond one course: shared objectives of all courses that share them. */
export type Learner = { globals: Record<string, ObjectiveStatus> };

type Course = {
  readonly organisation: Organisation;
  readonly engine: Engine;
  readonly activities: ReadonlyMap<string, Activity>;
  readonly byTitle: ReadonlyMap<string, Activity>;
  readonly byAct: ReadonlyMap<string, string>;
  state: SequencingState;
  open: boolean;
  /** What was said in the attempt under way, by activity. */
  readonly said: Map<string, Map<string, string>>;
};

async function courseOf(folder: string): Promise<Course> {
  const { package: found } = await checkPackage(
    zipOf({ 'imsmanifest.xml': readFileSync(join(folder, 'imsmanifest.xml')) }),
  );
  const organisation = found?.organisations.find((one) => one.identifier === found.defaultOrganisation);
  if (!found || !organisation) throw new Error(`no organisation in ${folder}`);
  const all = [...activitiesOf(organisation.root)];
  const byTitle = new Map<string, Activity>();
  const byAct = new Map<string, string>();
  for (const activity of all) {
    if (!byTitle.has(activity.title)) byTitle.set(activity.title, activity);
    const act = /[?&]act=([^&]+)/.exec(activity.resource?.parameters ?? '')?.[1];
    if (act !== undefined) byAct.set(activity.identifier, act);
  }
  const engine = engineFor(found.scormVersion, organisation);
  return {
    organisation,
    engine,
    activities: new Map(all.map((activity) => [activity.identifier, activity])),
    byTitle,
    byAct,
    state: engine.initial(7),
    open: false,
    said: new Map(),
  };
}

/** Pages that end only when they are taken away: the learner's move wins over what they asked for. */
const endsLast = /DoTerminate|OnUnload/;

const statuses: Readonly<Record<string, keyof ObjectiveStatus>> = {
  completion_status: 'completion',
  success_status: 'success',
  'score.scaled': 'scaled',
  'score.raw': 'raw',
  'score.min': 'min',
  'score.max': 'max',
  progress_measure: 'progress',
};

function statusFrom(said: ReadonlyMap<string, string>, prefix: string): ObjectiveStatus {
  return Object.fromEntries(
    Object.entries(statuses).flatMap(([element, field]): [string, string | number][] => {
      const value = said.get(`${prefix}.${element}`);
      if (value === undefined) return [];
      return [[field, field === 'completion' || field === 'success' ? value : Number(value)]];
    }),
  );
}

function reportOf(said: ReadonlyMap<string, string>, rows: readonly string[]): ContentReport {
  return {
    ...statusFrom(said, 'cmi'),
    objectives: rows.map((id, row) => ({ id, ...statusFrom(said, `cmi.objectives.${row}`) })),
    suspended: said.get('cmi.exit') === 'suspend',
    totalSeconds: 0,
  };
}

const resultOf = (report: ContentReport): ActivityResult => ({
  completion: 'unknown',
  success: 'unknown',
  ...statusFrom(new Map(), ''),
  ...(report.scaled === undefined ? {} : { scaled: report.scaled }),
  attempted: true,
  suspended: report.suspended,
  totalSeconds: report.totalSeconds,
});

/** Plays a case; returns what went otherwise than its script says, in words. */
export async function playSequence(folder: string, learner: Learner): Promise<readonly string[]> {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const script = readScript(readFileSync(join(folder, `${name}.properties`)));
  const faults: string[] = [];
  const courses = new Map<string, Course>();
  const courseNamed = async (part: string): Promise<Course> => {
    const known = courses.get(part) ?? (await courseOf(part === '' || part === name ? folder : join(folder, part)));
    courses.set(part, known);
    return known;
  };
  let course = await courseNamed(script.start.startsWith(name) && script.start !== '.' ? script.start : '');
  let where = 'launch';

  const ask = (request: NavigationRequest): string | undefined => {
    const own = course.organisation.objectivesGlobalToSystem;
    const before = own ? { ...course.state, globals: learner.globals } : course.state;
    const decision = course.engine.request(before, request);
    course.state = decision.state;
    if (own) learner.globals = { ...decision.state.globals };
    if (decision.kind === 'end') course.open = false;
    if (decision.kind !== 'refuse' && decision.kind !== 'end') course.open = true;
    if (decision.kind === 'deliver' && !course.activities.get(decision.activity)?.resource)
      faults.push(`${where}: ${decision.activity} cannot be launched`);
    // What is kept is JSON.
    course.state = JSON.parse(JSON.stringify(course.state)) as SequencingState;
    if (process.env['TELL'] !== undefined)
      console.log(
        where,
        JSON.stringify(request),
        decision.kind,
        'activity' in decision ? decision.activity : 'refusal' in decision ? decision.refusal : '',
        (decision.steps ?? [])
          .map((s) => `${s.clause} ${s.activity ?? ''} ${s.code} ${Object.values(s.values ?? {}).join(' ')}`)
          .join('\n      '),
      );
    return decision.kind === 'deliver' ? decision.activity : undefined;
  };
  const idTitled = (title: string | typeof rootTitle): string =>
    title === rootTitle || titleMeant(title) === rootTitle
      ? course.organisation.root.identifier
      : (course.byTitle.get(title)?.identifier ?? `no entry ${title}`);
  const launch = (title?: string): string | undefined => {
    if (course.state.suspended !== undefined) return ask({ type: 'resumeAll' });
    return ask(title === undefined ? { type: 'start' } : { type: 'choice', target: idTitled(title) });
  };
  const take = (step: Step): string | undefined => {
    switch (step.do) {
      case 'press':
        if (step.control === 'exit') return course.open ? ask({ type: 'exitAll' }) : undefined;
        return ask({ type: step.control === 'suspend' ? 'suspendAll' : step.control });
      case 'choose':
        return ask({ type: 'choice', target: idTitled(step.title) });
      case 'expect-end':
        if (course.open) faults.push(`${where}: the session has not ended`);
        return undefined;
      case 'leave':
        if (course.open) ask({ type: 'exitAll' });
        return undefined;
      case 'launch':
        return undefined;
    }
  };

  let delivered = launch(script.start === '.' || script.start.startsWith(name) ? undefined : script.start);
  for (const visit of script.visits) {
    where = visit.label;
    const act = delivered === undefined ? undefined : course.byAct.get(delivered);
    if (delivered === undefined || act !== visit.act) {
      faults.push(`${where}: ${delivered === undefined ? 'nothing' : `activity ${act ?? delivered}`} was delivered`);
      return faults;
    }
    const activity = course.activities.get(delivered);
    const found: LaunchStatus | undefined = course.engine.launchStatus?.(
      course.organisation.objectivesGlobalToSystem ? { ...course.state, globals: learner.globals } : course.state,
      delivered,
    );
    if (!activity || !found) throw new Error('no launch status');
    for (const question of visit.questions) {
      const answer = answerOf(question, course, activity, idTitled, course.engine.controls(course.state));
      if (answer !== question.expected) faults.push(`${where}: ${question.text} should be ${question.expected}`);
    }
    if (found.fresh) course.said.delete(delivered);
    const said = course.said.get(delivered) ?? new Map<string, string>();
    course.said.set(delivered, said);
    said.delete('cmi.exit');
    const { wish, rows } = carryOut(visit, said, found, (fault) => faults.push(`${where}: ${fault}`));
    const isAsset = activity.resource?.href.includes('AssetLaunch') === true;
    const report = reportOf(said, rows);
    if (!isAsset) course.state = course.engine.report(course.state, delivered, resultOf(report), report);
    const last = endsLast.test(activity.resource?.href ?? '');
    const exit = said.get('cmi.exit');
    let next: string | undefined;
    if (!last && (exit === 'time-out' || exit === 'logout')) next = ask({ type: 'exitAll' });
    else if (!last && wish !== undefined) next = ask(wish);
    if (visit.instruction !== undefined) {
      const steps = stepsOf(visit.instruction);
      for (const [index, step] of steps.entries()) {
        if (step.do !== 'launch') next = take(step) ?? (step.do === 'expect-end' ? next : undefined);
        else {
          course = await courseNamed(step.package ?? [...courses].find(([, one]) => one === course)?.[0] ?? '');
          const after = steps[index + 1];
          const title = after?.do === 'choose' && typeof after.title === 'string' ? after.title : undefined;
          next = launch(title);
          if (title !== undefined) break;
        }
      }
    }
    delivered = next;
  }
  return faults;
}

const targeted = /^\{target=(.*)\}(choice|jump)$/;

function wishIn(value: string): NavigationRequest | undefined {
  if (value === '_none_') return undefined;
  const target = targeted.exec(value);
  if (target) return { type: target[2] === 'jump' ? 'jump' : 'choice', target: target[1] ?? '' };
  return { type: value as 'continue' };
}

function carryOut(
  visit: Visit,
  said: Map<string, string>,
  found: LaunchStatus,
  fault: (words: string) => void,
): { readonly wish: NavigationRequest | undefined; readonly rows: readonly string[] } {
  const rows: string[] = found.objectives.map(({ id }) => id);
  for (const [element, value] of said) {
    const row = /^cmi\.objectives\.(\d+)\.id$/.exec(element)?.[1];
    if (row !== undefined) rows[Number(row)] = value;
  }
  let wish: NavigationRequest | undefined;
  const named = ({ name, row }: (Command & { verb: 'get' })['element']): string =>
    row === undefined ? name : name.replace('{row}', String(rows.indexOf(row.id)));
  for (const command of visit.commands) {
    if (command.verb === 'set' && command.expected.error === '0') {
      const element = named(command.element);
      if (element === 'adl.nav.request') wish = wishIn(command.value);
      else said.set(element, command.value);
      const row = /^cmi\.objectives\.(\d+)\.id$/.exec(element)?.[1];
      if (row !== undefined) rows[Number(row)] = command.value;
    } else if (command.verb === 'get') check(command, named(command.element), said, found, rows, fault);
    else if (command.verb === 'objective-ids') {
      const same = rows.length === command.ids.length && rows.every((id) => command.ids.includes(id));
      if (!same) fault(`objectives are ${rows.join(', ')}, not ${command.ids.join(', ')}`);
    }
  }
  return { wish, rows };
}

/** What the engine decides of a value that is read. */
function check(
  command: Command,
  element: string,
  said: ReadonlyMap<string, string>,
  found: LaunchStatus,
  rows: readonly string[],
  fault: (words: string) => void,
): void {
  const { value: wanted, error } = command.expected;
  if (element === 'cmi.objectives._count' && wanted !== String(rows.length))
    fault(`${rows.length} objectives, not ${wanted}`);
  if (element === 'cmi.entry' && wanted !== (found.fresh ? 'ab-initio' : 'resume')) fault(`entry should be ${wanted}`);
  const at = /^cmi\.(?:objectives\.(\d+)\.)?(completion_status|success_status|score\.\w+|progress_measure)$/.exec(
    element,
  );
  const field = statuses[at?.[2] ?? ''];
  if (!at || field === undefined || said.has(element) || (error !== '0' && error !== '403')) return;
  const row = at[1] === undefined ? found.own : found.objectives[Number(at[1])];
  const value = row?.[field] ?? (field === 'completion' || field === 'success' ? 'unknown' : undefined);
  if (at[1] === undefined && [...said.keys()].some((key) => /^cmi\.(score|progress)/.test(key))) return;
  const right =
    value === undefined
      ? error === '403'
      : error === '0' && (typeof value === 'number' ? sameReal(String(value), wanted) : value === wanted);
  if (!right) fault(`${element} is ${value ?? 'not there'}, not ${wanted} (${error})`);
}

function answerOf(
  { kind, title = '' }: Question,
  { organisation, activities, byAct: _ }: Course,
  activity: Activity,
  idTitled: (title: string) => string,
  controls: Controls,
): 'Y' | 'N' {
  const hides = (word: string): boolean => activity.hideLmsUi.includes(word);
  const shown = (id: string): boolean => {
    const path = pathOf(organisation.root, id);
    return (
      (activities.get(id)?.visible ?? id === organisation.root.identifier) &&
      !path.some((step) => controls.hidden?.includes(step) === true)
    );
  };
  const id = title === '' ? '' : idTitled(title);
  const yes: Readonly<Record<Question['kind'], () => boolean>> = {
    'continue.enabled': () => controls.continue && !hides('continue'),
    'continue.disabled': () => !controls.continue || hides('continue'),
    'previous.enabled': () => controls.previous && !hides('previous'),
    'previous.disabled': () => !controls.previous || hides('previous'),
    'toc.enabled': () =>
      controls.choices.some((one) => one !== activity.identifier && one !== organisation.root.identifier && shown(one)),
    'toc.enabled.selectable': () => controls.choices.includes(id) && shown(id),
    'toc.visible': () => shown(id),
    'click.button': () => true,
  };
  return yes[kind]() ? 'Y' : 'N';
}

function pathOf(activity: Activity, id: string): readonly string[] {
  if (activity.identifier === id) return [id];
  for (const child of activity.children) {
    const path = pathOf(child, id);
    if (path.length > 0) return [activity.identifier, ...path];
  }
  return [];
}
