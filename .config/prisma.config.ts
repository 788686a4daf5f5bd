import { defineConfig } from 'prisma/config';

// `prisma generate` looks for a schema engine it never runs and would fetch one: any executable contents it.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: '../prisma/schema',
});
