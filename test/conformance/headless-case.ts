/**
 * A case of the suite without a browser: its visits in the order of the script, each as a delivery of its own with
 * scorm-again and the guard, its journal checked and folded as the server does. There is no sequencing: what other
 * activities would have to say (read maps, which activity comes) is not asked here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { activitiesOf, checkPackage, type Activity, type Organisation } from '../../src/scorm/package';
import { startDelivery } from '../../src/scorm/player/browser/delivery';
import { flavour2004 } from '../../src/scorm/player/browser/flavour-2004';
import type { Commit } from '../../src/scorm/runtime/core/activity-state';
import { foldActivity } from '../../src/scorm/runtime/core/fold-activity';
import { initialCmi } from '../../src/scorm/runtime/core/initial-cmi';
import type { Delivery, Elements, JournalEntry } from '../../src/scorm/runtime/core/protocol';
import { validateElements } from '../../src/scorm/runtime/core/validate-elements';
import { zipOf } from '../integration/scorm/package-zips';
import { faultOf, idsFault, type Answered } from './compare';
import { readScript, type Command, type Element, type Script, type Visit } from './script';

const version = '2004 4th Edition';
const learner = { id: 'learner-2', name: 'Learner, Two' };

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
  readonly log: Map<string, Commit[]>;
  readonly stores: Map<string, string>;
};

type Api = Readonly<Record<string, (...args: string[]) => string>>;

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
  return { organisation, activities, log: new Map(), stores: new Map() };
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

function deliveryOf(course: Course, activity: Activity): Delivery {
  const state = foldActivity(version, undefined, course.log.get(activity.identifier) ?? [], 1);
  return {
    activity: activity.identifier,
    title: activity.title,
    scormType: 'sco',
    url: '/files/x.html',
    hideControls: [],
    cmi: initialCmi(version, activity, state, learner, 'normal', { stores: course.stores }),
    sharedData: activity.sharedData,
  };
}

function playVisit(
  course: Course,
  activity: Activity,
  visit: Visit,
): { answers: [Command, string | undefined][]; lost: string[]; wish: string | undefined } {
  const delivery = deliveryOf(course, activity);
  const entries: Pick<JournalEntry, 'kind' | 'set'>[] = [];
  let wish: string | undefined;
  const running = startDelivery({
    flavour: flavour2004,
    version,
    delivery,
    controls: () => ({ continue: true, previous: true, exit: true, suspend: true, abandon: true, choices: [] }),
    write: (kind, set) => ({ sequence: entries.push({ kind, set }), durable: true }),
    traced: () => undefined,
    initialized: () => undefined,
    terminated: (request) => (wish = request?.type),
  });
  const api = running.api() as unknown as Api;
  const answers = visit.commands.map((command): [Command, string | undefined] => [command, carryOut(api, command)]);
  api['Terminate']?.('');
  running.keep();
  return { answers, lost: keep(course, activity, delivery, entries), wish };
}

/** Into the log, as the server would take it. */
function keep(
  course: Course,
  activity: Activity,
  delivery: Delivery,
  entries: readonly Pick<JournalEntry, 'kind' | 'set'>[],
): string[] {
  const log = course.log.get(activity.identifier) ?? [];
  course.log.set(activity.identifier, log);
  const lost: string[] = [];
  for (const { kind, set } of entries) {
    const { accepted, refused } = validateElements(version, set, kind);
    lost.push(...refused.map(({ element, code }) => `${activity.identifier} ${element}: ${code}`));
    for (const [element, value] of Object.entries(set))
      if (accepted[element] !== value) lost.push(`${activity.identifier} ${element}: changed`);
    const elements: Elements = {
      ...accepted,
      ...(kind === 'initialize' ? { 'cmi.entry': delivery.cmi['cmi.entry'] ?? '' } : {}),
    };
    log.push({ generation: 1, sequence: log.length + 1, kind, elements });
    activity.sharedData.forEach(({ targetId }, row) => {
      const store = accepted[`adl.data.${row}.store`];
      if (store !== undefined) course.stores.set(targetId, store);
    });
  }
  return lost;
}

function carryOut(api: Api, command: Command): string | undefined {
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
  return answered ? faultOf(command, answered, learner.id) : 'no such row';
}

function nameIn(api: Api, { name, row }: Element): string | undefined {
  if (!row) return name;
  const count = Number(api['GetValue']?.(`${row.collection}._count`));
  for (let index = 0; index < count; index += 1) {
    if (api['GetValue']?.(`${row.collection}.${index}.id`) === row.id) return name.replace('{row}', String(index));
  }
  return undefined;
}
