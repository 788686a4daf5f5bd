/**
 * A keep-alive connection that asks one thing at a time. It understands just enough HTTP/1.1 for our own answers,
 * so that the load costs little of the two cores that it shares with what is measured.
 */
import { connect, type Socket } from 'node:net';

export type Reply = {
  readonly status: number;
  /** Bytes of the body. */ readonly size: number;
  /** Empty when the body was only counted. */ readonly body: string;
};

export type Connection = {
  /** @param keep whether the body is wanted, or only its length */
  readonly ask: (request: string, keep: boolean) => Promise<Reply>;
  readonly close: () => void;
};

type Waiting = {
  readonly keep: boolean;
  readonly done: (reply: Reply) => void;
  readonly failed: (error: Error) => void;
};
type Reading = { readonly status: number; readonly length: number | 'chunked'; size: number; readonly parts: Buffer[] };

const endOfHead = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('\r\n0\r\n\r\n');

export function openConnection(port: number): Promise<Connection> {
  return new Promise((opened, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      opened(talkOn(socket));
    });
  });
}

function talkOn(socket: Socket): Connection {
  let waiting: Waiting | undefined;
  let reading: Reading | undefined;
  let head: Buffer = Buffer.alloc(0);

  const broken = (error: Error): void => {
    waiting?.failed(error);
    waiting = undefined;
  };
  socket.on('error', broken);
  socket.on('close', () => broken(new Error('the server closed the connection')));
  socket.on('data', (chunk: Buffer) => {
    let rest: Buffer = chunk;
    if (reading === undefined) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      const end = head.indexOf(endOfHead);
      if (end < 0) return;
      reading = readHead(head.toString('latin1', 0, end));
      rest = head.subarray(end + 4);
      head = Buffer.alloc(0);
    }
    take(reading, rest);
  });

  function take(current: Reading, bytes: Buffer): void {
    current.size += bytes.length;
    if (waiting?.keep || current.length === 'chunked') current.parts.push(bytes);
    if (!isWhole(current)) return;
    const answered = waiting;
    waiting = undefined;
    reading = undefined;
    const body = answered?.keep
      ? current.parts.length === 1
        ? current.parts[0]
        : Buffer.concat(current.parts)
      : undefined;
    answered?.done({ status: current.status, size: current.size, body: body?.toString() ?? '' });
  }

  return {
    ask: (request, keep) =>
      new Promise((done, failed) => {
        waiting = { keep, done, failed };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function readHead(text: string): Reading {
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  const chunked = /\r\ntransfer-encoding: *chunked/i.test(text);
  const status = Number(text.slice(9, 12));
  if (length === undefined && !chunked && status !== 304) throw new Error(`an answer of unknown length: ${text}`);
  return { status, length: chunked ? 'chunked' : Number(length ?? 0), size: 0, parts: [] };
}

function isWhole({ length, size, parts }: Reading): boolean {
  if (length !== 'chunked') return size >= length;
  const last = parts.at(-1);
  if (last !== undefined && last.length >= lastChunk.length) return last.subarray(-lastChunk.length).equals(lastChunk);
  return Buffer.concat(parts).subarray(-lastChunk.length).equals(lastChunk);
}
