/** What a package will do, as far as its manifest and its files tell: for its author, before it is published. Pure. */
import { leavesOf } from '../read-manifest';
import { shorten } from '../read-values';
import type { Activity, CheckedPackage } from '../types';
import type { ScriptSigns, Sign } from './script-signs';

export const PREDICTIONS = [
  'speaks-not',
  'status-never',
  'score-never',
  'saves-at-end',
  'place-not-kept',
  'state-kept',
  'answers-reported',
  'window-opened',
  'page-left',
  'parent-read',
  'hosts-asked',
  'flash-needed',
  'plugin-needed',
  'device-wanted',
  'service-worker-refused',
  'parts-all',
  'order-forced',
  'order-chosen',
  'order-ruled',
  'prerequisites-used',
  'mastery-set',
  'time-limited',
  'attempts-limited',
] as const;

export type PredictionCode = (typeof PREDICTIONS)[number];

/** A prediction before it is put into words. */
export type Predicted = {
  readonly code: PredictionCode;
  readonly values?: Readonly<Record<string, string | number>>;
};

/** `signs` are those of the whole package. */
export function predict(found: CheckedPackage, signs: ScriptSigns): Predicted[] {
  const { organisations, defaultOrganisation } = found;
  const root = (organisations.find(({ identifier }) => identifier === defaultOrganisation) ?? organisations[0])?.root;
  if (root === undefined) return [];
  return [...byScripts(root, signs), ...byManifest(root)];
}

function byScripts(root: Activity, signs: ScriptSigns): Predicted[] {
  const has = (sign: Sign): boolean => signs.seen.has(sign);
  const reporting = leavesOf(root).some(({ resource }) => resource?.scormType === 'sco');
  const speaks = has('calls-12') || has('finds-2004');
  // What was not looked at may do anything: then nothing is said to be missing.
  const sure = reporting && speaks && !signs.incomplete;
  const said: (Predicted | false)[] = [
    reporting && !speaks && !signs.incomplete && { code: 'speaks-not' },
    sure && !has('sets-status') && { code: 'status-never' },
    sure && !has('sets-score') && { code: 'score-never' },
    sure && !has('commits') && { code: 'saves-at-end' },
    sure && !has('keeps-place') && !has('keeps-state') && { code: 'place-not-kept' },
    speaks && has('keeps-state') && { code: 'state-kept' },
    speaks && has('reports-answers') && { code: 'answers-reported' },
    has('opens-window') && { code: 'window-opened' },
    has('leaves-page') && { code: 'page-left' },
    has('reads-parent') && { code: 'parent-read' },
    signs.hosts.length > 0 && { code: 'hosts-asked', values: { hosts: someOf(signs.hosts) } },
    signs.films && has('needs-flash') && { code: 'flash-needed', values: fileOf(signs, 'needs-flash') },
    has('needs-plugin') && { code: 'plugin-needed', values: fileOf(signs, 'needs-plugin') },
    has('wants-device') && { code: 'device-wanted' },
    has('service-worker') && { code: 'service-worker-refused' },
  ];
  return said.filter((one) => one !== false);
}

function byManifest(root: Activity): Predicted[] {
  const leaves = leavesOf(root).filter(({ resource }) => resource !== undefined);
  const all = everyActivity(root);
  const said: Predicted[] = [];
  if (leaves.length > 1) said.push({ code: 'parts-all', values: { count: leaves.length } });
  const mode = root.sequencing?.controlMode;
  if (mode !== undefined && leaves.length > 1) {
    if (mode.flow && !mode.choice) said.push({ code: 'order-forced' });
    else if (
      !mode.flow &&
      mode.choice &&
      all.every((one) => one.children.length === 0 || one.sequencing?.controlMode.flow !== true)
    )
      said.push({ code: 'order-chosen' });
  }
  const ruled = all.filter(
    ({ sequencing }) =>
      sequencing !== undefined && sequencing.preConditionRules.length + sequencing.postConditionRules.length > 0,
  );
  if (ruled.length > 0) said.push({ code: 'order-ruled', values: { count: ruled.length } });
  const waiting = all.filter(({ prerequisites }) => prerequisites !== undefined && prerequisites.trim() !== '');
  if (waiting.length > 0) said.push({ code: 'prerequisites-used', values: { count: waiting.length } });
  const masteries = [...new Set(leaves.map(masteryOf).filter((score) => score !== undefined))].sort((a, b) => a - b);
  if (masteries.length > 0)
    said.push({ code: 'mastery-set', values: { scores: someOf(masteries.map((score) => `${score} %`)) } });
  const timed = all.filter(
    ({ maxTimeAllowed, sequencing }) =>
      maxTimeAllowed !== undefined || sequencing?.limitConditions.attemptAbsoluteDurationLimit !== undefined,
  );
  if (timed.length > 0)
    said.push({ code: 'time-limited', values: { count: timed.length, title: shorten(timed[0]?.title ?? '') } });
  const limited = all.filter(({ sequencing }) => (sequencing?.limitConditions.attemptLimit ?? 0) > 0);
  if (limited.length > 0) said.push({ code: 'attempts-limited', values: { count: limited.length } });
  return said;
}

function masteryOf({ masteryScore, sequencing }: Activity): number | undefined {
  if (masteryScore !== undefined) return masteryScore;
  const primary = sequencing?.objectives.find((objective) => objective.primary);
  return primary?.satisfiedByMeasure === true ? Math.round(primary.minNormalizedMeasure * 1000) / 10 : undefined;
}

const everyActivity = (activity: Activity): Activity[] => [activity, ...activity.children.flatMap(everyActivity)];

const fileOf = (signs: ScriptSigns, sign: Sign): { readonly file: string } => ({
  file: shorten(signs.seen.get(sign)?.[0] ?? ''),
});

function someOf(words: readonly string[]): string {
  const shown = words.slice(0, 5).map(shorten).join(', ');
  return words.length > 5 ? `${shown}, …` : shown;
}
