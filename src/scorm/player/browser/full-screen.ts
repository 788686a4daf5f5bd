import { byId } from './page';
import type { Say } from './words';

/** Buttons for full screen; what happened, and how to leave it, is announced. Nothing where the browser has none. */
export function offerFullScreen(buttons: readonly HTMLButtonElement[], say: Say): void {
  const announce = byId('announce', HTMLElement);
  const toggle = (): void => {
    const change = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen();
    change.catch(() => (announce.textContent = say('player.full-screen.refused')));
  };
  for (const button of buttons) {
    button.hidden = !document.fullscreenEnabled;
    button.addEventListener('click', toggle);
  }
  document.addEventListener('fullscreenchange', () => {
    const on = document.fullscreenElement !== null;
    for (const button of buttons) button.textContent = say(on ? 'player.full-screen.leave' : 'player.full-screen');
    announce.textContent = say(on ? 'player.full-screen.on' : 'player.full-screen.off');
  });
}
