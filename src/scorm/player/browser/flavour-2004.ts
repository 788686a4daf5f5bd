/** SCORM 2004: `window.API_1484_11`. */
import type { Scorm2004API as ApiOf2004 } from 'scorm-again';
import * as library from 'scorm-again/scorm2004';
import type { Elements } from '../../runtime/core/protocol';
import type { Controls, NavigationRequest } from '../../sequencing/core/types';
import type { Flavour, ScormApi, Verb } from './flavour';
import { rulesOf } from '../../runtime/core/strict/editions';
import { createStrictModel } from '../../runtime/core/strict/strict-model';
import { table2004 } from '../../runtime/core/strict/table-2004';
import { load, withoutRun } from './load-cmi';
import { quiet } from './quiet';
import { secondsOf2004 } from './times';

// scorm-again 3.4.3: the types of this entry point promise a default export, the file has a named one.
const { Scorm2004API } = library as unknown as { Scorm2004API: typeof ApiOf2004 };

const plain = new Set(['continue', 'previous', 'exit', 'exitAll', 'abandon', 'abandonAll', 'suspendAll'] as const);
type Plain = typeof plain extends Set<infer T> ? T : never;
const isPlain = (word: string): word is Plain => (plain as ReadonlySet<string>).has(word);

/** RTE 4.4.2: `adl.nav.request`; RTE 4.2.8: `time-out` and `logout` end the whole course. */
function wish(set: Elements): NavigationRequest | undefined {
  const request = set['adl.nav.request'] ?? '_none_';
  const aimed = /^\{target=([^}]+)\}(choice|jump)$/.exec(request);
  if (aimed) return { type: aimed[2] as 'choice' | 'jump', target: aimed[1] as string };
  const word = request.replace(/^_/, '');
  if (isPlain(word)) return { type: word };
  const exit = set['cmi.exit'];
  return exit === 'time-out' || exit === 'logout' ? { type: 'exitAll' } : undefined;
}

const yes = (valid: boolean): 'true' | 'false' => (valid ? 'true' : 'false');
const aim = /^adl\.nav\.request_valid\.(choice|jump)\.\{target=(.+)\}$/;

/** SN 5.6.5, `adl.nav.request_valid`: what the engine says now. Of a jump it knows only the targets of a choice. */
function validity(name: string, controls: Controls): string | undefined {
  if (name === 'adl.nav.request_valid.continue') return yes(controls.continue);
  if (name === 'adl.nav.request_valid.previous') return yes(controls.previous);
  const [, kind, target = ''] = aim.exec(name) ?? [];
  if (kind === undefined) return undefined;
  if (controls.choices.includes(target)) return 'true';
  return kind === 'choice' ? 'false' : 'unknown';
}

/** RTE 3.1.7. */
const codes = new Set(
  '0 101 102 103 104 111 112 113 122 123 132 133 142 143 201 301 351 391 401 402 403 404 405 406 407 408'.split(' '),
);

/** RTE 3.1.7: what each call answers after the end. */
const over: Readonly<Partial<Record<Verb, string>>> = {
  initialize: '104',
  terminate: '113',
  getValue: '123',
  setValue: '133',
  commit: '143',
};

export const flavour2004: Flavour = {
  globalName: 'API_1484_11',
  otherGlobalName: 'API',
  verbs: {
    initialize: 'Initialize',
    terminate: 'Terminate',
    getValue: 'GetValue',
    setValue: 'SetValue',
    commit: 'Commit',
    getLastError: 'GetLastError',
    getErrorString: 'GetErrorString',
    getDiagnostic: 'GetDiagnostic',
  },
  make: ({ store, cmi }) => {
    const api = new Scorm2004API({
      ...quiet,
      // Whether a target can be reached is found out when it is asked for, not before.
      scoItemIdValidator: () => true,
      httpService: {
        processHttpRequest: (_url, _params, immediate) => store(immediate),
        updateSettings: () => undefined,
      },
    });
    const start = withoutRun(cmi);
    load(api, start, 'cmi');
    load(api, start, 'adl');
    api.lastErrorCode = '0';
    return api;
  },
  model: ({ version, cmi, sharedData, controls }) => {
    const rows = sharedData?.map(({ targetId }, row): [string, string] => [`adl.data.${row}.id`, targetId]) ?? [];
    return createStrictModel(table2004(rulesOf(version)), {
      elements: { ...withoutRun(cmi), ...Object.fromEntries(rows) },
      ...(sharedData ? { buckets: sharedData } : {}),
      live: (name) => validity(name, controls()),
    });
  },
  codes,
  over: (verb) => over[verb] ?? '0',
  // RTE 3.1.7: 391 general commit failure, 111 general termination failure.
  failed: { commit: 391, terminate: 111 },
  totalTime: (api: ScormApi) => (api as ApiOf2004).cmi.getCurrentTotalTime(),
  elements: {
    totalTime: 'cmi.total_time',
    entry: 'cmi.entry',
    exit: 'cmi.exit',
    maxTime: 'cmi.max_time_allowed',
    timeAction: 'cmi.time_limit_action',
  },
  wish,
  seconds: secondsOf2004,
};
