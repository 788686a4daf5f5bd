import type { Keys } from '../../platform/auth';
import type { Config } from '../../platform/config';
import type { Tx } from '../../platform/db';
import { Problem, type Reply, type Request } from '../../platform/http';
import { launchPage, type StartLaunch } from '../../scorm/player';
import { learnerOf } from './learner';
import { playEnrolment } from './play-enrolment';

export type PlayDeps = {
  readonly config: Pick<Config, 'appUrl' | 'seed' | 'contentUrl' | 'contentPort'>;
  readonly keys: Pick<Keys, 'keyedLabel'>;
  readonly startLaunch: StartLaunch;
};

/** Where an enrolment's own page is. */
export const enrolmentPath = (id: string): string => `/enrolments/${id}`;

/**
 * ELO-10: the signed-in person plays an enrolment of theirs. The learner's id is pairwise, so that content and adapter learn
 * nothing that fits elsewhere. A refusal leads back to the enrolment and says why.
 */
export async function playNow(
  deps: PlayDeps,
  request: Pick<Request, 'who'>,
  tx: Tx,
  enrolmentId: string,
  newAttempt = false,
): Promise<Reply> {
  const { tenantId, personId } = learnerOf(request);
  const { accountId, displayName, sessionId } = request.who();
  const result = await playEnrolment(tx, {
    tenantId,
    enrolmentId,
    personId,
    learner: { id: deps.keys.keyedLabel('learner-id', tenantId, personId), name: displayName },
    learnerKey: deps.keys.keyedLabel('learner', tenantId, accountId),
    returnUrl: `${deps.config.appUrl}${enrolmentPath(enrolmentId)}/done`,
    ...(newAttempt ? { newAttempt } : {}),
  });
  if (!result.ok && result.refusal === 'enrolment-not-found') throw new Problem('not-found');
  const launch = result.ok ? await deps.startLaunch(tx, result.registration, { visit: sessionId }) : result;
  if (launch.ok) return launchPage(deps.config, launch);
  return {
    kind: 'redirect',
    to: enrolmentPath(enrolmentId),
    flash: { tone: 'error', message: `enrolment.learner.refused.${launch.refusal}` },
  };
}
