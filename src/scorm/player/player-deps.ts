/** What the composition root gives to the player. */
import type { Keys } from '../../platform/auth';
import type { Clock } from '../../platform/clock';
import type { Config } from '../../platform/config';
import type { Database, Tx } from '../../platform/db';
import type { FileStore } from '../../platform/files';
import type { Log } from '../../platform/log';
import type { Messages, Renderer } from '../../platform/page';
import type { OutcomePort } from '../runtime';

export type PlayerDeps = {
  readonly config: Config;
  readonly log: Log;
  readonly messages: Messages;
  readonly render: Renderer;
  readonly clock: Clock;
  readonly keys: Keys;
  /** Remote shape: what core and adapter share; launches and outcomes between them are signed with it. */
  readonly sharedKeys?: Keys;
  readonly database: Database;
  readonly files: FileStore;
  /** Where outcomes go: the core in this process, or the outbox to another machine. */
  readonly port: OutcomePort;
  /** Whether the app's session that a launch came from has ended. Absent on an adapter far from the app: passes then last their hours. */
  readonly isVisitOver?: (tx: Tx, tenantId: string, visit: string) => Promise<boolean>;
};

/** Where the library keeps the files of a version. */
export type PackageStore = {
  readonly files: FileStore;
  /** Keys under which a file may be, the likelier first; `.br` after a key is its compressed form. */
  readonly keysOf: (storeKey: string, path: string) => readonly string[];
};
