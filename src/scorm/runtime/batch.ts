/**
 * Natural batching: what arrives while a group is under way forms the next group. Nobody waits for a timer, a lone
 * caller is a group of one, and under load the groups grow by themselves.
 */
export type Batch<C, R> = (command: C) => Promise<R>;

type Waiting<C, R> = {
  readonly command: C;
  readonly done: (result: R) => void;
  readonly failed: (error: unknown) => void;
};

export type BatchOptions<C> = {
  /** Most commands in a group. */
  readonly most: number;
  /** Groups under way at a time. */
  readonly lanes: number;
  /**
   * A group starts beside another only when this many wait (default 1). Where a group costs much more than one more command
   * in it, those who come back first after an answer would else run alone, again and again.
   */
  readonly beside?: number;
  /** A fault of the whole, such as a lost database: trying one by one would only take longer. */
  readonly hopeless?: (error: unknown) => boolean;
  /** At most one command per key in a group (one commit per attempt). */
  readonly keyOf: (command: C) => string;
};

/**
 * Runs `work` on groups of commands, a result each, in order. When a group throws, its commands are run one by
 * one, so that one bad command fails alone.
 */
export function createBatch<C, R>(
  work: (commands: readonly C[]) => Promise<readonly R[]>,
  options: BatchOptions<C>,
): Batch<C, R> {
  let waiting: Waiting<C, R>[] = [];
  let running = 0;
  const busy = new Set<string>();

  function takeGroup(): Waiting<C, R>[] {
    const group: Waiting<C, R>[] = [];
    const left: Waiting<C, R>[] = [];
    for (const each of waiting) {
      const key = options.keyOf(each.command);
      if (group.length < options.most && !busy.has(key)) {
        busy.add(key);
        group.push(each);
      } else left.push(each);
    }
    waiting = left;
    return group;
  }

  async function runGroup(group: readonly Waiting<C, R>[]): Promise<void> {
    try {
      const results = await work(group.map((each) => each.command));
      group.forEach((each, index) => each.done(results[index] as R));
    } catch (error) {
      const [only] = group;
      if (group.length === 1 && only) only.failed(error);
      else if (options.hopeless?.(error)) for (const each of group) each.failed(error);
      else for (const each of group) await runGroup([each]);
    }
  }

  async function next(): Promise<void> {
    if (running >= options.lanes || waiting.length === 0) return;
    if (running > 0 && waiting.length < (options.beside ?? 1)) return;
    const group = takeGroup();
    if (group.length === 0) return;
    running += 1;
    try {
      await runGroup(group);
    } finally {
      running -= 1;
      for (const each of group) busy.delete(options.keyOf(each.command));
      void next();
    }
  }

  return (command) =>
    new Promise<R>((done, failed) => {
      waiting.push({ command, done, failed });
      // Let everything that arrived in this turn of the loop join the group.
      setImmediate(() => void next());
    });
}
