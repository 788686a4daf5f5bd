/** Judging visits written down as what they said, for the tests of the runtime's core. */
import type { Activity, ScormVersion } from '../../src/scorm/package/core/types';
import type { Commit } from '../../src/scorm/runtime/core/activity-state';
import { foldActivity } from '../../src/scorm/runtime/core/fold-activity';
import { judgeActivity, type JudgeSettings } from '../../src/scorm/runtime/core/judge-activity';
import type { Elements } from '../../src/scorm/runtime/core/protocol';
import type { Closing } from '../../src/scorm/runtime/core/verdict';
import type { ActivityResult } from '../../src/scorm/sequencing/core/types';

/** Each item is one visit: what it said, and whether it terminated. */
export type Said = readonly [Elements, 'ended' | 'open'];

/** Each visit a session of its own; the result after the last. */
export function judge(
  version: ScormVersion,
  activity: Activity,
  visits: readonly Said[],
  closing: Closing,
  settings: JudgeSettings = {},
): ActivityResult {
  const commits = visits.flatMap(([elements, how], index): readonly Commit[] => [
    { generation: index + 1, sequence: 1, kind: 'initialize', elements: {} },
    { generation: index + 1, sequence: 2, kind: how === 'ended' ? 'terminate' : 'commit', elements },
  ]);
  return judgeActivity(
    version,
    activity,
    foldActivity(version, undefined, commits, visits.length),
    { closing },
    settings,
  );
}

/** `completed/failed` */
export const short = (result: ActivityResult): string => `${result.completion}/${result.success}`;
