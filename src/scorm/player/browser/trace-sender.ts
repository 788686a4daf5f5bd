/**
 * The record of a real attempt, where somebody asked for one. Lossy on purpose: what was learnt goes its own, safe way;
 * this may be late or missing and must never be in the way of it.
 */
import type { TraceRecord, TraceRequest } from '../../runtime/core/protocol';
import { bytesOf } from './batches';
import { shortAnswer } from './trace-log';
import type { TraceLine } from './trace-log';

const sendEvery = 4000;
const mostRecords = 500;
const mostBytes = 200_000;
/** While the page goes: a browser carries 64 KB in all past its end, and the saves come first. */
const mostLeaving = 12_000;
/** Content that floods has its oldest calls dropped. */
const mostWaiting = 4000;

export type TraceSender = {
  readonly add: (line: TraceLine) => void;
  /** The page may be gone soon. */
  readonly hurry: () => void;
};

function recordOf(line: TraceLine): TraceRecord | undefined {
  const at = new Date(line.at).toISOString();
  if (line.kind === 'call') {
    const { activity, call, args, returned, error } = line;
    return { kind: 'call', at, activity, call, args, returned, error };
  }
  if (line.kind === 'fault') {
    const { number: _, ...fault } = line;
    return { ...fault, at };
  }
  if (line.kind !== 'commit') return undefined;
  const sequences = line.request.entries.map((entry) => entry.sequence);
  const answer = line.answer === undefined ? {} : { answer: shortAnswer(line.answer) };
  return { kind: 'sent', at, action: line.action, sequences, status: line.status, ...answer };
}

/**
 * @param send answers whether more is wanted; undefined when it did not get through
 * @param after calls back after so many milliseconds
 */
export function createTraceSender(
  session: string,
  send: (request: TraceRequest, leaving: boolean) => Promise<boolean | undefined>,
  after: (milliseconds: number, run: () => void) => void,
): TraceSender {
  let waiting: TraceLine[] = [];
  let number = 0;
  let busy = false;
  let planned = false;
  let wanted = true;

  function take(most: number): TraceRecord[] {
    const records: TraceRecord[] = [];
    let size = 0;
    let used = 0;
    for (const line of waiting) {
      const record = recordOf(line);
      const bytes = record ? bytesOf(record) + 1 : 0;
      if (records.length >= mostRecords || (size + bytes > most && records.length > 0)) break;
      used += 1;
      size += bytes;
      if (record && bytes <= most) records.push(record);
    }
    waiting = waiting.slice(used);
    return records;
  }

  async function run(leaving = false): Promise<void> {
    if (busy || !wanted) return;
    busy = true;
    const records = take(leaving ? mostLeaving : mostBytes);
    if (records.length > 0) {
      number += 1;
      const request = { session, number, records };
      const more = (await send(request, leaving)) ?? (await send(request, leaving));
      wanted = more !== false;
      if (!wanted) waiting = [];
    }
    busy = false;
    if (waiting.length > 0) plan();
  }

  function plan(): void {
    if (planned || !wanted) return;
    planned = true;
    after(sendEvery, () => {
      planned = false;
      void run();
    });
  }

  return {
    add: (line) => {
      if (!wanted) return;
      waiting.push(line);
      // In large steps: dropping one at a time would cost as much as the flood.
      if (waiting.length > mostWaiting) waiting = waiting.slice(mostWaiting / 2);
      plan();
    },
    hurry: () => void run(true),
  };
}
