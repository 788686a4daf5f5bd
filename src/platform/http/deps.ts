import type { IncomingMessage } from 'node:http';
import type { Keys } from '../auth';
import type { Clock } from '../clock';
import type { Database } from '../db/types';
import type { Config } from '../config';
import type { Log } from '../log';
import type { Assets, Messages, Renderer } from '../page';
import type { SignedIn } from './types';

/** What the composition root gives to the listeners. */
export type HttpDeps = {
  readonly config: Config;
  readonly log: Log;
  readonly keys: Keys;
  readonly database: Database;
  readonly messages: Messages;
  readonly render: Renderer;
  readonly assets: Assets;
  /** Who is signed in, from the session cookie of the request; undefined = nobody. */
  readonly authenticate: (request: IncomingMessage) => Promise<SignedIn | undefined>;
  readonly clock: Clock;
  /** Messages waiting for that person, for the header. */
  readonly unreadMessages?: (who: SignedIn) => Promise<number>;
  /** Throws when something that serving needs is not there (files writable). The database is asked by us. */
  readonly ready?: () => Promise<void>;
};

export const signInPath = '/sign-in';
