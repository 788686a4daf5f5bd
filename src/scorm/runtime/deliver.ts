import type { Tx } from '../../platform/db';
import type { LaunchStatus } from '../sequencing';
import { activityKey, loadActivities, runOf, saveRun } from './attempt-store';
import type { ActivityState } from './core/activity-state';
import { saidInRun } from './core/content-report';
import { foldActivity } from './core/fold-activity';
import { initialCmi } from './core/initial-cmi';
import type { Delivery } from './core/protocol';
import type { RunStart } from './core/run-start';
import { loadBuckets } from './learner-shared';
import type { PlayablePackage } from './packages';
import type { Play } from './plays';

export type DeliverOptions = {
  /** States that were folded just now. */
  readonly known?: ReadonlyMap<string, ActivityState> | undefined;
  /** The session it is delivered to. */
  readonly generation: number;
  /** Where a new attempt on the activity begins is noted; not when the same delivery is only told again. */
  readonly note: boolean;
};

/**
 * One activity as the browser launches it, with everything its content saved. 2004: the engine says whether a new attempt on
 * it begins and what its objectives find (`Engine.launchStatus`); `attempt` carries the state after the decision.
 */
export async function deliver(
  tx: Tx,
  { attempt, playable }: Play,
  identifier: string,
  { known, generation, note }: DeliverOptions,
): Promise<Delivery> {
  const activity = playable.activities.get(identifier);
  if (!activity?.resource) throw new Error(`activity ${identifier} cannot be launched`);
  const launch = playable.engine.launchStatus?.(attempt.sequencing, identifier);
  const [state, stores] = await Promise.all([
    known?.get(identifier) ?? loadState(tx, { attempt, playable }, identifier),
    loadBuckets(tx, attempt, playable, identifier),
  ]);
  const begins = await beginOf(tx, { attempt, playable }, identifier, state, { launch, generation, note });
  const said = playable.courseInBrowser && launch?.fresh === false ? saidInRun(activity, state, begins) : undefined;
  return {
    activity: identifier,
    title: activity.title,
    scormType: activity.resource.scormType,
    url: addressOf(playable, activity.resource.href, activity.resource.parameters),
    cmi: initialCmi(playable.package.scormVersion, activity, state, attempt.learner, attempt.mode, {
      suspendedAll: attempt.sequencing.suspended === identifier,
      masteryOverridesStatus: attempt.settings.masteryOverridesStatus,
      launch,
      begins,
      stores,
    }),
    hideControls: activity.hideLmsUi,
    ...(said ? { said } : {}),
    ...(activity.sharedData.length > 0 ? { sharedData: activity.sharedData } : {}),
  };
}

/** Content that is visited again may go without a word: what it said in an earlier attempt is then not taken for this one. */
async function beginOf(
  tx: Tx,
  { attempt }: Play,
  identifier: string,
  state: ActivityState,
  { launch, generation, note }: { launch: LaunchStatus | undefined; generation: number; note: boolean },
): Promise<RunStart | undefined> {
  if (!note || launch?.fresh !== true || state.visits.length === 0) return runOf(attempt, identifier);
  const begins = { generation, after: state.snapshot.through[String(generation)] ?? 0 };
  await saveRun(tx, attempt, identifier, begins);
  return begins;
}

async function loadState(tx: Tx, { attempt, playable }: Play, identifier: string): Promise<ActivityState> {
  const key = { tenantId: attempt.tenantId, attemptId: attempt.attemptId, activity: identifier };
  const parts = (await loadActivities(tx, [key])).get(activityKey(key));
  return foldActivity(playable.package.scormVersion, parts?.snapshot, parts?.commits ?? [], attempt.generation);
}

/** A path under the package origin, every segment escaped; or the absolute address the manifest names. */
function addressOf(playable: PlayablePackage, href: string, parameters: string): string {
  if (/^https?:/i.test(href)) return href + parameters;
  const path = [playable.package.root, href].filter((part) => part !== '').join('/');
  return `/files/${path.split('/').map(encodeURIComponent).join('/')}${parameters}`;
}
