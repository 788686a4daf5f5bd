/**
 * What the runtime says about single elements, to authors in the preview and to administrators
 * beside a commit. `{element}`, `{value}` and `{limit}` are filled in by `core/element-notes`.
 */
export const elementMessages = {
  'unknown-element': '“{element}” is not part of the data model of this SCORM version, so it was not saved.',
  'read-only': 'Content may read “{element}” but not set it, so it was not saved.',
  'not-text': '“{element}” was sent with something that is not text, so it was not saved.',
  'type-mismatch': '“{value}” is not written as “{element}” has to be, so it was not saved.',
  'not-in-vocabulary': '“{value}” is not one of the words allowed for “{element}”, so it was not saved.',
  'out-of-range': '“{value}” is outside the range allowed for “{element}”, so it was not saved.',
  'too-long': 'The value of “{element}” is longer than the {limit} characters that can be kept, so it was not saved.',
  'index-too-high': '“{element}” counts higher than the rows that can be kept, so it was not saved.',
  'commit-too-large': 'This save was too large as a whole, so “{element}” was left out.',
  mended: '“{element}” was written as “{value}”. It was understood and saved in the standard form.',
  'longer-than-standard':
    'The value of “{element}” is longer than the {limit} characters the standard promises. It was saved here, but other systems may cut it off.',
  'characters-removed': '“{element}” held characters that cannot be stored. They were removed and the rest was saved.',
  'unknown-activity': 'The course has no part “{element}”. What was said for it is kept, and counts for nothing.',
  'never-opened':
    'The part “{element}” was never opened in this attempt. What was said for it is kept, and counts for nothing.',
  'refused-in-browser':
    'The content was told error {limit} when it set “{element}” to “{value}”, so that was not saved.',
  'unusual-pattern':
    '“{element}” is not written in the form the standard sets for this kind of question. It was saved as it is.',
} as const;
