/** SCORM 1.2: `window.API`. */
import type { Scorm12API as ApiOf12 } from 'scorm-again';
import * as library from 'scorm-again/scorm12';
import type { Elements } from '../../runtime/core/protocol';
import type { NavigationRequest } from '../../sequencing/core/types';
import type { Flavour, ScormApi } from './flavour';
import { createStrictModel } from '../../runtime/core/strict/strict-model';
import { table12 } from '../../runtime/core/strict/table-12';
import { load, withoutRun } from './load-cmi';
import { quiet } from './quiet';
import { secondsOf12 } from './times';

// scorm-again 3.4.3: the types of this entry point promise a default export, the file has a named one.
const { Scorm12API } = library as unknown as { Scorm12API: typeof ApiOf12 };

/** `logout` leaves the course (RTE 3.4.2.1.10); `nav.event` is what AICC-style content sets. */
function wish(set: Elements): NavigationRequest | undefined {
  if (set['nav.event'] === 'continue') return { type: 'continue' };
  if (set['nav.event'] === 'previous') return { type: 'previous' };
  if (set['cmi.core.exit'] === 'logout') return { type: 'exitAll' };
  return undefined;
}

export const flavour12: Flavour = {
  globalName: 'API',
  otherGlobalName: 'API_1484_11',
  verbs: {
    initialize: 'LMSInitialize',
    terminate: 'LMSFinish',
    getValue: 'LMSGetValue',
    setValue: 'LMSSetValue',
    commit: 'LMSCommit',
    getLastError: 'LMSGetLastError',
    getErrorString: 'LMSGetErrorString',
    getDiagnostic: 'LMSGetDiagnostic',
  },
  make: ({ store, cmi }) => {
    const api = new Scorm12API({
      ...quiet,
      httpService: {
        processHttpRequest: (_url, _params, immediate) => store(immediate),
        updateSettings: () => undefined,
      },
    });
    load(api, withoutRun(cmi), 'cmi');
    api.lastErrorCode = '0';
    return api;
  },
  model: ({ cmi }) => createStrictModel(table12, { elements: withoutRun(cmi) }),
  // RTE 3.3.3.
  codes: new Set(['0', '101', '201', '202', '203', '301', '401', '402', '403', '404', '405']),
  // RTE 3.3.3: whoever has finished is not initialised.
  over: (verb) => (verb === 'initialize' ? '101' : '301'),
  // RTE 3.3: 1.2 knows no better code than a general exception for a commit that failed.
  failed: { commit: 101, terminate: 101 },
  totalTime: (api: ScormApi) => (api as ApiOf12).cmi.getCurrentTotalTime(),
  elements: {
    totalTime: 'cmi.core.total_time',
    entry: 'cmi.core.entry',
    exit: 'cmi.core.exit',
    maxTime: 'cmi.student_data.max_time_allowed',
    timeAction: 'cmi.student_data.time_limit_action',
  },
  wish,
  seconds: secondsOf12,
};
