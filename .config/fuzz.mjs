/** `npm run fuzz -- [--seed N] [--count N] [--only KIND]`: prepares, bundles test/fuzz and runs it. */
import { prepareTools } from './prepare.mjs';
import { runProgram } from './run-program.mjs';

await prepareTools();
await runProgram('fuzz');
