/** `npm start`: prepares what is missing, then becomes the server (same process, so signals reach it). */
import { pathToFileURL } from 'node:url';
import { prepare } from './prepare.mjs';
import { at } from './project.mjs';

/** When npm dies without a word (kill -9), the server behind it would go on unseen and keep its ports. */
function stopWithParent() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}

stopWithParent();
await prepare();
process.setSourceMapsEnabled(true);
await import(pathToFileURL(at('dist', 'main.js')).href);
