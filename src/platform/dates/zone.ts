/*
 * Zones by Intl alone: Node ships the zone database, and three functions do not need a library.
 * Only the local clock of an instant is asked of it; the way back is a search among at most two offsets.
 */
import type { IsoDate } from './types';
import { InvalidDate, addDays, dateOf, isIsoDate, toEpochDay } from './iso-date';

/** A wall-clock moment in some zone; `time` is `HH:MM`, 00:00 to 23:59 (DATE-6). */
export type LocalDateTime = { readonly date: IsoDate; readonly time: string };

/** Where business dates are read when nothing else is said (DATE-1). */
export const LONDON = 'Europe/London';

const MINUTE = 60_000;
const DAY = 86_400_000;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  try {
    const made = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, made);
    return made;
  } catch {
    throw new InvalidDate(`"${zone.slice(0, 60)}" is not a time zone.`);
  }
}

/** Milliseconds that the wall clock of the zone would show if it were UTC. */
function wallClock(zone: string, instant: number): number {
  const read: Record<string, number> = {};
  for (const part of formatterFor(zone).formatToParts(instant)) read[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  return toEpochDay(dateOf(year, month, day)) * DAY + (hour * 3600 + minute * 60 + second) * 1000;
}

/** The calendar date in a zone at an instant (DATE-1). Throws `InvalidDate` for an invalid `Date` or zone. */
export function todayIn(zone: string, now: Date): IsoDate {
  return instantToLocal(now, zone).date;
}

/** The wall-clock date and minute in a zone at an instant (DATE-6). */
export function instantToLocal(instant: Date, zone: string): LocalDateTime {
  if (Number.isNaN(instant.getTime())) throw new InvalidDate('The instant is not a valid date.');
  const shown = wallClock(zone, instant.getTime());
  const day = Math.floor(shown / DAY);
  const minutes = Math.floor((shown - day * DAY) / MINUTE);
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return { date: addDays('1970-01-01' as IsoDate, day), time };
}

/**
 * The UTC instant of a wall-clock moment (DATE-6). A time that the clock shows twice is the first of
 * the two; a time that the clock skips is moved forward by the skip, so 01:30 becomes 02:30.
 */
export function localToInstant(local: LocalDateTime, zone: string): Date {
  const time = TIME.exec(local.time);
  if (!isIsoDate(local.date) || !time) throw new InvalidDate(`"${local.date} ${local.time}" is not a date and time.`);
  const wanted = toEpochDay(local.date) * DAY + (Number(time[1]) * 60 + Number(time[2])) * MINUTE;
  const before = wallClock(zone, wanted - DAY) - (wanted - DAY);
  const after = wallClock(zone, wanted + DAY) - (wanted + DAY);
  const fits = [wanted - before, wanted - after].filter((instant) => wallClock(zone, instant) === wanted);
  return new Date(fits.length > 0 ? Math.min(...fits) : wanted - before);
}
