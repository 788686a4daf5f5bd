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
 * @param changed called with whether anybody else has this attempt open
 * @returns says goodbye
 */
export function watchOthers(channel: Channel, session: string, changed: (others: boolean) => void): () => void {
  const others = new Set<string>();
  const say = (kind: Word['kind']): void => channel.postMessage({ kind, session } satisfies Word);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isWord(data) || data.session === session) return;
    if (data.kind === 'closed') others.delete(data.session);
    else others.add(data.session);
    if (data.kind === 'opened') say('also-open');
    changed(others.size > 0);
  };
  say('opened');
  return () => {
    say('closed');
    channel.close();
  };
}
