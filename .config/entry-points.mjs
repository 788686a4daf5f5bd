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
  'content-upload': 'src/scorm/library/browser/upload.ts',
  'player-12': 'src/scorm/player/browser/main-12.ts',
  'player-2004': 'src/scorm/player/browser/main-2004.ts',
  'player-launch': 'src/scorm/player/browser/launch-page.ts',
  'player-launcher': 'src/scorm/player/browser/launcher.ts',
  'player-flush': 'src/scorm/player/browser/flush.ts',
};

/** Style sheets: name in the asset manifest (`<name>.css`) → source. */
export const styleSheets = {
  main: 'src/platform/page/styles/main.scss',
  player: 'src/scorm/player/styles/player.scss',
};
