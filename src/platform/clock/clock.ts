/** Where "now" comes from: the machine, a fixed instant, or a file that tests rewrite. */
import { readFileSync, statSync } from 'node:fs';
import type { IsoDate } from '../dates/types';

export type Clock = {
  readonly now: () => Date;
  /** DATE-1: the calendar date in Europe/London. */
  readonly today: () => IsoDate;
};

const london = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** DATE-1: the calendar date in Europe/London at an instant. */
export function londonDate(instant: Date): IsoDate {
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    london.formatToParts(instant).find((p) => p.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}` as IsoDate;
}

function clockFrom(now: () => Date): Clock {
  let lastMinute = NaN;
  let lastDate = '' as IsoDate;
  return {
    now,
    today: () => {
      // Formatting is slow and the date changes on whole minutes only.
      const instant = now();
      const minute = Math.floor(instant.getTime() / 60_000);
      if (minute !== lastMinute) {
        lastDate = londonDate(instant);
        lastMinute = minute;
      }
      return lastDate;
    },
  };
}

/** The machine's clock. */
export const systemClock: Clock = clockFrom(() => new Date());

/** A clock that stands still at an instant. */
export function fixedClock(instant: Date | string): Clock {
  const at = toInstant(String(instant instanceof Date ? instant.toISOString() : instant));
  if (!at) throw new Error(`not an instant: ${String(instant)}`);
  return clockFrom(() => new Date(at));
}

/** A clock that shows what stands in a file, read again whenever the file changes. */
export function fileClock(path: string): Clock {
  let stamp = '';
  let at = new Date(NaN);
  return clockFrom(() => {
    const { mtimeMs, size, ino } = statSync(path);
    const seen = `${mtimeMs}:${size}:${ino}`;
    if (seen !== stamp) {
      const read = toInstant(readFileSync(path, 'utf8').trim());
      // A reader may meet the file half written: the last good instant stands until it is whole.
      if (read) {
        at = read;
        stamp = seen;
      } else if (Number.isNaN(at.getTime())) throw new Error(`no instant in the clock file ${path}`);
    }
    return new Date(at);
  });
}

/**
 * The clock a setting asks for: nothing = the machine's, an instant (`2026-11-23T09:00:00Z`, or a date = its midnight UTC)
 * = fixed, anything else = a file. Throws when it is neither an instant nor a readable file.
 */
export function clockFromSetting(setting: string | undefined): Clock {
  if (!setting) return systemClock;
  if (toInstant(setting)) return fixedClock(setting);
  const clock = fileClock(setting);
  clock.now();
  return clock;
}

function toInstant(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
