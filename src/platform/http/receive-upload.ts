/** The one file of an upload, as a stream: the body itself, or the file part of a form. */
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { Problem } from './problem';

export type ReceivedFile = {
  /** As the sender calls it, without folders; '' for a bare body. Somebody else's words: never a path of ours. */
  readonly fileName: string;
  /** Fields of the form that stand before the file. */
  readonly fields: Readonly<Record<string, string>>;
  readonly stream: Readable;
};

const bareTypes = /^application\/(octet-stream|zip|x-zip|x-zip-compressed)\b/i;
/** What a form needs around its file. */
const formOverheadBytes = 64 * 1024;
/** How long and how much is read of an upload that was refused: a browser that is cut off mid-way shows no answer. */
const drainMs = 10_000;
const drainBytes = 64 * 1024 ** 2;

/**
 * Hands the file to `take` while it arrives, for routes with `bodyKind: 'stream'`. Nothing is read before the size was
 * looked at; after a refusal the rest is read away for a while, so that the answer arrives.
 * @returns what `take` made of it, or undefined when a form came without a file
 * @throws Problem `unsupported-media-type`, `too-large` (by its announced size), `upload-cut-off` through the stream
 */
export async function receiveUpload<T>(
  raw: IncomingMessage,
  maxBytes: number,
  take: (file: ReceivedFile) => Promise<T>,
): Promise<T | undefined> {
  try {
    const type = raw.headers['content-type'] ?? '';
    const announced = Number(raw.headers['content-length'] ?? 0);
    if (bareTypes.test(type)) {
      if (announced > maxBytes) throw new Problem('too-large');
      return await take({ fileName: '', fields: {}, stream: raw });
    }
    if (!/^multipart\/form-data\b/i.test(type))
      throw new Problem('unsupported-media-type', { detail: 'http.upload.media-type' });
    if (announced > maxBytes + formOverheadBytes) throw new Problem('too-large');
    return await receiveForm(raw, take);
  } catch (error) {
    await drain(raw);
    throw error;
  }
}

function receiveForm<T>(raw: IncomingMessage, take: (file: ReceivedFile) => Promise<T>): Promise<T | undefined> {
  return new Promise((done, failed) => {
    const parser = makeParser(raw, failed);
    if (parser === undefined) return;
    const fields: Record<string, string> = {};
    let taken: Promise<T> | undefined;
    let current: Readable | undefined;
    const cutOff = (cause?: unknown): void => {
      const problem = new Problem('upload-cut-off', { cause });
      // The taker is waited for: what it kept can only be taken away after it is done.
      if (current !== undefined && !current.readableEnded) current.destroy(problem);
      else if (taken === undefined) failed(problem);
      else void taken.catch(() => undefined).then(() => failed(problem));
    };
    parser.on('field', (name, value) => void (fields[name] ??= value));
    parser.on('file', (_, stream, { filename }) => {
      // A browser sends an empty part without a name when no file was chosen.
      if (taken !== undefined || !filename) {
        stream.resume();
        return;
      }
      current = stream;
      // Told through `take`; without a listener the event would end the program.
      stream.on('error', () => undefined);
      taken = take({ fileName: filename, fields, stream });
      taken.catch((error: Error) => {
        raw.unpipe(parser);
        failed(error);
      });
    });
    parser.on('error', cutOff);
    parser.on('close', () => {
      if (taken === undefined) done(undefined);
      else taken.then(done, failed);
    });
    raw.on('error', cutOff);
    raw.on('aborted', cutOff);
    raw.pipe(parser);
  });
}

/** A form so broken that it cannot even be begun is told like one that was cut off. */
function makeParser(raw: IncomingMessage, failed: (error: Error) => void): busboy.Busboy | undefined {
  try {
    return busboy({
      headers: raw.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 20, fieldSize: 10_000, fieldNameSize: 100, parts: 30 },
    });
  } catch (error) {
    failed(new Problem('invalid', { cause: error }));
    return undefined;
  }
}

async function drain(raw: IncomingMessage): Promise<void> {
  if (raw.complete || raw.destroyed) return;
  let seen = 0;
  const stop = new AbortController();
  const ended = new Promise<void>((done) => {
    raw.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      if (seen > drainBytes) done();
    });
    for (const event of ['end', 'close', 'error', 'aborted']) raw.once(event, () => done());
    raw.resume();
  });
  await Promise.race([ended, sleep(drainMs, undefined, { signal: stop.signal }).catch(() => undefined)]);
  stop.abort();
  raw.pause();
}
