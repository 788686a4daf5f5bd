/**
 * JSON that may stand inside `<script type="application/json">`: nothing in it can end the element or open a comment.
 * @param value plain data, such as a `PlayerStart`
 */
export const embedJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
