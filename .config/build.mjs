/** `npm run build`: bundles everything into dist/, whether stale or not. */
import { prepareBundles, prepareClient, prepareTools } from './prepare.mjs';

await prepareTools();
await prepareClient();
await prepareBundles({ always: true });
