/** The engine of an organisation, by version. */
import { engine12 } from './engine-12';
import { engine2004 } from './engine-2004';
import type { EngineFor } from './types';

/** Builds the engine once per organisation; it holds no state, so it may be kept and shared. */
export const engineFor: EngineFor = (version, organisation) =>
  version === '1.2' ? engine12(organisation) : engine2004(organisation);
