/** `npm run corpus -- DIR [--json FILE] [--screenshots DIR] [--only NAME]`: prepares, bundles test/corpus and runs it. */
import { prepare } from './prepare.mjs';
import { runProgram } from './run-program.mjs';

await prepare();
await runProgram('corpus');
