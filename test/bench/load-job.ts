/** What the load process is asked and what it answers. */

/** One attempt that commits. */
export type Player = {
  readonly host: string;
  readonly attempt: string;
  readonly session: string;
  /** `name=value`. */
  readonly cookie: string;
};

export type CommitJob = {
  readonly kind: 'commit';
  readonly port: number;
  readonly players: readonly Player[];
  readonly payload: 'progress' | 'heavy' | 'final';
  /** Of each player's first commit; counts up from there. */
  readonly sequence: number;
  readonly atOnce: number;
  readonly total: number;
  /** The bare floor answers without acknowledging. */
  readonly bare: boolean;
};

export type GetJob = {
  readonly kind: 'get';
  readonly port: number;
  readonly requests: readonly {
    readonly host: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
  }[];
  readonly status: number;
  /** Exact bytes of each body; undefined = anything but nothing. */
  readonly size?: number;
  readonly atOnce: number;
  readonly total: number;
};

export type Job = CommitJob | GetJob;

export type JobResult = {
  readonly seconds: number;
  readonly count: number;
  readonly bytes: number;
  /** Milliseconds, one per request. */
  readonly times: readonly number[];
  /** CPU of the load process itself, microseconds per request. */
  readonly cpu: number;
};

/** From the load process: `ready`, then an answer to each job in turn. */
export type LoadMessage = { readonly ready: true } | { readonly result: JobResult } | { readonly failed: string };
