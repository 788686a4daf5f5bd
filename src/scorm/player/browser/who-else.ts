/**
 * Other pages of this browser on the same attempt. Each has a session and a journal of its own, so nothing is
 * lost; but the learner must know. Pages say hello when they open, and answer a hello.
 */
type Word = { readonly kind: 'opened' | 'also-open' | 'closed'; readonly session: string };

const isWord = (value: unknown): value is Word =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Word).session === 'string' &&
  ['opened', 'also-open', 'closed'].includes((value as Word).kind);

export type Channel = Pick<BroadcastChannel, 'postMessage' | 'close'> & {
  onmessage: ((event: MessageEvent) => void) | null;
};

/**
 * @param changed called with whether anybody else has this attempt open, and whether this page is the newest of them
 * @returns says goodbye
 */
export function watchOthers(
  channel: Channel,
  session: string,
  changed: (others: boolean, newest: boolean) => void,
): () => void {
  const others = new Set<string>();
  /** Who came after us: the newest keeps the learner's place. */
  const newer = new Set<string>();
  const say = (kind: Word['kind']): void => channel.postMessage({ kind, session } satisfies Word);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isWord(data) || data.session === session) return;
    if (data.kind === 'closed') {
      others.delete(data.session);
      newer.delete(data.session);
    } else others.add(data.session);
    if (data.kind === 'opened') {
      newer.add(data.session);
      say('also-open');
    }
    changed(others.size > 0, newer.size === 0);
  };
  say('opened');
  return () => {
    say('closed');
    channel.close();
  };
}
