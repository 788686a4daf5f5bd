import type { Config } from '../../platform/config';
import type { StartedLaunch } from './start-launch';

/** Answer of an app's route that sends the learner on to the launcher, as a `page` reply. */
export type LaunchPage = { readonly kind: 'page'; readonly view: string; readonly model: object };

/**
 * The page of the app that posts the ticket by itself, with a button where there is no script. In the demo it first asks
 * whether this browser finds the launcher (some do not resolve `*.localhost`); if not it warns and offers 127.0.0.1.
 */
export function launchPage(
  config: Pick<Config, 'seed' | 'contentUrl' | 'contentPort'>,
  { ticket, launcherUrl }: StartedLaunch,
): LaunchPage {
  const local = config.seed === 'demo' && launcherUrl.startsWith(`http://content.localhost:`);
  const fallback =
    local && launcherUrl.startsWith(config.contentUrl) ? `http://127.0.0.1:${config.contentPort}/launch` : undefined;
  return {
    kind: 'page',
    view: 'scorm/player/views/launch.njk',
    model: {
      ticket,
      action: launcherUrl,
      ...(fallback === undefined ? {} : { fallback, probe: `${config.contentUrl}/probe` }),
    },
  };
}
