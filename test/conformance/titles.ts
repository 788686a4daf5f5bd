/** Titles as scripts write them, found among those of the manifest although one of the two has a slip of the pen. */
const digits = (title: string): string => title.replace(/\D/g, '');

/** Whether one is the other with one letter left out. */
function lacksOneLetter(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (long.length !== short.length + 1) return false;
  return [...long].some((_, at) => long.slice(0, at) + long.slice(at + 1) === short);
}

/** The title of the manifest that is meant; what is not found stands for itself. Numbers must agree. */
export function titleAmong(titles: readonly string[], wanted: string): string {
  if (titles.includes(wanted)) return wanted;
  const near = titles.filter((title) => digits(title) === digits(wanted) && lacksOneLetter(title, wanted));
  return near.length === 1 ? (near[0] ?? wanted) : wanted;
}
