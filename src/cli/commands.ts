/** Every command, in the order of the usage text. */
import { apply } from './apply';
import { attemptShow } from './attempt-show';
import { launch } from './launch';
import { messagesList } from './messages';
import { packageCheck } from './package-check';
import { packageImport } from './package-import';
import { personShow } from './person-show';
import { processRun } from './process-run';
import type { Command } from './types';
import { whyCommands } from './why';

export const commands: readonly Command[] = [
  packageCheck,
  packageImport,
  launch,
  attemptShow,
  apply,
  personShow,
  ...whyCommands,
  processRun,
  messagesList,
];
