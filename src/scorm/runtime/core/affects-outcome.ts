/** Which lane a commit takes: could anything in it change what the attempt comes to? */
import type { ScormVersion } from '../../package/core/types';
import { is12 } from './find-element';
import type { Elements } from './protocol';

const NAMES_12 = new Set([
  'cmi.core.lesson_status',
  'cmi.core.score.raw',
  'cmi.core.score.min',
  'cmi.core.score.max',
  'cmi.core.exit',
]);
const NAMES_2004 = new Set([
  'cmi.completion_status',
  'cmi.success_status',
  'cmi.progress_measure',
  'cmi.score.scaled',
  'cmi.score.raw',
  'cmi.score.min',
  'cmi.score.max',
  'cmi.exit',
  'adl.nav.request',
]);
const OBJECTIVE = 'cmi.objectives.';
/** Buckets of shared data are there for other activities at once. */
const SHARED = 'adl.data.';
/** Of an objective in 2004 everything but its name counts: it may be mapped to what rolls up. */
const QUIET_OBJECTIVE = /\.(id|description)$/;

/**
 * True if any element could change the outcome or what other activities find: status, score, exit, and in 2004 progress,
 * objectives and shared data. Looks at names only, so it may say yes to a value that changes nothing, never the reverse.
 * A `terminate` always takes the outcome lane (SCO-2), whatever it sets: the caller sees to that.
 */
export function affectsOutcome(version: ScormVersion, set: Elements): boolean {
  const names = is12(version) ? NAMES_12 : NAMES_2004;
  for (const name in set) {
    if (names.has(name)) return true;
    if (names !== NAMES_2004) continue;
    if (name.startsWith(SHARED) || (name.startsWith(OBJECTIVE) && !QUIET_OBJECTIVE.test(name))) return true;
  }
  return false;
}
