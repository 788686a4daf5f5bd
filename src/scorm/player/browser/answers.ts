/**
 * Reads what came back. Only a JSON answer of the right shape is a success: an empty 200, a 204 or the
 * HTML of a sign-in page means that nothing is known to be saved.
 */
import type { CommitAnswer, NavigateAnswer } from '../../runtime/core/protocol';

/** What `fetch` gave, reduced to what is looked at. */
export type Received = { readonly status: number; readonly contentType: string; readonly text: string };

export type Sent<A> =
  | { readonly kind: 'answer'; readonly answer: A }
  /** 401, or the cookie of somebody else (403): keep everything, ask to sign in. */
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'too-large' }
  /** 409 without saying which: what was sent collides with what is known. */
  | { readonly kind: 'conflict' }
  /** 404, 410, 422 …: this server will not take it however often it is sent. */
  | { readonly kind: 'refused'; readonly status: number }
  /** Offline, 5xx, 408, 429, or an answer that is none. */
  | { readonly kind: 'retry' };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => Number.isInteger(one));

function isCommitAnswer(value: unknown): value is CommitAnswer {
  return (
    isRecord(value) &&
    isNumbers(value['acknowledged']) &&
    isNumbers(value['conflicts']) &&
    Array.isArray(value['refused']) &&
    typeof value['superseded'] === 'boolean'
  );
}

const resultKinds: ReadonlySet<unknown> = new Set(['deliver', 'end', 'wait', 'refuse']);

function isNavigateAnswer(value: unknown): value is NavigateAnswer {
  if (!isCommitAnswer(value)) return false;
  const { result, contents, controls } = value as Partial<NavigateAnswer>;
  if (!isRecord(result) || !resultKinds.has(result.kind) || !Array.isArray(contents) || !isRecord(controls))
    return false;
  return (
    result.kind !== 'deliver' ||
    (isRecord(result.delivery) && typeof result.delivery.url === 'string' && isRecord(result.delivery.cmi))
  );
}

function parse({ contentType, text }: Received): unknown {
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readAs<A>(received: Received, fits: (value: unknown) => value is A): Sent<A> {
  const { status } = received;
  if (status === 200 || status === 409) {
    const value = parse(received);
    if (fits(value)) return { kind: 'answer', answer: value };
    return status === 409 ? { kind: 'conflict' } : { kind: 'retry' };
  }
  if (status === 401 || status === 403) return { kind: 'sign-in' };
  if (status === 413) return { kind: 'too-large' };
  if (status >= 400 && status < 500 && status !== 408 && status !== 421 && status !== 425 && status !== 429)
    return { kind: 'refused', status };
  return { kind: 'retry' };
}

/** Reads the answer to a commit. */
export const readCommitAnswer = (received: Received): Sent<CommitAnswer> => readAs(received, isCommitAnswer);

/** Reads the answer to a navigation. */
export const readNavigateAnswer = (received: Received): Sent<NavigateAnswer> => readAs(received, isNavigateAnswer);
