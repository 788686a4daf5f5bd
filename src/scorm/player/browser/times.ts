/** Seconds of `HHHH:MM:SS.SS` (SCORM 1.2 CMITimespan); undefined when it is none. */
export function secondsOf12(time: string): number | undefined {
  const found = /^(\d{1,4}):(\d{2}):(\d{2}(?:\.\d{1,2})?)$/.exec(time.trim());
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]) : undefined;
}

/** Seconds of `P1DT2H3M4.5S` (SCORM 2004 timeinterval), months as 30 days, years as 365; undefined when it is none. */
export function secondsOf2004(time: string): number | undefined {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    time.trim(),
  );
  if (!found || /[PT]$/.test(time.trim())) return undefined;
  const [years, months, days, hours, minutes, seconds] = found
    .slice(1)
    .map((one) => Number((one as string | undefined) ?? 0));
  return (
    (((years ?? 0) * 365 + (months ?? 0) * 30 + (days ?? 0)) * 24 + (hours ?? 0)) * 3600 +
    (minutes ?? 0) * 60 +
    (seconds ?? 0)
  );
}

export type TimeLimit = {
  /** Left when the delivery begins; not below 0. */
  readonly seconds: number;
  readonly exit: boolean;
  readonly message: boolean;
};

/**
 * The time limit of a delivery: `max_time_allowed` less what was used before, with `time_limit_action`.
 * Without an action the books say "continue, no message", which needs no clock.
 */
export function timeLimit(
  values: { readonly max: string | undefined; readonly used: string | undefined; readonly action: string | undefined },
  secondsOf: (time: string) => number | undefined,
): TimeLimit | undefined {
  const max = values.max === undefined ? undefined : secondsOf(values.max);
  const action = (values.action ?? '')
    .toLowerCase()
    .replace(/\s*,\s*/, ',')
    .trim();
  if (
    max === undefined ||
    max <= 0 ||
    !/^(?:exit|continue),(?:no )?message$/.test(action) ||
    action === 'continue,no message'
  )
    return undefined;
  const used = values.used === undefined ? 0 : (secondsOf(values.used) ?? 0);
  return { seconds: Math.max(0, max - used), exit: action.startsWith('exit'), message: !action.endsWith('no message') };
}
