/** The trace as JSON, with or without what names or quotes the learner. */
import { callWithoutPersonal, withoutPersonal } from '../../runtime/core/leave-out-personal';
import type { TraceLine } from './trace-log';

const lineWithoutPersonal = (line: TraceLine): unknown =>
  line.kind === 'call' ? callWithoutPersonal(line) : withoutPersonal(line);

/** @param anonymous leaves out names, answers, comments and saved state */
export function traceAsJson(lines: readonly TraceLine[], anonymous: boolean): string {
  const readable = lines.map((line) => ({ ...line, at: new Date(line.at).toISOString() }) as unknown as TraceLine);
  return JSON.stringify(anonymous ? readable.map(lineWithoutPersonal) : readable, null, 2);
}
