/** What this room says to people: visitors, and whoever starts the server. */
export const words = {
  databaseAway:
    'The database cannot be reached at the moment. Nothing was lost that had been confirmed. Please try again in a few seconds.',
  migrationChanged: (name: string) =>
    `Migration ${name} was changed after it had been applied to this database. Restore its file as it was, and put the change into a new migration.`,
  migrationUnknown: (names: string) =>
    `This database has migrations that this version of Preceptor does not know (${names}). It was used by a newer version: start that version, or restore a backup from before.`,
  migrationOutOfOrder: (name: string, last: string) =>
    `Migration ${name} has not been applied, but a later one (${last}) has. Give it a later timestamp, so that every database takes the migrations in the same order.`,
  migrationFailed: (name: string, cause: string) => `Migration ${name} could not be applied and was undone: ${cause}`,
  migrationFailedAfterInterrupted: (name: string, cause: string) =>
    `An earlier attempt at migration ${name} was interrupted. It was tried again, could not be applied and was undone: ${cause} Part of the earlier attempt may still stand: remove it, or restore a backup, and start again.`,
  migrationEndsTransaction: (name: string) =>
    `Migration ${name} ends its transaction by itself (COMMIT or ROLLBACK). A migration is one transaction: remove that statement.`,
  migrationsMissing: (directory: string) => `There is no folder of migrations at ${directory}.`,
  roleTooMighty: (role: string) =>
    `The role ${role} of DATABASE_URL is a superuser or bypasses row-level security, so employers would not be kept apart in the database. Use an ordinary role that owns the database.`,
  embeddedNoBinaries: (name: string) =>
    `The package ${name} with the PostgreSQL programs is not installed for this kind of machine. Install PostgreSQL 14 or later yourself and set DATABASE_URL.`,
  embeddedNoUser: (reason: string) =>
    `PostgreSQL refuses to run as root, and no unprivileged user could run it here (${reason}). Start Preceptor as an ordinary user, or set DATABASE_URL.`,
  embeddedNoPlace: (dataDir: string, tried: string) =>
    `The unprivileged user that runs PostgreSQL cannot enter ${dataDir}, and ${tried} cannot be used instead. Set DATA_DIR to a folder that every user can enter, or set DATABASE_URL.`,
  embeddedElsewhere: (user: string, dataDir: string, home: string) =>
    `PostgreSQL runs as user ${user}, who cannot enter ${dataDir}: its files are kept in ${home}.`,
  embeddedDidNotStart: (tail: string) => `PostgreSQL did not start. The end of its log: ${tail}`,
  embeddedOldVersion: (found: string, ours: string) =>
    `The database files are of PostgreSQL ${found}, this version of Preceptor brings PostgreSQL ${ours}. Move them with pg_dump and pg_restore.`,
  embeddedBusy: (lock: string) =>
    `Another process has been starting or stopping the database for too long. If there is none, remove ${lock}.`,
} as const;
