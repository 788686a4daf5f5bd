/**
 * What the editions of SCORM 2004 ask of content, in one place. The 4th Edition is taken at its word (ADL tests that);
 * content of the 2nd and 3rd was made for systems that looked less closely, and would lose what it says for a letter.
 */
import type { ScormVersion } from '../../../package/core/types';
import type { Rules } from './checks-2004';

/** How strictly values are read. `adl.data` exists in the 4th Edition only, but is empty where no manifest asks for it. */
export function rulesOf(version: ScormVersion): Rules {
  const exact = version === '2004 4th Edition';
  return { exactTimes: exact, uris: exact, knownLanguages: exact };
}
