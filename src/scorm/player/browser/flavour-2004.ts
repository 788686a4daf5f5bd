/** SCORM 2004: `window.API_1484_11`. */
import type { Scorm2004API as ApiOf2004 } from 'scorm-again';
import * as library from 'scorm-again/scorm2004';
import type { Elements } from '../../runtime/core/protocol';
import type { Controls, NavigationRequest } from '../../sequencing/core/types';
import type { Flavour, ScormApi } from './flavour';
import { nested, withoutRun } from './load-cmi';
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

function requestValid(controls: Controls): Record<string, string> {
  return {
    continue: yes(controls.continue),
    previous: yes(controls.previous),
    exit: yes(controls.exit),
    suspendAll: yes(controls.suspend),
    abandon: yes(controls.abandon),
  };
}

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
  make: ({ store, controls, cmi }) => {
    const api = new Scorm2004API({
      ...quiet,
      scoItemIdValidator: (target: string) => controls().choices.includes(target),
      httpService: {
        processHttpRequest: (_url, _params, immediate) => store(immediate),
        updateSettings: () => undefined,
      },
    });
    const start = withoutRun(cmi);
    api.loadFromJSON(nested(start, 'cmi'), 'cmi');
    api.loadFromJSON(nested(start, 'adl'), 'adl');
    api.loadFromJSON(requestValid(controls()), 'adl.nav.request_valid');
    api.lastErrorCode = '0';
    return api;
  },
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
