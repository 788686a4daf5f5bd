/** Bytes of a manifest -> text: by byte-order mark, by shape, by declaration, and at last by trying. */
import iconv from 'iconv-lite';
import type { FindingCode } from './core/found';

export type DecodedManifest = {
  readonly text: string;
  /** The encoding that was used. */
  readonly encoding: string;
  readonly note?: { readonly code: FindingCode; readonly values: Readonly<Record<string, string>> };
};

const UTF8 = new TextDecoder('utf-8', { fatal: true });

export function decodeManifest(bytes: Buffer): DecodedManifest {
  const marked = byMark(bytes);
  if (marked !== undefined) return finish(bytes, marked, undefined);
  const declared = declaredEncoding(bytes);
  if (declared === undefined || /^utf-?8$/i.test(declared))
    return isUtf8(bytes) ? finish(bytes, 'utf-8', undefined) : guessed(bytes, declared ?? 'utf-8');
  // Written as UTF-8 by a tool that declares UTF-16: the zero bytes that UTF-16 would have are not there.
  if (/^(utf-?16|ucs-?2|utf-?32|ucs-?4)/i.test(declared))
    return isUtf8(bytes) ? guessedAs(bytes, declared, 'utf-8') : guessed(bytes, declared);
  if (!iconv.encodingExists(declared))
    return isUtf8(bytes) ? guessedAs(bytes, declared, 'utf-8') : guessed(bytes, declared);
  // ISO-8859-1 in practice means Windows-1252: typographic quotes and the euro sign.
  const used = /^(iso-?8859-?1|latin-?1|us-ascii|ascii)$/i.test(declared) ? 'windows-1252' : declared;
  return finish(bytes, used, { code: 'manifest-encoding', values: { encoding: declared } });
}

function byMark(bytes: Buffer): string | undefined {
  const [a, b, c, d] = [bytes[0], bytes[1], bytes[2], bytes[3]];
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (a === 0x3c && b === 0 && c !== 0) return 'utf-16le';
  if (a === 0 && b === 0x3c) return 'utf-16be';
  return undefined;
}

function declaredEncoding(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 400).toString('latin1');
  return /<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
}

function isUtf8(bytes: Buffer): boolean {
  try {
    UTF8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function guessed(bytes: Buffer, declared: string): DecodedManifest {
  return guessedAs(bytes, declared, 'windows-1252');
}

function guessedAs(bytes: Buffer, declared: string, used: string): DecodedManifest {
  return finish(bytes, used, { code: 'manifest-encoding-guessed', values: { declared, used } });
}

function finish(bytes: Buffer, encoding: string, note: DecodedManifest['note']): DecodedManifest {
  // A second mark, and zero bytes at the end, are left by careless tools.
  const text = iconv
    .decode(bytes, encoding)
    .replace(/^\uFEFF+/, '')
    .replace(/[\s\0]+$/, '');
  return note === undefined ? { text, encoding } : { text, encoding, note };
}
