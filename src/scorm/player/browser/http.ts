/** Requests to the package origin. The cookie goes by itself; nothing here knows a credential. */
import type {
  CommitAnswer,
  CommitRequest,
  NavigateAnswer,
  NavigateRequest,
  TraceAnswer,
  TraceRequest,
} from '../../runtime/core/protocol';
import { readCommitAnswer, readNavigateAnswer } from './answers';
import type { Received, Sent } from './answers';

const patience = 30_000;

async function post(url: string, body: unknown, keepalive = false): Promise<Received> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const response = await fetch(url, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      // A redirect can only lead to a page for people.
      redirect: 'manual',
      cache: 'no-store',
      keepalive,
      signal: stop.signal,
    });
    if (response.type === 'opaqueredirect') return { status: 401, contentType: '', text: '' };
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text: await response.text(),
    };
  } finally {
    clearTimeout(timer);
  }
}

const address = (attempt: string, action: 'commit' | 'navigate' | 'trace'): string =>
  `/a/${encodeURIComponent(attempt)}/${action}`;

/** Sends entries; never rejects. `keepalive` lets the browser finish after the page is gone. */
export async function sendCommit(
  attempt: string,
  request: CommitRequest,
  keepalive = false,
): Promise<Sent<CommitAnswer>> {
  try {
    return readCommitAnswer(await post(address(attempt, 'commit'), request, keepalive));
  } catch {
    return { kind: 'retry' };
  }
}

/** Asks for another activity, or for the end; never rejects. */
export async function sendNavigate(attempt: string, request: NavigateRequest): Promise<Sent<NavigateAnswer>> {
  try {
    return readNavigateAnswer(await post(address(attempt, 'navigate'), request));
  } catch {
    return { kind: 'retry' };
  }
}

/** Sends a piece of the record; whether more is wanted, undefined when it did not get through. Never rejects. */
export async function sendTrace(
  attempt: string,
  request: TraceRequest,
  keepalive: boolean,
): Promise<boolean | undefined> {
  try {
    const { status, text } = await post(address(attempt, 'trace'), request, keepalive);
    if (status === 200) return (JSON.parse(text) as TraceAnswer).more;
    return status >= 500 || status === 429 ? undefined : false;
  } catch {
    return undefined;
  }
}
