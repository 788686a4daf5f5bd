/** `npm run conformance -- DIR [--json FILE] [--only ID,…]`: prepares, bundles test/conformance and runs it. */
import { prepare } from './prepare.mjs';
import { runProgram } from './run-program.mjs';

await prepare();
await runProgram('conformance');
