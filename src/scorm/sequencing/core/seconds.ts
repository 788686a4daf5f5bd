/** The length of an ISO 8601 duration in seconds (a year has 365 days, a month 30.4); undefined when it is none. */
export function secondsOf(text: string | undefined): number | undefined {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    text ?? '',
  );
  if (found === null) return undefined;
  const [years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? 0 : Number(part)));
  return years * 31_536_000 + months * 2_628_029 + days * 86_400 + hours * 3600 + minutes * 60 + seconds;
}
