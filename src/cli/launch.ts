/** `launch --class ID --as USERNAME --json`: from a class to an address that opens the player in any browser. */
import type { Program } from '../open-program';
import { isId, nationalTenantId, type Tx } from '../platform/db';
import { playEnrolment } from '../learning/enrolment';
import { sharedKeysOf } from '../scorm/adapter';
import { createStartLaunch } from '../scorm/player';
import { enterClass } from '../seed';
import { everything, findLearner, type FoundAccount } from './find-people';
import { cliMessages as say } from './messages.en';
import { parseOptions } from './parse-options';
import { show } from './show';
import { CommandRefused, WrongUsage, type Command } from './types';

/** A script may need a while to start its browser. */
const ticketSeconds = 600;

export const launch: Command = {
  name: 'launch',
  usage: '--class ID --as USERNAME [--tenant CODE] --json',
  summary: say.summaries.launch,
  async run(args, io) {
    const { values } = parseOptions(args, 0, {
      class: { type: 'string' },
      as: { type: 'string' },
      tenant: { type: 'string' },
    });
    const { class: classId, as: username } = values;
    if (classId === undefined) throw new WrongUsage(say.missing('--class'));
    if (username === undefined) throw new WrongUsage(say.missing('--as'));
    const program = await io.open();
    const learner = await program.database.inTransaction(everything, (tx) => findLearner(tx, username, values.tenant));
    const scope = { tenant: learner.tenantId, actor: { source: 'self', accountId: learner.accountId } } as const;
    show(
      io,
      values.json,
      await program.database.inTransaction(scope, (tx) => launchAs(tx, program, learner, classId.toLowerCase())),
    );
    return 0;
  },
};

type Learner = FoundAccount & { readonly personId: string };

async function launchAs(
  tx: Tx,
  program: Program,
  learner: Learner,
  classId: string,
): Promise<{ url: string; attemptId: string }> {
  const { tenantId, personId, accountId } = learner;
  const entered = await enterClass(tx, { tenantId, personId, class: await classOf(tx, learner, classId) });
  if (!entered.ok) throw new CommandRefused(say.cannotPlay(entered.refusal));
  // The same labels as the pages use: the player's journal of a learner is found again from either side.
  const { keys, config } = program;
  const played = await playEnrolment(tx, {
    tenantId,
    enrolmentId: entered.enrolmentId,
    personId,
    learner: { id: keys.keyedLabel('learner-id', tenantId, personId), name: learner.displayName },
    learnerKey: keys.keyedLabel('learner', tenantId, accountId),
    returnUrl: `${config.appUrl}/enrolments/${entered.enrolmentId}/done`,
  });
  if (!played.ok) throw new CommandRefused(say.cannotPlay(played.refusal));
  const sharedKeys = sharedKeysOf(config);
  const startLaunch = createStartLaunch({ ...program, ...(sharedKeys ? { sharedKeys } : {}) });
  const started = await startLaunch(tx, played.registration, { seconds: ticketSeconds });
  if (!started.ok) throw new CommandRefused(say.cannotPlay(started.refusal));
  return { url: started.url, attemptId: started.attemptId };
}

/** The person's own employer's class, or a national one. */
async function classOf(tx: Tx, { tenantId }: Learner, classId: string): Promise<{ ownerId: string; id: string }> {
  const [row] = isId(classId)
    ? await tx.query<{ ownerId: string }>(
        'select tenant_id as "ownerId" from learning_catalogue_v_class where tenant_id = any($1::uuid[]) and class_id = $2',
        [[tenantId, nationalTenantId], classId],
      )
    : [];
  if (!row) throw new CommandRefused(say.noClass(classId));
  return { ownerId: row.ownerId, id: classId };
}
