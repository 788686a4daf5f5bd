/** `npm run db:generate`: makes the database client from prisma/schema when that changed. */
import { prepareClient, prepareTools } from './prepare.mjs';

await prepareTools();
await prepareClient();
