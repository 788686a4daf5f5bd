import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Key derivation, signing and labels from one master secret. */
export type Keys = {
  /**
   * A compact ticket `payload.mac`: base64url JSON and its HMAC-SHA256 under the key of `purpose`.
   * @param expiresAt after this instant `verify` refuses it.
   */
  readonly sign: (purpose: string, payload: object, expiresAt: Date) => string;
  /** The payload, or undefined when forged, for another purpose, expired or not a ticket. Its shape is as it was signed. */
  readonly verify: <T extends object>(purpose: string, ticket: string, now: Date) => T | undefined;
  /** Lower-case base32, 26 characters (130 bits): safe in a host name, not to be guessed, the same for the same parts. */
  readonly keyedLabel: (purpose: string, ...parts: readonly string[]) => string;
  /** HMAC-SHA256 as base64url, for tokens bound to a value. */
  readonly mac: (purpose: string, value: string) => string;
};

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Each purpose has a key of its own (HKDF), so a ticket for one is worthless for another. */
export function createKeys(master: Buffer): Keys {
  const cache = new Map<string, Buffer>();
  const keyFor = (purpose: string): Buffer => {
    const known = cache.get(purpose);
    if (known !== undefined) return known;
    const made = Buffer.from(hkdfSync('sha256', master, 'preceptor', purpose, 32));
    cache.set(purpose, made);
    return made;
  };
  const digest = (purpose: string, value: string): Buffer =>
    createHmac('sha256', keyFor(purpose)).update(value).digest();

  return {
    sign: (purpose, payload, expiresAt) => {
      const body = Buffer.from(JSON.stringify([expiresAt.getTime(), payload])).toString('base64url');
      return `${body}.${digest(`ticket:${purpose}`, body).toString('base64url')}`;
    },
    verify: <T extends object>(purpose: string, ticket: string, now: Date): T | undefined => {
      if (ticket.length > 8192) return undefined;
      const [body, mac, ...rest] = ticket.split('.');
      if (body === undefined || mac === undefined || rest.length > 0) return undefined;
      if (!equalText(mac, digest(`ticket:${purpose}`, body).toString('base64url'))) return undefined;
      const [expires, payload] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [number, T];
      return now.getTime() < expires ? payload : undefined;
    },
    keyedLabel: (purpose, ...parts) => base32(digest(`label:${purpose}`, JSON.stringify(parts))).slice(0, 26),
    mac: (purpose, value) => digest(`mac:${purpose}`, value).toString('base64url'),
  };
}

/** Compares in a time that does not tell where they differ. */
export function equalText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function base32(bytes: Buffer): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}
