/** What the content of one page says, kept until somebody asks for it. */
import type { Plan, ScoMessage } from './sco-messages';

export type Started = Extract<ScoMessage, { kind: 'started' }> & {
  /** Lets the page go on; until then it waits. */
  readonly answer: (plan: Plan) => void;
};
export type Heard = Started | Exclude<ScoMessage, { kind: 'started' }>;

export type Inbox = {
  readonly listen: (message: ScoMessage) => Promise<Plan | undefined>;
  /** The next message of this kind; others stay. Undefined when none comes in time (milliseconds). */
  readonly next: <K extends Heard['kind']>(
    kind: K,
    milliseconds: number,
  ) => Promise<Extract<Heard, { kind: K }> | undefined>;
  /** Takes messages of this kind that have come already. */
  readonly forget: (kind: Heard['kind']) => void;
};

export function createInbox(): Inbox {
  let waiting: Heard[] = [];
  let wake: () => void = () => undefined;
  const put = (heard: Heard): void => {
    waiting.push(heard);
    wake();
  };
  const isOf =
    <K extends Heard['kind']>(kind: K) =>
    (heard: Heard): heard is Extract<Heard, { kind: K }> =>
      heard.kind === kind;
  return {
    listen: async (message) => {
      if (message.kind !== 'started') {
        // A page that went before it was told what to do is none to be judged.
        if (message.kind === 'gone')
          waiting = waiting.filter((one) => one.kind !== 'started' || one.href !== message.href);
        put(message);
        return undefined;
      }
      return new Promise<Plan>((answer) => put({ ...message, answer }));
    },
    next: async (kind, milliseconds) => {
      const end = Date.now() + milliseconds;
      for (;;) {
        const found = waiting.find(isOf(kind));
        if (found) {
          waiting = waiting.filter((one) => one !== found);
          return found;
        }
        const left = end - Date.now();
        if (left <= 0) return undefined;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    forget: (kind) => {
      waiting = waiting.filter((one) => one.kind !== kind);
    },
  };
}
