/**
 * How adapter and core know each other: every message carries time, nonce and a MAC over both and the exact body; the
 * answer carries a MAC over the nonce and its own body, so that nobody else can say "taken".
 */
import type { IncomingHttpHeaders } from 'node:http';
import { equalText, type Keys } from '../../platform/auth';
import { isId, newId } from '../../platform/db';

/** Clocks of two machines may differ by so much, and a message may be under way so long. */
export const windowSeconds = 300;

export const timeHeader = 'x-preceptor-time';
export const nonceHeader = 'x-preceptor-nonce';
export const signatureHeader = 'x-preceptor-signature';

export type SignedHeaders = Readonly<Record<string, string>> & { readonly [nonceHeader]: string };

const macOf = (keys: Keys, time: string, nonce: string, body: string): string =>
  keys.mac('adapter-message', `${time}\n${nonce}\n${body}`);

export function signMessage(keys: Keys, now: Date, body: string): SignedHeaders {
  const time = now.toISOString();
  const nonce = newId();
  return { [timeHeader]: time, [nonceHeader]: nonce, [signatureHeader]: macOf(keys, time, nonce, body) };
}

export type MessageCheck =
  | { readonly ok: true; readonly nonce: string; readonly until: Date }
  | { readonly ok: false; readonly refusal: 'signature' | 'clock' };

/** The nonce of a good message; it must then be used up until `until`, after which the time alone refuses it. */
export function checkMessage(keys: Keys, now: Date, headers: IncomingHttpHeaders, body: string): MessageCheck {
  const [time, nonce, signature] = [timeHeader, nonceHeader, signatureHeader].map((name) =>
    String(headers[name] ?? ''),
  );
  if (time === undefined || nonce === undefined || signature === undefined) return { ok: false, refusal: 'signature' };
  if (!isId(nonce) || !equalText(signature, macOf(keys, time, nonce, body))) return { ok: false, refusal: 'signature' };
  const sentAt = Date.parse(time);
  if (Number.isNaN(sentAt) || Math.abs(now.getTime() - sentAt) > windowSeconds * 1000)
    return { ok: false, refusal: 'clock' };
  return { ok: true, nonce, until: new Date(sentAt + windowSeconds * 1000) };
}

const answerMac = (keys: Keys, nonce: string, body: string): string => keys.mac('adapter-answer', `${nonce}\n${body}`);

/** Signature of the answer to the message with that nonce. */
export const signAnswer = answerMac;

export const isOurAnswer = (keys: Keys, nonce: string, body: string, signature: string | null): boolean =>
  signature !== null && equalText(signature, answerMac(keys, nonce, body));
