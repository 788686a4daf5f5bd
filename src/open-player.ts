/** The two halves joined: what players report goes to the core in this process, or to the outbox for one elsewhere. */
import { createOutcomePort } from './explain';
import type { Program } from './open-program';
import { hasSessionEnded } from './people';
import type { Keys } from './platform/auth';
import type { Messages, Renderer } from './platform/page';
import { queueForCore, sharedKeysOf } from './scorm/adapter';
import { createPlayer, type Player } from './scorm/player';
import type { OutcomePort } from './scorm/runtime';

export type OpenedPlayer = {
  readonly player: Player;
  /** The core's end of the door, or the outbox of an adapter. */
  readonly port: OutcomePort;
  /** Remote shape: what core and adapter share. */
  readonly sharedKeys: Keys | undefined;
};

export function openPlayer(program: Program, messages: Messages, render: Renderer): OpenedPlayer {
  const sharedKeys = sharedKeysOf(program.config);
  const port = program.config.mode === 'adapter' ? queueForCore : createOutcomePort(messages);
  const shared = sharedKeys === undefined ? {} : { sharedKeys };
  return {
    player: createPlayer({
      ...program,
      ...shared,
      messages,
      render,
      port,
      ...(program.config.mode === 'adapter' ? {} : { isVisitOver: hasSessionEnded }),
    }),
    port,
    sharedKeys,
  };
}
