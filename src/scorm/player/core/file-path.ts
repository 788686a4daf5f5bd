/**
 * The path inside the package that an address under `/files/` names; undefined when it names none.
 * Nothing that could mean another folder survives: `..`, encoded slashes, backslashes, NUL. (A store key is a hash of the
 * path, so none of it could leave the folder; but it must not find a file by another name either.)
 * @param rest what follows `/files/`, still percent-encoded, without query
 */
export function readFilePath(rest: string): string | undefined {
  const segments: string[] = [];
  for (const raw of rest.split('/')) {
    // Content joins folders and names carelessly; a doubled slash means nothing.
    if (raw === '') continue;
    const segment = decode(raw);
    if (segment === undefined || segment === '.' || segment === '..' || /[/\\\0]/.test(segment)) return undefined;
    segments.push(segment);
  }
  // A folder has no listing.
  return segments.length === 0 || rest.endsWith('/') ? undefined : segments.join('/');
}

function decode(raw: string): string | undefined {
  if (!raw.includes('%')) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}
