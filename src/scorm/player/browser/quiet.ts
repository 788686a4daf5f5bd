/** Settings of scorm-again for both versions: it is the data model, and nothing else. */
export const quiet = {
  autocommit: false,
  // Any address makes it call our httpService; nothing is ever sent there.
  lmsCommitUrl: '/',
  sendFullCommit: false,
  // Mastery is judged by the server, and never while the attempt is suspended (SCO-2 to SCO-5).
  mastery_override: false,
  logLevel: 'NONE',
  onLogMessage: (): void => undefined,
} as const;
