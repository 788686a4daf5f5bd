import { everything } from '../support/learning-world';
import { newId } from '../../src/platform/db';
import { systemClock } from '../../src/platform/clock';
import { createStartLaunch } from '../../src/scorm/player';
import type { Stage } from './stage';

/** A preview's way in: the ticket is signed by the stage's own keys, the rest is the server's. Answers an address. */
export async function launchRegistration(
  stage: Stage,
  object: { readonly learningObjectId: string },
  learnerKey: string,
): Promise<string> {
  const { employer } = stage.original.world;
  const { port, contentPort } = stage.server;
  const contentUrl = `http://content.localhost:${contentPort}`;
  const config = { contentUrl, contentPort, appUrl: `http://localhost:${port}` };
  const startLaunch = createStartLaunch({ keys: stage.keys, clock: systemClock, config } as unknown as Parameters<
    typeof createStartLaunch
  >[0]);
  const started = await stage.database.inTransaction(everything, (tx) =>
    startLaunch(tx, {
      tenantId: employer,
      registrationId: newId(),
      object: { ownerId: employer, id: object.learningObjectId },
      learner: { id: learnerKey, name: 'Learner, Pat' },
      learnerKey,
      mode: 'normal',
      settings: {
        completionRule: 'STATUS',
        masteryOverridesStatus: true,
        requireBoth: false,
        toolbar: { visible: true, next: true, previous: true, outline: true, exit: true },
      },
      returnUrl: config.appUrl,
    }),
  );
  if (!started.ok) throw new Error(started.refusal);
  return started.url;
}
