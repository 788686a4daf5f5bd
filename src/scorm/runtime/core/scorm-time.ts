/**
 * Time as content writes it, in seconds. SCORM 1.2: CMITimespan `HHHH:MM:SS.SS`; SCORM 2004:
 * timeinterval(second,10,2), ISO 8601 such as `PT1H30M`. Both are read in both versions, because
 * authors mix them up (SCORM.md §4); they are always written in the version's own form.
 */

const LONGEST_TIME_TEXT = 100;
const CLOCK = /^(\d{1,6}):(\d{1,2}):(\d{1,2})(\.\d*)?$/;
/** As content is told in 1.2: one digit of hours is taken too, and kept as it was written. */
const STRICT_TIMESPAN = /^\d{1,4}:\d{2}:\d{2}(\.\d{1,2})?$/;
const INTERVAL =
  /^P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})D)?(T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12}(?:\.\d*)?)S)?)?$/;
const STRICT_INTERVAL = /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,9})?S)?)?$/;

/** Longest time of one visit that is believed: 9,999 hours, the most CMITimespan can hold. */
const MOST_SECONDS = 10_000 * 3600 - 0.01;

const hundredths = (seconds: number): number => Math.round(seconds * 100) / 100;

const DAY = 86_400;
/** ISO years and months have no fixed length: 365 and 30 days here; nobody sits that long. */
function parseInterval(text: string): number | undefined {
  const m = INTERVAL.exec(text);
  if (m === null || text === 'P') return undefined;
  const part = (index: number): number => Number(m[index] ?? 0);
  return part(1) * 365 * DAY + part(2) * 30 * DAY + part(3) * DAY + part(5) * 3600 + part(6) * 60 + part(7);
}

function parseClock(text: string): number | undefined {
  const m = CLOCK.exec(text);
  if (m === null) return undefined;
  return Number(m[1]) * 3600 + Number(m[2]) * 60 + Number(m[3]) + Number(`0${m[4] ?? ''}`);
}

/** Seconds (to the hundredth) of either notation; undefined when it is neither, or beyond belief. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.length > LONGEST_TIME_TEXT ? '' : text.trim();
  const seconds = trimmed.startsWith('P') ? parseInterval(trimmed) : parseClock(trimmed);
  if (seconds === undefined || !(seconds <= MOST_SECONDS)) return undefined;
  return hundredths(seconds);
}

const two = (n: number): string => String(n).padStart(2, '0');

/** CMITimespan `HHHH:MM:SS.SS` (RTE 1.2 §3.4.2). */
export function formatTimespan(seconds: number): string {
  const total = Math.min(Math.round(Math.max(0, seconds) * 100), MOST_SECONDS * 100);
  const whole = Math.floor(total / 100);
  const rest = total % 100;
  const clock = `${String(Math.floor(whole / 3600)).padStart(4, '0')}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return rest === 0 ? clock : `${clock}.${two(Math.round(rest))}`;
}

/** timeinterval(second,10,2) such as `PT1H2M3.5S` (RTE 2004 §4.1.1.7); `PT0S` for none. */
export function formatInterval(seconds: number): string {
  const total = hundredths(Math.max(0, seconds));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total - hours * 3600) / 60);
  const rest = hundredths(total - hours * 3600 - minutes * 60);
  const text = `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${rest > 0 ? `${rest}S` : ''}`;
  return text === 'PT' ? 'PT0S' : text;
}

export const isStrictTimespan = (text: string): boolean => text.length < 20 && STRICT_TIMESPAN.test(text);
export const isStrictInterval = (text: string): boolean => text.length < 100 && STRICT_INTERVAL.test(text);
