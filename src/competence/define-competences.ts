import type { IsoDate, Period } from '../platform/dates/types';
import { insertRows, newId, type Tx } from '../platform/db';
import { newEvent, publish } from '../platform/events';

export type NewCompetence = {
  /** Owner: an employer for a local one, the national body otherwise (COMP-1). */
  readonly tenantId: string;
  readonly frameworkCode: string;
  /** The identity, renewal label included (COMP-1, COMP-2), such as `NHS|CSTF|Fire Safety - 2 Years|`. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** None: does not expire. */
  readonly renewal?: Period;
  readonly dateFrom: IsoDate;
  /** Marks invented reference data. */
  readonly illustrative?: boolean;
};

/** Defines competencies that do not exist yet, known by owner and name; returns the ids of all, in order. */
export async function defineCompetences(tx: Tx, commands: readonly NewCompetence[]): Promise<string[]> {
  const existing = await tx.query<{ tenantId: string; id: string; name: string }>(
    `select tenant_id as "tenantId", id, name from competence where (tenant_id, name) in (select * from unnest($1::uuid[], $2::text[]))`,
    [commands.map((each) => each.tenantId), commands.map((each) => each.name)],
  );
  const idOf = new Map(existing.map((row) => [keyOf(row), row.id]));
  const missing = commands.filter((each) => !idOf.has(keyOf(each)) && (idOf.set(keyOf(each), newId()), true));
  const frameworks = await ensureFrameworks(tx, missing);
  await insertRows(
    tx,
    'competence',
    missing.map((each) => ({
      tenant_id: each.tenantId,
      id: idOf.get(keyOf(each)),
      framework_id: frameworks.get(`${each.tenantId} ${each.frameworkCode}`),
      name: each.name,
      illustrative: each.illustrative ?? false,
      created_at: tx.now,
    })),
  );
  const events = missing.map((each) =>
    newEvent(tx, {
      type: 'competence-defined',
      tenantId: each.tenantId,
      subjects: { objectId: idOf.get(keyOf(each)) ?? '' },
      after: { name: each.name, renewal: each.renewal ?? null },
    }),
  );
  await insertRows(
    tx,
    'competence_fact',
    missing.map((each, index) => ({
      tenant_id: each.tenantId,
      id: newId(),
      competence_id: idOf.get(keyOf(each)),
      title: each.title,
      description: each.description ?? null,
      renewal_n: each.renewal?.n ?? null,
      renewal_unit: each.renewal?.unit ?? null,
      date_from: each.dateFrom,
      recorded_at: tx.now,
      recorded_by: events[index]?.id,
    })),
  );
  await publish(tx, events);
  return commands.map((each) => idOf.get(keyOf(each)) ?? '');
}

/** The frameworks of DOMAIN 5.1.1: name, and how its competencies travel between employers. */
const frameworkNames: Readonly<Record<string, readonly [string, string]>> = {
  CSTF: ['Core Skills Training Framework', 'iatForm'],
  CCF: ['Care Certificate Framework', 'iatForm'],
  MAND: ['Mandatory competence labels', 'iatForm'],
  EDU: ['Educator', 'iatForm'],
  KSF: ['Knowledge and Skills Framework', 'pdsCopy'],
  NOS: ['National Occupational Standards', 'pdsCopy'],
  NWC: ['National Workforce Competencies', 'pdsCopy'],
  LOCAL: ['Local', 'internalIatOnly'],
};

/** Their codes. */
export const frameworkCodes: readonly string[] = Object.keys(frameworkNames);

async function ensureFrameworks(tx: Tx, commands: readonly NewCompetence[]): Promise<Map<string, string>> {
  const wanted = [...new Map(commands.map((each) => [`${each.tenantId} ${each.frameworkCode}`, each])).values()];
  await insertRows(
    tx,
    'framework',
    wanted.map((each) => {
      const [name, portableVia] = frameworkNames[each.frameworkCode] ?? [each.frameworkCode, 'internalIatOnly'];
      return {
        tenant_id: each.tenantId,
        id: newId(),
        code: each.frameworkCode,
        name,
        scope: each.frameworkCode === 'LOCAL' ? 'local' : 'national',
        portable_via: portableVia,
      };
    }),
    '(tenant_id, code) do nothing',
  );
  const rows = await tx.query<{ tenantId: string; id: string; code: string }>(
    `select tenant_id as "tenantId", id, code from framework where (tenant_id, code) in (select * from unnest($1::uuid[], $2::text[]))`,
    [wanted.map((each) => each.tenantId), wanted.map((each) => each.frameworkCode)],
  );
  return new Map(rows.map((row) => [`${row.tenantId} ${row.code}`, row.id]));
}

const keyOf = (each: { readonly tenantId: string; readonly name: string }): string => `${each.tenantId} ${each.name}`;
