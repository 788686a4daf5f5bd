/**
 * Everything that is bundled, in one place. Paths are relative to the project's root.
 * Worker entry points are found by name: any `src/**\/<name>.worker.ts`.
 */

/** Node programs: output name in dist/ → source. */
export const programs = {
  main: 'src/main.ts',
  cli: 'src/cli/main.ts',
};

/** Browser programs: name in the asset manifest (`<name>.js`) → source. */
export const browserPrograms = {
  page: 'src/platform/page/browser/page.ts',
  player: 'src/scorm/player/browser/main.ts',
};

/** Style sheets: name in the asset manifest (`<name>.css`) → source. */
export const styleSheets = {
  main: 'src/platform/page/styles/main.scss',
};
