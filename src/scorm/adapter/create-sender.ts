/** The adapter's postman: brings pending outcomes to the core, for as long as it takes. */
import type { Keys } from '../../platform/auth';
import type { Clock } from '../../platform/clock';
import type { Database, Tx } from '../../platform/db';
import type { Log } from '../../platform/log';
import { claimOutcomes, markDelivered, markRefused, type ReportedOutcome } from '../runtime';
import { outcomesPath, readReceipts, type SentReceipt } from './outcome-message';
import { isOurAnswer, nonceHeader, signatureHeader, signMessage } from './signed-message';

export type SenderDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the core's app answers. */
  readonly coreUrl: string;
};

export type Sender = {
  /** Sends one batch. `more`: there may be others waiting; `away`: the core did not take it, for now. */
  readonly sendOnce: () => Promise<'idle' | 'more' | 'away'>;
  /** Sends from now on, until stopped. */
  readonly start: () => void;
  /** Finishes what is under way. */
  readonly stop: () => Promise<void>;
};

const batch = 100;
const idleMs = 1000;
const longestPauseMs = 30_000;
const patienceMs = 30_000;
/** While the core is away, tries count no higher: then each outcome is due again within eight seconds of its return. */
const mostTriesAway = 3;

export function createSender(deps: SenderDeps): Sender {
  let stopped = true;
  let running: Promise<void> = Promise.resolve();
  let wake = (): void => undefined;
  const sleep = (ms: number): Promise<void> =>
    new Promise((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });

  async function run(): Promise<void> {
    let pause = idleMs;
    while (!stopped) {
      const result = await sendBatch(deps).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'outcomes could not be sent');
        return 'away' as const;
      });
      pause = result === 'away' ? Math.min(pause * 2, longestPauseMs) : result === 'more' ? 0 : idleMs;
      if (!stopped && pause > 0) await sleep(pause);
      if (pause === 0) pause = idleMs;
    }
  }

  return {
    sendOnce: () => sendBatch(deps),
    start: () => {
      if (!stopped) return;
      stopped = false;
      running = run();
    },
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}

async function sendBatch(deps: SenderDeps): Promise<'idle' | 'more' | 'away'> {
  const work = <T>(step: (tx: Tx) => Promise<T>): Promise<T> =>
    deps.database.inTransaction({ tenant: 'all', actor: { source: 'process:send-outcomes' } }, step);
  const outcomes = await work((tx) => claimOutcomes(tx, batch));
  if (outcomes.length === 0) return 'idle';
  const sent = await post(deps, outcomes);
  if (typeof sent === 'string') {
    deps.log.warn({ reason: sent, count: outcomes.length }, 'the core did not take outcomes; they will be sent again');
    await work((tx) =>
      markRefused(
        tx,
        outcomes.map((each) => ({ ...each, error: sent })),
        mostTriesAway,
      ),
    );
    return 'away';
  }
  const pairs = outcomes.map((outcome, index) => ({ outcome, receipt: sent[index] }));
  await work(async (tx) => {
    await markDelivered(
      tx,
      pairs.flatMap(({ outcome, receipt }) => (receipt?.ok === true ? [{ ...outcome, ledTo: receipt.ledTo }] : [])),
    );
    await markRefused(
      tx,
      pairs.flatMap(({ outcome, receipt }) => (receipt?.ok === false ? [{ ...outcome, error: receipt.error }] : [])),
    );
  });
  return outcomes.length === batch ? 'more' : 'idle';
}

/** The receipts, or why there are none. */
async function post(
  { coreUrl, keys, clock }: SenderDeps,
  outcomes: readonly ReportedOutcome[],
): Promise<readonly SentReceipt[] | string> {
  const body = JSON.stringify({ outcomes });
  const signed = signMessage(keys, clock.now(), body);
  try {
    const response = await fetch(new URL(outcomesPath, coreUrl), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...signed },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    if (response.status !== 200) return `status ${response.status}`;
    if (!isOurAnswer(keys, signed[nonceHeader], text, response.headers.get(signatureHeader)))
      return 'answer not signed';
    return readReceipts(text, outcomes.length) ?? 'answer malformed';
  } catch (error) {
    return error instanceof Error ? error.name : 'unreachable';
  }
}
