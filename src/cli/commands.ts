/** Every command, in the order of the usage text. */
import { packageCheck } from './package-check';
import type { Command } from './types';

export const commands: readonly Command[] = [packageCheck];
