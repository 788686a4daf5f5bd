/** `npm run -s cli -- …`: prepares what is missing, then becomes the command. Stdout is the command's alone. */
import { pathToFileURL } from 'node:url';
import { prepare } from './prepare.mjs';
import { at } from './project.mjs';

await prepare();
process.setSourceMapsEnabled(true);
await import(pathToFileURL(at('dist', 'cli.js')).href);
