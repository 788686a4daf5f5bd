/** Time left, in words: in the bar all the time, and said politely when it becomes short. */
import type { Notices } from './notices';
import { byId } from './page';
import type { Clock } from './time-limit';
import { timeWords } from './time-limit';
import type { Say } from './words';

export function createClockFace(say: Say, notices: Notices): Clock & { readonly stop: () => void } {
  const face = byId('time-left', HTMLElement);
  const words = (seconds: number): string => {
    const left = timeWords(seconds);
    if ('seconds' in left) return say('player.time.left-seconds', { count: String(left.seconds) });
    return left.minutes === 1 ? say('player.time.left-one') : say('player.time.left', { count: String(left.minutes) });
  };
  return {
    left: (seconds) => {
      face.hidden = false;
      face.textContent = words(seconds);
    },
    soon: (seconds) => {
      const minutes = Math.round(seconds / 60);
      const said = minutes === 1 ? say('player.time.soon-one') : say('player.time.soon', { count: String(minutes) });
      notices.show('time', [said], { closable: true });
    },
    over: (exit, tell) => {
      if (tell)
        notices.show('time', [say(exit ? 'player.time.exit' : 'player.time.continue')], {
          urgent: true,
          closable: true,
        });
    },
    stop: () => {
      face.hidden = true;
    },
  };
}
