/** `npm start`: prepares what is missing, then becomes the server (same process, so signals reach it). */
import { pathToFileURL } from 'node:url';
import { prepare } from './prepare.mjs';
import { at } from './project.mjs';

await prepare();
process.setSourceMapsEnabled(true);
await import(pathToFileURL(at('dist', 'main.js')).href);
