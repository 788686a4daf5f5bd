/** `npm run bench -- [--only NAME] [--quick] [--json FILE]`: prepares, bundles test/bench and runs it. */
import { prepare } from './prepare.mjs';
import { runProgram } from './run-program.mjs';

await prepare();
await runProgram('bench');
