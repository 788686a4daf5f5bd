/** What types alone do not catch. Formatting is prettier's, walls are dependency-cruiser's. */
import tseslint from 'typescript-eslint';

const environment = {
  object: 'process',
  property: 'env',
  message: 'Only platform/config reads the environment: take what you need from the configuration that is passed in.',
};

const notInCore = (name) => ({
  name,
  message: 'core/ is pure: no clock, no randomness, no input or output. Take it as an argument.',
});

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      '.cache/**',
      'data/**',
      'content/**',
      'src/platform/db/generated/**',
      'test/output/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', '.config/tsconfig.browser.json'],
        tsconfigRootDir: new URL('..', import.meta.url).pathname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `string | 'all'` tells the reader what the compiler need not know.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // Handlers and operations share a promise-returning shape whether they wait for something or not.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-console': 'error',
      'no-restricted-properties': ['error', environment],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value=/\\.js$/]',
          message: 'Imports of ours have no ending: the bundler resolves them.',
        },
      ],
    },
  },
  {
    files: ['src/platform/config/**/*.ts', '.config/**/*.ts', 'test/**/*.ts', 'src/**/*.test.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // The command line and the tools of tests speak to a terminal.
    files: ['src/cli/**/*.ts', 'src/main.ts', 'test/**/*.ts', 'prisma/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/**/core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'setTimeout', 'setInterval', 'setImmediate', 'fetch', 'performance', 'crypto', 'Buffer'].map(
          notInCore,
        ),
      ],
      'no-restricted-properties': [
        'error',
        environment,
        { object: 'Date', property: 'now', message: 'core/ has no clock: "now" is passed in.' },
        { object: 'Math', property: 'random', message: 'core/ has no randomness: what is random is passed in.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'core/ has no clock: "now" is passed in.',
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      // Tests look into what came back; a wrong guess fails the test, which is its purpose.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
