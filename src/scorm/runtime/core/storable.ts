type WithWellFormed = string & { isWellFormed?: () => boolean; toWellFormed?: () => string };

/** PostgreSQL stores neither NUL nor half a surrogate pair; one such character would fail a whole group of commits. */
export function storable(value: string): string {
  const text = value as WithWellFormed;
  const wellFormed =
    text.isWellFormed === undefined || text.isWellFormed() || text.toWellFormed === undefined
      ? value
      : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed;
}
