/** A package that says one version of SCORM and speaks the other: told by its scripts, and played as it speaks. Pure. */
import { takeNotes } from '../found';
import { readSequencing } from '../read-sequencing';
import type { Activity, CheckedPackage, ScormVersion, SequencingDefinition } from '../types';
import type { XmlNode } from '../xml-tree';
import type { ScriptSigns } from './script-signs';

/**
 * The version whose API the content will look for, when that is clear and not the one the manifest says. Scripts that
 * know both, or neither, or that look for an API and call nothing, or that were not all looked at, leave it with what the
 * manifest says.
 */
export function spokenVersion(declared: ScormVersion, signs: ScriptSigns): '1.2' | '2004' | undefined {
  if (signs.incomplete) return undefined;
  const knows12 = signs.seen.has('calls-12');
  const finds2004 = signs.seen.has('finds-2004');
  if (knows12 === finds2004) return undefined;
  if (declared === '1.2') return finds2004 && signs.seen.has('calls-2004') ? '2004' : undefined;
  return knows12 ? '1.2' : undefined;
}

/**
 * The package as its content speaks; undefined when that would lose what the manifest asks for (1.2 has no sequencing).
 * Mastery score, time limit and launch data are carried over; prerequisites exist in 1.2 only.
 */
export function asSpoken(found: CheckedPackage, spoken: '1.2' | '2004'): CheckedPackage | undefined {
  const change = spoken === '2004' ? as2004 : as12;
  if (spoken === '1.2' && !found.organisations.every(({ root }) => isPlain(root))) return undefined;
  return {
    ...found,
    scormVersion: spoken === '2004' ? '2004 3rd Edition' : '1.2',
    declaredVersion: found.scormVersion,
    organisations: found.organisations.map((one) => ({ ...one, root: change(one.root) })),
  };
}

const NOWHERE: XmlNode = { name: 'item', space: '', attributes: [], text: '', children: [], line: 0 };

function as2004({ masteryScore, prerequisites: _, maxTimeAllowed, ...activity }: Activity): Activity {
  const plain = readSequencing(takeNotes(''), NOWHERE, new Map());
  const limit = maxTimeAllowed === undefined ? undefined : durationOf(maxTimeAllowed);
  const sequencing: SequencingDefinition = {
    ...plain,
    // As in 1.2: freely chosen, and one after the other.
    controlMode: { ...plain.controlMode, choice: true, flow: true },
    limitConditions: limit === undefined ? {} : { attemptAbsoluteDurationLimit: limit },
    objectives:
      masteryScore === undefined
        ? plain.objectives
        : [{ primary: true, satisfiedByMeasure: true, minNormalizedMeasure: masteryScore / 100, maps: [] }],
  };
  return { ...activity, sequencing, children: activity.children.map(as2004) };
}

function as12({ sequencing, completionThreshold: _, ...activity }: Activity): Activity {
  const primary = sequencing?.objectives.find((one) => one.primary);
  const mastery = primary?.satisfiedByMeasure === true ? Math.round(primary.minNormalizedMeasure * 100) : undefined;
  return {
    ...activity,
    hideLmsUi: [],
    sharedData: [],
    ...(mastery === undefined || mastery < 0 ? {} : { masteryScore: mastery }),
    children: activity.children.map(as12),
  };
}

/** Nothing in it that 1.2 could not say. */
function isPlain({ sequencing, children }: Activity): boolean {
  const bound =
    sequencing !== undefined &&
    (sequencing.preConditionRules.length > 0 ||
      sequencing.postConditionRules.length > 0 ||
      sequencing.exitConditionRules.length > 0 ||
      sequencing.rollupRules.length > 0 ||
      sequencing.controlMode.forwardOnly ||
      sequencing.objectives.some(({ maps }) => maps.length > 0));
  return !bound && children.every(isPlain);
}

/** `HHHH:MM:SS.SS` as an ISO 8601 duration. */
function durationOf(time: string): string | undefined {
  const [, hours, minutes, seconds] = /^(\d{2,4}):(\d{2}):(\d{2}(?:\.\d{1,2})?)$/.exec(time) ?? [];
  return seconds === undefined ? undefined : `PT${Number(hours)}H${Number(minutes)}M${Number(seconds)}S`;
}
