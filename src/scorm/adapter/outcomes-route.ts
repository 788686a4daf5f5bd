import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Keys } from '../../platform/auth';
import type { Clock } from '../../platform/clock';
import { DatabaseAway, type Database } from '../../platform/db';
import { Problem, route, type Route } from '../../platform/http';
import type { Log } from '../../platform/log';
import { findTaken, saveTaken, useTicket, type OutcomePort } from '../runtime';
import { outcomesPath, readOutcome, type SentReceipt } from './outcome-message';
import { checkMessage, signAnswer, signatureHeader } from './signed-message';

export type OutcomesRouteDeps = {
  readonly keys: Keys;
  readonly clock: Clock;
  readonly database: Database;
  readonly log: Log;
  /** The core's end of the door. */
  readonly take: OutcomePort;
};

const mostBytes = 4 * 1024 ** 2;
const mostOutcomes = 1000;
const received = z.object({ outcomes: z.array(z.unknown()).max(mostOutcomes) });

/** The core takes outcomes of adapters: signed, each once, each in a transaction of its own with all that follows from it. */
export function outcomesRoute(deps: OutcomesRouteDeps): Route {
  return route({
    method: 'post',
    path: outcomesPath,
    kind: 'api',
    access: 'public',
    caller: 'machine',
    bodyKind: 'stream',
    summary: 'Takes outcomes of a remote content server; signed with the secret both share',
    run: async ({ raw, id }) => {
      const body = await readText(raw);
      const nonce = await takeMessage(deps, raw, body, id);
      const receipts: SentReceipt[] = [];
      for (const value of outcomesIn(body)) receipts.push(await takeOne(deps, value, id));
      const answer = JSON.stringify({ receipts });
      return {
        kind: 'stream',
        headers: {
          'Content-Type': 'application/json',
          'Cache-Control': 'no-store',
          [signatureHeader]: signAnswer(deps.keys, nonce, answer),
        },
        pipe: async (to) => void to.end(answer),
      };
    },
  });
}

async function readText(raw: IncomingMessage): Promise<string> {
  const length = Number(raw.headers['content-length'] ?? NaN);
  if (Number.isNaN(length)) throw new Problem('invalid');
  if (length > mostBytes) throw new Problem('too-large');
  return text(raw);
}

/** @throws Problem unless it is signed, of now and new */
async function takeMessage(
  { keys, clock, database }: OutcomesRouteDeps,
  raw: IncomingMessage,
  body: string,
  requestId: string,
): Promise<string> {
  const checked = checkMessage(keys, clock.now(), raw.headers, body);
  if (!checked.ok)
    throw new Problem('forbidden', {
      detail: checked.refusal === 'clock' ? 'adapter.problem.clock' : 'adapter.problem.signature',
    });
  const fresh = await database.inTransaction({ tenant: 'all', actor: { source: 'content' }, requestId }, (tx) =>
    useTicket(tx, checked.nonce, checked.until),
  );
  if (!fresh) throw new Problem('refused', { detail: 'adapter.problem.replayed' });
  return checked.nonce;
}

function outcomesIn(body: string): readonly unknown[] {
  try {
    return received.parse(JSON.parse(body)).outcomes;
  } catch (error) {
    throw new Problem('invalid', { cause: error });
  }
}

/** Taken once, however often it comes; what cannot be taken says why and stops no other. */
async function takeOne(
  { database, take, log }: OutcomesRouteDeps,
  value: unknown,
  requestId: string,
): Promise<SentReceipt> {
  const outcome = readOutcome(value);
  if (outcome === undefined) return { ok: false, error: 'malformed' };
  try {
    const ledTo = await database.inTransaction(
      { tenant: 'all', actor: { source: 'content' }, requestId },
      async (tx) => {
        const taken = await findTaken(tx, outcome);
        if (taken !== undefined) return taken.ledTo;
        const [receipt] = await take(tx, [outcome]);
        if (receipt === undefined) throw new Error('no receipt');
        await saveTaken(tx, outcome, receipt.ledTo);
        return receipt.ledTo;
      },
    );
    return { ok: true, ledTo: [...ledTo] };
  } catch (error) {
    // Then it is not this outcome's fault, and all of them are sent again.
    if (error instanceof DatabaseAway) throw error;
    log.error(
      { err: error, requestId, registrationId: outcome.registrationId, version: outcome.version },
      'an outcome of an adapter was not taken',
    );
    return { ok: false, error: error instanceof Error ? error.name : 'unknown' };
  }
}
