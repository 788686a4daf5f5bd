import { createAccounts, grantProfiles, openSession } from '../../src/people';
import { parseIsoDate } from '../../src/platform/dates';
import { everything } from './learning-world';
import type { RunningServer } from './running-server';

/** The session token of a new account of a person, with these profiles. */
export function sessionFor(
  { within, world }: Pick<RunningServer, 'within' | 'world'>,
  personId: string,
  profiles: readonly string[] = [],
): Promise<string> {
  const tenantId = world.employer;
  return within(async (database) => {
    const accountId = await database.inTransaction(everything, async (tx) => {
      const [id = ''] = await createAccounts(tx, [
        { tenantId, username: `person-${personId}`, displayName: 'Pat Learner', personId },
      ]);
      const dateFrom = parseIsoDate('2020-01-01');
      await grantProfiles(
        tx,
        profiles.map((profile) => ({ tenantId, accountId: id, profile, dateFrom })),
      );
      return id;
    });
    return (await openSession(database, tenantId, accountId)).token;
  });
}
