import type { Tx } from '../../platform/db';
import { activityKey, loadActivities, type AttemptRow } from './attempt-store';
import type { ActivityState } from './core/activity-state';
import { foldActivity } from './core/fold-activity';
import { initialCmi } from './core/initial-cmi';
import type { Delivery } from './core/protocol';
import type { PlayablePackage } from './packages';

/** One activity as the browser launches it, with everything its content saved. `known` are states that were folded just now. */
export async function deliver(
  tx: Tx,
  attempt: AttemptRow,
  playable: PlayablePackage,
  identifier: string,
  known?: ReadonlyMap<string, ActivityState>,
): Promise<Delivery> {
  const activity = playable.activities.get(identifier);
  if (!activity?.resource) throw new Error(`activity ${identifier} cannot be launched`);
  const state = known?.get(identifier) ?? (await loadState(tx, attempt, playable, identifier));
  return {
    activity: identifier,
    title: activity.title,
    scormType: activity.resource.scormType,
    url: addressOf(playable, activity.resource.href, activity.resource.parameters),
    cmi: initialCmi(playable.package.scormVersion, activity, state, attempt.learner, attempt.mode, {
      suspendedAll: attempt.sequencing.suspended === identifier,
      masteryOverridesStatus: attempt.settings.masteryOverridesStatus,
    }),
    hideControls: activity.hideLmsUi,
  };
}

async function loadState(
  tx: Tx,
  attempt: AttemptRow,
  playable: PlayablePackage,
  identifier: string,
): Promise<ActivityState> {
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
