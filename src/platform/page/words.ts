/** Dates, times and amounts in words. */
import type { IsoDate } from '../dates/types';
import type { Messages } from './messages';

const day = 86_400_000;
const atUtc = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`);

const longDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const londonTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/London',
});

/** 3 March 2028. Nothing for nothing. */
export function dateInWords(date: IsoDate | null | undefined): string {
  return date ? longDate.format(atUtc(date)) : '';
}

/** 3 March 2028 at 14:05, in London. */
export function instantInWords(instant: Date | string | null | undefined): string {
  return instant ? londonTime.format(new Date(instant)) : '';
}

/** "Due in 12 days", "Due today", "Overdue by 3 days". */
export function dueInWords(messages: Messages, due: IsoDate, today: IsoDate): string {
  const days = Math.round((atUtc(due) - atUtc(today)) / day);
  if (days < 0) return messages.t('page.due.overdue', { days: -days });
  return days === 0 ? messages.t('page.due.today') : messages.t('page.due.in', { days });
}

/** "1 h 5 min", "40 seconds", from seconds. */
export function durationInWords(messages: Messages, seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return messages.t('page.duration.seconds', { seconds: whole });
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return messages.t('page.duration.minutes', { minutes });
  return messages.t('page.duration.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** "312 KB", "4.7 MB", from bytes. */
export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let amount = bytes;
  let unit = 0;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit > 1 && amount < 100 ? 1 : 0;
  return `${amount.toLocaleString('en-GB', { maximumFractionDigits: digits })} ${units[unit] ?? ''}`;
}
