/**
 * A case of the suite without a browser: its visits in the order of the script, each as a delivery of its own with
 * scorm-again and the guard, its journal checked and folded as the server does. There is no sequencing: what other
 * activities would have to say (read maps, which activity comes) is not asked here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { activitiesOf, checkPackage, type Activity, type Organisation } from '../../src/scorm/package';
import { zipOf } from '../integration/scorm/package-zips';
import { headlessLearner, headlessName, type HeadlessApi, type HeadlessLearner } from '../support/headless-learner';
import { faultOf, idsFault, type Answered } from './compare';
import { readScript, type Command, type Element, type Script, type Visit } from './script';

export type Fault = { readonly at: string; readonly line: string; readonly fault: string };
export type Played = {
  readonly commands: number;
  readonly faults: readonly Fault[];
  /** What content was told is kept, and the server would not keep as it is. */
  readonly lost: readonly string[];
};

type Course = {
  readonly organisation: Organisation;
  readonly activities: ReadonlyMap<string, Activity>;
  readonly learners: Map<string, HeadlessLearner>;
  readonly stores: Map<string, string>;
};

async function courseOf(folder: string): Promise<Course> {
  const manifest = readFileSync(join(folder, 'imsmanifest.xml'));
  const { package: found } = await checkPackage(zipOf({ 'imsmanifest.xml': manifest }));
  const organisation = found?.organisations.find((one) => one.identifier === found.defaultOrganisation);
  if (!organisation) throw new Error(`no organisation in ${folder}`);
  const activities = new Map<string, Activity>();
  for (const activity of activitiesOf(organisation.root)) {
    const act = /[?&]act=([^&]+)/.exec(activity.resource?.parameters ?? '')?.[1];
    if (act !== undefined && !activities.has(act)) activities.set(act, activity);
  }
  return { organisation, activities, learners: new Map(), stores: new Map() };
}

/** The case in this folder; `wanted` says which commands are judged, all are carried out. */
export async function playCase(folder: string, wanted: (command: Command, visit: Visit) => boolean): Promise<Played> {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const script: Script = readScript(readFileSync(join(folder, `${name}.properties`)));
  const courses = new Map<string, Course>();
  const courseFor = async (act: string): Promise<Course> => {
    const part = /[a-z]$/.exec(act)?.[0] ?? '';
    const known = courses.get(part) ?? (await courseOf(part === '' ? folder : join(folder, `${name}${part}`)));
    courses.set(part, known);
    return known;
  };
  const faults: Fault[] = [];
  const lost: string[] = [];
  let commands = 0;
  for (const visit of script.visits) {
    const course = await courseFor(visit.act);
    const activity = course.activities.get(visit.act);
    if (!activity) throw new Error(`no activity for ${visit.label}`);
    const run = playVisit(course, activity, visit);
    for (const [command, fault] of run.answers) {
      if (!wanted(command, visit)) continue;
      commands += 1;
      if (fault !== undefined) faults.push({ at: `${visit.label}.${command.label}`, line: command.line, fault });
    }
    lost.push(...run.lost);
    const ended = run.wish === 'exitAll' || /^(Exit|exitlaunch|Relaunch|DMBxAct)/.test(visit.instruction ?? '');
    if (ended && !course.organisation.sharedDataGlobalToSystem) course.stores.clear();
  }
  return { commands, faults, lost };
}

function playVisit(course: Course, activity: Activity, visit: Visit) {
  const learner =
    course.learners.get(activity.identifier) ??
    headlessLearner('2004 4th Edition', activity, { stores: course.stores });
  course.learners.set(activity.identifier, learner);
  const { api, leave } = learner.visit();
  const answers = visit.commands.map((command) => [command, carryOut(api, command)] as const);
  api['Terminate']?.('');
  const { lost, wish } = leave();
  return { answers, lost: lost.map((one) => `${visit.label} ${one}`), wish: wish?.type };
}

function carryOut(api: HeadlessApi, command: Command): string | undefined {
  const call = (verb: string, ...args: string[]): Answered => ({
    value: api[verb]?.(...args) ?? '',
    error: api['GetLastError']?.() ?? '',
  });
  if (command.verb === 'objective-ids') {
    const count = Number(call('GetValue', 'cmi.objectives._count').value);
    return idsFault(
      command.ids,
      Array.from({ length: count }, (_, row) => call('GetValue', `cmi.objectives.${row}.id`).value),
    );
  }
  const answered = ((): Answered | undefined => {
    switch (command.verb) {
      case 'initialize':
        return call('Initialize', command.argument);
      case 'commit':
        return call('Commit', command.argument);
      case 'last-error':
        return { value: api['GetLastError']?.() ?? '', error: api['GetLastError']?.() ?? '' };
      case 'error-string':
        return call('GetErrorString', command.code);
      case 'diagnostic':
        return call('GetDiagnostic', command.code);
      case 'get':
      case 'set': {
        const name = nameIn(api, command.element);
        if (name === undefined) return undefined;
        return command.verb === 'get' ? call('GetValue', name) : call('SetValue', name, command.value);
      }
    }
  })();
  return answered ? faultOf(command, answered, headlessName.id) : 'no such row';
}

function nameIn(api: HeadlessApi, { name, row }: Element): string | undefined {
  if (!row) return name;
  const count = Number(api['GetValue']?.(`${row.collection}._count`));
  for (let index = 0; index < count; index += 1) {
    if (api['GetValue']?.(`${row.collection}.${index}.id`) === row.id) return name.replace('{row}', String(index));
  }
  return undefined;
}
