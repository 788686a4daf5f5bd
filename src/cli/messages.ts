/** `messages [--to USERNAME] --json`. */
import { everything, findLearner } from './find-people';
import { cliMessages as say } from './messages.en';
import { parseOptions } from './parse-options';
import { show } from './show';
import type { Command } from './types';

/** The latest so many; a script that needs more asks for one person. */
const most = 1000;

type Row = {
  id: string;
  code: string;
  to: string;
  tenant: string;
  status: string;
  createdAt: Date;
  sentAt: Date | null;
  readAt: Date | null;
  fields: object;
};

export const messagesList: Command = {
  name: 'messages',
  usage: '[--to USERNAME] [--tenant CODE] --json',
  summary: say.summaries.messages,
  async run(args, io) {
    const { values } = parseOptions(args, 0, { to: { type: 'string' }, tenant: { type: 'string' } });
    const { database } = await io.open();
    const rows = await database.inTransaction(everything, async (tx) => {
      const who = values.to === undefined ? undefined : await findLearner(tx, values.to, values.tenant);
      return tx.query<Row>(
        `select m.message_id as id, m.code, p.full_name as "to", t.code as tenant, m.status, m.created_at as "createdAt", m.sent_at as "sentAt", m.read_at as "readAt", m.fields
         from notify_v_message m
         join people_v_person p on p.tenant_id = m.tenant_id and p.person_id = m.person_id
         join people_v_tenant t on t.id = m.tenant_id
         where ($1::uuid is null or (m.tenant_id = $1 and m.person_id = $2)) and ($3::text is null or t.code = $3)
         order by m.created_at desc, m.message_id desc limit $4`,
        [who?.tenantId ?? null, who?.personId ?? null, values.tenant ?? null, most],
      );
    });
    show(io, values.json, rows);
    return 0;
  },
};
