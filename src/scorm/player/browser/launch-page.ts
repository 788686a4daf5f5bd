/** The app's launch page: goes on by itself; in the demo it first looks whether this browser finds the launcher. */

const patience = 2000;

async function reaches(probe: string): Promise<boolean> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    return (await fetch(probe, { mode: 'cors', credentials: 'omit', cache: 'no-store', signal: stop.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function launch(form: HTMLFormElement): Promise<void> {
  const { fallback, probe } = form.dataset;
  if (fallback === undefined || probe === undefined || (await reaches(probe))) {
    form.submit();
    return;
  }
  // Without its own host the course is not kept apart: the learner is told, and goes on by hand.
  form.action = fallback;
  document.getElementById('launch-fallback')?.removeAttribute('hidden');
  document.getElementById('launch-status')?.setAttribute('hidden', '');
}

const found = document.getElementById('launch');
if (found instanceof HTMLFormElement) void launch(found);
