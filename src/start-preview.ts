import { newId } from './platform/db';
import { Problem, type Reply, type Request } from './platform/http';
import type { StartPreview } from './scorm/library';
import { launchPage } from './scorm/player';
import type { RouteDeps } from './routes';

/** Plays a learning object for its author: nothing counts for anybody; every call of the content is shown, and told on its record. */
export function createStartPreview({
  keys,
  player,
  config,
}: Pick<RouteDeps, 'keys' | 'player' | 'config'>): StartPreview {
  return async (request: Request, { ownerId, objectId }): Promise<Reply> => {
    const { tenantId, accountId, displayName, sessionId } = request.who();
    const launched = await request.inTransaction((tx) =>
      player.startLaunch(
        tx,
        {
          tenantId,
          registrationId: newId(),
          object: { ownerId, id: objectId },
          learner: { id: keys.keyedLabel('learner-id', tenantId, accountId), name: displayName },
          learnerKey: keys.keyedLabel('learner', tenantId, accountId),
          mode: 'preview',
          settings: {
            completionRule: 'STATUS',
            masteryOverridesStatus: true,
            requireBoth: false,
            toolbar: { visible: true, next: true, previous: true, outline: true, exit: true },
          },
          returnUrl: `${config.appUrl}/manage/content/${ownerId}/${objectId}`,
        },
        { visit: sessionId },
      ),
    );
    if (!launched.ok) throw new Problem('not-found');
    return launchPage(config, launched);
  };
}
