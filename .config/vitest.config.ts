import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One PostgreSQL per run, a database per worker: made and taken away by this file. */
const database = existsSync(`${root}test/support/database.ts`) ? [`${root}test/support/database.ts`] : [];

/** A kind of test: its folder, and how long one may take in seconds. */
const kind = (name: string, include: string[], seconds: number, more: object = {}) => ({
  extends: true as const,
  test: { name, include, testTimeout: seconds * 1000, hookTimeout: Math.max(60, seconds) * 1000, ...more },
});

/** Quick and without a browser: what the runner reads and judges by, the tables of 1.2, ADL's cases in the engine alone. */
const pureParts = [
  'answer-questions',
  'case-files',
  'compare',
  'instructions',
  'judge-calls',
  'manifest-facts',
  'script',
  'sequencing',
  'titles',
].map((name) => `test/conformance/${name}.test.ts`);
pureParts.push('test/conformance/scorm-12/*.test.ts');

export default defineConfig({
  root,
  test: {
    exclude: ['node_modules', 'dist', '.cache'],
    pool: 'forks',
    // The machine that decides has two cores.
    maxWorkers: 2,
    projects: [
      kind('unit', ['src/**/*.test.ts', ...pureParts], 30),
      // Read files only; part of `npm run check`.
      kind('walls', ['test/architecture/walls*.test.ts'], 60),
      kind('architecture', ['test/architecture/**/*.test.ts'], 60, {
        globalSetup: database,
        exclude: ['test/architecture/walls*.test.ts'],
      }),
      kind('integration', ['test/integration/**/*.test.ts'], 60, { globalSetup: database }),
      // Browsers and whole servers: one file at a time.
      kind('e2e', ['test/e2e/**/*.test.ts'], 120, { globalSetup: database, fileParallelism: false }),
      kind('conformance', ['test/conformance/**/*.test.ts'], 600, { globalSetup: database, exclude: pureParts }),
      kind('long', ['test/long/**/*.test.ts'], 1800, { globalSetup: database, fileParallelism: false }),
    ],
  },
});
