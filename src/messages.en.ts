/** What the starters say at a terminal. */
export const starterMessages = {
  ready: (url: string) => `Ready: ${url}`,
  stopping: 'Stopping: finishing what is under way. Press again to stop at once.',
  portTaken: (port: number) => `Port ${port} is in use. Stop the other program, or set PORT (and CONTENT_PORT).`,
  addressMissing: (host: string) => `This machine has no address ${host}. Set HOST to one it has.`,
  databaseAway: 'The database cannot be reached. Check DATABASE_URL, and that PostgreSQL is running.',
  failed: 'Preceptor could not start.',
  commands: 'Commands',
  usage: (usage: string) => `Usage: npm run -s cli -- ${usage}`,
  unknownCommand: (words: string) => `There is no command "${words}".`,
  commandFailed: 'The command failed.',
};
