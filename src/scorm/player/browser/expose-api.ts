import type { Running } from './delivery';
import type { Flavour } from './flavour';
import { watchOtherApi } from './other-api';

/** Whose watch counts: an earlier activity's may still be running. */
let latest: Running | undefined;

/**
 * Puts the API where content finds it: by walking up from its window, or through the opener of a window of its own.
 * @param told content looks for the API of the other version (true), or has found the right one (false)
 */
export function exposeApi(flavour: Flavour, running: Running, told: (wrong: boolean) => void): void {
  latest = running;
  told(false);
  const other = watchOtherApi(window, flavour.otherGlobalName, () => latest === running && told(true));
  Object.defineProperty(window, flavour.globalName, {
    configurable: true,
    get: () => {
      other.rightOneSeen();
      told(false);
      return running.api();
    },
  });
}
