/** What putting people on learning and taking them off has in common. */
import { z } from 'zod';
import { listPersons } from '../people';
import type { Tx } from '../platform/db';
import { Problem, type Reply, type Request } from '../platform/http';
import type { Messages } from '../platform/page';
import { one, readReference, type ObjectKey, type Typed } from '../platform/forms';

/** The permission for all of these. */
export const access = { permission: 'enrolment.manage' } as const;
export const typedBody = z.record(z.string(), z.unknown());
export const chooseView = 'portal/views/admin-choose.njk';
export const actView = 'portal/views/admin-act.njk';
export type ActDeps = { readonly messages: Pick<Messages, 't' | 'has'> };

/** An address with what was chosen so far. */
export const addressWith = (path: string, values: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString()}`;

/** The step in which a person is chosen by name or username; keeps what was chosen already. */
export async function choosePerson(
  tx: Tx,
  request: Request,
  path: string,
  kept: Readonly<Record<string, string>>,
  title: string,
): Promise<Reply> {
  const search = one(request.query as Typed, 'q', 200);
  const found =
    search === ''
      ? { rows: [], total: 0 }
      : await listPersons(tx, { tenantId: request.who().tenantId, q: search, page: 1, perPage: 20, direction: 'asc' });
  return {
    kind: 'page',
    view: chooseView,
    model: {
      title,
      what: 'person',
      path,
      search,
      hidden: Object.entries(kept).map(([name, value]) => ({ name, value })),
      choices: found.rows.map((row) => ({
        text: row.name,
        hint: [row.username, row.email].filter((each) => each !== null).join(', '),
        href: addressWith(path, { ...kept, person: row.personId }),
      })),
    },
  };
}

/** What somebody is subscribed to. */
export type Wanted = { readonly kind: 'certification' | 'path'; readonly key: ObjectKey };

export function wantedOf(typed: Typed): Wanted | undefined {
  const certification = readReference(one(typed, 'certification'));
  if (certification) return { kind: 'certification', key: certification };
  const path = readReference(one(typed, 'path'));
  return path && { kind: 'path', key: path };
}

export async function titleOf(tx: Tx, { kind, key }: Wanted): Promise<string> {
  const [row] = await tx.query<{ title: string }>(
    kind === 'certification'
      ? 'select title from learning_certification_v_certification where tenant_id = $1 and certification_id = $2'
      : `select title from learning_path_v_path where tenant_id = $1 and path_id = $2 and source = 'Catalogue'`,
    [key.ownerId, key.id],
  );
  if (!row) throw new Problem('not-found');
  return row.title;
}
