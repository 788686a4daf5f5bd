/** Every command, in the order of the usage text. */
import type { Command } from './types';

export const commands: readonly Command[] = [];
