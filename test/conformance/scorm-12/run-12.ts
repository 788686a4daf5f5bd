/** SCORM 1.2 content in a table: the calls it makes, and what it is told. */
import type { Activity } from '../../../src/scorm/package';
import type { Mode } from '../../../src/scorm/runtime/core/protocol';
import { sco } from '../../support/activity-trees';
import { headlessLearner, type HeadlessLearner, type HeadlessVisit } from '../../support/headless-learner';

export type Run12 = {
  /** `[value, code]` */
  readonly get: (element: string) => readonly [string, string];
  /** The code: '0' when it was taken. Throws when answer and code contradict each other. */
  readonly set: (element: string, value: unknown) => string;
  readonly call: (verb: string, ...args: unknown[]) => readonly [string, string];
  readonly visit: HeadlessVisit;
};

/** A visit of content that has called LMSInitialize, unless it is told not to. */
export function run12(visit: HeadlessVisit, initialized = true): Run12 {
  const { api } = visit;
  const call = (verb: string, ...args: unknown[]) =>
    [api[verb]?.(...args) ?? 'no such call', api['LMSGetLastError']?.() ?? ''] as const;
  if (initialized) call('LMSInitialize', '');
  return {
    visit,
    call,
    get: (element) => call('LMSGetValue', element),
    set: (element, value) => {
      const [answer, code] = call('LMSSetValue', element, value);
      if ((answer === 'true') !== (code === '0')) throw new Error(`${element}: ${answer} with ${code}`);
      return code;
    },
  };
}

export const learner12 = (parts: Partial<Activity> = {}, mode: Mode = 'normal'): HeadlessLearner =>
  headlessLearner('1.2', sco('S1', parts), { mode });

export const fresh12 = (parts: Partial<Activity> = {}, mode: Mode = 'normal'): Run12 =>
  run12(learner12(parts, mode).visit());
