/** Two devices on one attempt over real HTTP: whatever the order, however often, however at once, the end is the same (ELO-12). */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAttempt, type CommitAnswer, type JournalEntry } from '../../src/scorm/runtime';
import { entry, openContentServer, smallZip, type ContentServer, type Visit } from '../support/content-server';

/** How long to look for an order that makes a difference. */
const seconds = Number(process.env['FAULT_SECONDS'] ?? 8);
let server: ContentServer;
let object: { id: string };
beforeAll(async () => {
  server = await openContentServer();
  object = await server.addPackage(smallZip());
});
afterAll(() => server.close());

/** The attempt as the next launch finds it, and what its registration came to. */
async function endOf(visit: Visit): Promise<unknown> {
  // A newer session judges what was left open.
  await server.open(visit);
  const view = await server.fresh.database.inTransaction({ tenant: server.tenant, actor: { source: 'self' } }, (tx) =>
    findAttempt(tx, visit.attempt),
  );
  const [outcome] = await server.fresh.asOwner<{ result: Record<string, unknown> }>(
    'select result from outcome where attempt_id = $1 order by version desc limit 1',
    [visit.attempt],
  );
  // What the core was told is the best that was ever heard, and nothing is taken back: that hangs on what was heard when.
  // It is never less than what the attempt itself comes to.
  const told = outcome?.result ?? {};
  if (typeof view?.raw === 'number') expect(Number(told['raw'])).toBeGreaterThanOrEqual(view.raw);
  if (view?.completion === 'completed' && view.success !== 'failed') expect(told['verdict']).toBe('success');
  expect(told['totalSeconds'] ?? 0).toBe(view?.totalSeconds);
  return {
    activities: view?.activities,
    attempt: [view?.completion, view?.success, view?.raw, view?.scaled, view?.totalSeconds],
    log: view?.sessions.map(({ generation, commits }) => [
      generation,
      commits.map(({ sequence, kind, elements }) => [sequence, kind, elements]),
    ]),
  };
}

const send = async (visit: Visit, session: string, entries: readonly JournalEntry[]): Promise<void> => {
  const answer = await server.say(visit, 'commit', { session, entries });
  expect(answer.status).toBe(200);
  const { acknowledged, conflicts } = answer.json() as CommitAnswer;
  expect([...acknowledged].sort((a, b) => a - b)).toEqual(
    entries.map(({ sequence }) => sequence).sort((a, b) => a - b),
  );
  expect(conflicts).toEqual([]);
};

const values = fc.record(
  {
    'cmi.core.lesson_location': fc.constantFrom('1', '2', '3', '4'),
    'cmi.suspend_data': fc.constantFrom('a', 'b', 'c'.repeat(3000)),
    'cmi.comments': fc.constantFrom('well', 'ill'),
    'cmi.objectives.0.status': fc.constantFrom('passed', 'incomplete'),
    'cmi.interactions.0.id': fc.constantFrom('q1', 'q2'),
    'cmi.interactions.0.student_response': fc.constantFrom('a', 'b'),
  },
  { requiredKeys: [] },
);
/**
 * A verdict is said once a visit: what content takes back within a visit may have been heard, or not.
 */
const verdict = fc.record(
  {
    'cmi.core.lesson_status': fc.constantFrom('incomplete', 'completed', 'passed', 'failed'),
    'cmi.core.score.raw': fc.constantFrom('10', '55', '90'),
  },
  { requiredKeys: [] },
);
/** A visit as content makes one: initialise, some commits, and perhaps an end with its time. */
const visitOf = fc
  .tuple(
    fc.array(values, { minLength: 1, maxLength: 5 }),
    fc.option(
      fc.record({ exit: fc.constantFrom('', 'suspend'), seconds: fc.integer({ min: 1, max: 59 }), set: values }),
      { nil: undefined },
    ),
    verdict,
  )
  .map(([commits, end, judged]): JournalEntry[] => {
    const said = commits.map((set, index) =>
      entry(index + 2, { ...set, ...(end === undefined && index === commits.length - 1 ? judged : {}) }),
    );
    const last =
      end === undefined
        ? []
        : [
            entry(
              commits.length + 2,
              {
                ...({ ...end.set, ...judged } as Record<string, string>),
                'cmi.core.exit': end.exit,
                'cmi.core.session_time': `00:00:${String(end.seconds).padStart(2, '0')}`,
              },
              { kind: 'terminate' },
            ),
          ];
    return [entry(1, { 'cmi.core.entry': 'ab-initio' }, { kind: 'initialize' }), ...said, ...last];
  });

type Parcel = { readonly device: 0 | 1; readonly entries: readonly JournalEntry[] };

/** What each device said, cut into parcels, shuffled, some of them twice, and how many travel at once. */
const journey = fc.tuple(visitOf, visitOf).chain(([tablet, phone]) => {
  const parcels = (device: 0 | 1, entries: readonly JournalEntry[]) =>
    fc
      .array(fc.integer({ min: 1, max: 3 }), { minLength: entries.length, maxLength: entries.length })
      .map((sizes): Parcel[] => {
        const cut: Parcel[] = [];
        for (let from = 0, index = 0; from < entries.length; index += 1) {
          const size = sizes[index] ?? 1;
          cut.push({ device, entries: entries.slice(from, from + size) });
          from += size;
        }
        return cut;
      });
  return fc
    .tuple(parcels(0, tablet), parcels(1, phone))
    .chain(([one, two]) => {
      const all = [...one, ...two];
      const again = fc.subarray(all);
      return again.chain((twice) => fc.shuffledSubarray([...all, ...twice], { minLength: all.length + twice.length }));
    })
    .chain((order) =>
      fc.record({
        tablet: fc.constant(tablet),
        phone: fc.constant(phone),
        order: fc.constant(order),
        atOnce: fc.integer({ min: 1, max: 4 }),
      }),
    );
});

async function twoDevices(): Promise<{ visit: Visit; sessions: readonly [string, string] }> {
  const visit = await server.visit(server.registration(object));
  const young = await server.open(visit);
  return { visit, sessions: [visit.start.session, young.session] };
}

test(
  'ELO-12, ARCHITECTURE 4: any interleaving of two sessions, with repeats and several at once, ends as the orderly one',
  async () => {
    await fc.assert(
      fc.asyncProperty(journey, async ({ tablet, phone, order, atOnce }) => {
        const orderly = await twoDevices();
        await send(orderly.visit, orderly.sessions[0], tablet);
        await send(orderly.visit, orderly.sessions[1], phone);
        const wild = await twoDevices();
        for (let from = 0; from < order.length; from += atOnce)
          await Promise.all(
            order
              .slice(from, from + atOnce)
              .map(({ device, entries }) => send(wild.visit, wild.sessions[device], entries)),
          );
        expect(await endOf(wild.visit)).toEqual(await endOf(orderly.visit));
      }),
      // `test/long` lets it run longer. What has not failed by then has not failed.
      { numRuns: 1000, interruptAfterTimeLimit: seconds * 1000 },
    );
  },
  (seconds + 30) * 1000,
);

test('a commit that is still being written while a later one ends its activity is not lost to the next launch', async () => {
  const visit = await server.visit(server.registration(object));
  const { session } = visit.start;
  await send(visit, session, [entry(1, {}, { kind: 'initialize' })]);
  // Another process of the server writes the second commit and has not finished.
  const { default: pg } = await import('pg');
  const other = new pg.Client({ connectionString: server.fresh.url });
  await other.connect();
  try {
    await other.query('begin');
    await other.query(`select set_config('preceptor.tenant', $1, true)`, [server.tenant]);
    const written = await other.query(
      `insert into attempt_commit (tenant_id, attempt_id, session_id, sequence, generation, activity, kind, hash, said_at, received_at, elements, size_bytes)
       select tenant_id, attempt_id, session_id, 2, generation, activity, 'commit', 'x', said_at, received_at, '{"cmi.core.lesson_location":"second"}', 1
       from attempt_commit where tenant_id = $1 and session_id = $2`,
      [server.tenant, session],
    );
    expect(written.rowCount).toBe(1);
    await send(visit, session, [
      entry(3, { 'cmi.core.exit': 'suspend', 'cmi.core.session_time': '00:00:09' }, { kind: 'terminate' }),
    ]);
    await other.query('commit');
  } finally {
    await other.end();
  }
  expect((await server.open(visit)).delivery?.cmi['cmi.core.lesson_location']).toBe('second');
});
