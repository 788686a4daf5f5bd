/** Sentences that explain. */
export const messages: Record<string, string> = {
  'explain.led-to.competence': '{title} is now valid until {until, date, long}.',
  'explain.led-to.competence.for-good': '{title} is now on your record.',
  'explain.led-to.certified': 'You are certified: {title}, until {until, date, long}.',
  'explain.led-to.certified.for-good': 'You are certified: {title}.',
  'explain.led-to.path': 'This counts towards {title}.',
  'explain.led-to.path-completed': 'You have completed {title}.',
};
