/**
 * `npm run fuzz -- [--seed N] [--count N] [--only zips|manifests|sequencing] [--from N] [--worker] [--json FILE]`
 *
 * 100,000 inputs by default, shared among the kinds. Each input comes from (seed, kind, number) alone: a fault is seen
 * again by `--seed S --only KIND --from NUMBER --count 1`. What found something is written to test/output/fuzz.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { ChildJob, ChildWord } from './fuzz-child';
import { KINDS, makeInput, type Kind } from './inputs';
import { newTally, PATIENCE, type Fault, type Tally } from './run-inputs';

const SHARES: Readonly<Record<Kind, number>> = { manifests: 0.45, zips: 0.35, sequencing: 0.2 };
const MEMORY_MB = 512;
const MOST_FAULTS = 200;

const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '20261123' },
    count: { type: 'string', default: '100000' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    worker: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const seed = Number(given.seed);
const count = Number(given.count);
const from = Number(given.from);
const only = KINDS.find((kind) => kind === given.only);
if (given.only !== undefined && only === undefined) throw new Error(`--only takes one of ${KINDS.join(', ')}.`);
if (![seed, count, from].every((one) => Number.isSafeInteger(one) && one >= 0)) throw new Error('Numbers, please.');

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/** One thread from an input on; resolves to where the next must begin, with the reason if it died over one. */
function runThread(
  kind: Kind,
  begin: number,
  to: number,
  folder: string,
  tally: Tally,
): Promise<{ next: number; died?: string }> {
  const now = new Int32Array(new SharedArrayBuffer(4));
  now[0] = begin;
  const workerData: ChildJob = { kind, seed, from: begin, to, folder, inWorker: given.worker, now };
  const worker = new Worker(new URL('./fuzz-child.js', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64 },
  });
  return new Promise((resolve) => {
    let done = begin;
    let seen = { at: -1, since: Date.now() };
    let told = Date.now();
    const watch = setInterval(() => {
      const at = Atomics.load(now, 0);
      if (at !== seen.at) seen = { at, since: Date.now() };
      else if (Date.now() - seen.since > PATIENCE * 4) void finish('does not come back');
      if (Date.now() - told > 10_000) {
        told = Date.now();
        say(`  ${kind}: ${at} of ${to}, ${tally.faults.length} faults`);
      }
    }, 500);
    const finish = async (died?: string): Promise<void> => {
      clearInterval(watch);
      const at = Atomics.load(now, 0);
      await worker.terminate();
      resolve(died === undefined ? { next: to } : { next: Math.max(done, at + 1), died });
    };
    worker.on('message', (word: ChildWord) => {
      add(tally, word.tally);
      done = word.next;
      if (done >= to) void finish();
    });
    worker.once('error', (error: NodeJS.ErrnoException) => void finish(error.code ?? error.stack ?? error.message));
    worker.once('exit', () => void finish(done >= to ? undefined : 'ended by itself'));
  });
}

function add(whole: Tally, part: Tally): void {
  whole.inputs += part.inputs;
  whole.accepted += part.accepted;
  whole.requests += part.requests;
  whole.delivered += part.delivered;
  whole.slowestRequest = Math.max(whole.slowestRequest, part.slowestRequest);
  whole.largestState = Math.max(whole.largestState, part.largestState);
  if (part.slowest.milliseconds > whole.slowest.milliseconds) whole.slowest = part.slowest;
  for (const [code, times] of Object.entries(part.codes)) whole.codes[code] = (whole.codes[code] ?? 0) + times;
  whole.faults.push(...part.faults);
}

async function runKind(kind: Kind, inputs: number, folder: string): Promise<Tally> {
  const tally = newTally();
  for (let next = from; next < from + inputs && tally.faults.length < MOST_FAULTS;) {
    const end = await runThread(kind, next, from + inputs, folder, tally);
    if (end.died !== undefined) tally.faults.push({ kind, seed, at: end.next - 1, sentences: [end.died] });
    next = end.next;
  }
  return tally;
}

function keep({ kind, at, sentences }: Fault): void {
  const place = join('test', 'output', 'fuzz');
  mkdirSync(place, { recursive: true });
  const name = join(place, `${kind}-${seed}-${at}`);
  const input = makeInput(kind, seed, at);
  writeFileSync(`${name}.${kind === 'zips' ? 'zip' : 'xml'}`, input.bytes);
  writeFileSync(`${name}.json`, JSON.stringify({ kind, seed, at, files: input.files, sentences }, null, 2));
  say(`  ${kind} ${at}: ${sentences.join('; ').slice(0, 400)}`);
}

const folder = mkdtempSync(join(tmpdir(), 'preceptor-fuzz-'));
const report: Record<string, unknown> = { seed };
let faults = 0;
try {
  for (const kind of only === undefined ? KINDS : [only]) {
    const startedAt = Date.now();
    const tally = await runKind(kind, Math.round(count * (only === undefined ? SHARES[kind] : 1)), folder);
    const seconds = Number(((Date.now() - startedAt) / 1000).toFixed(1));
    for (const fault of tally.faults) keep(fault);
    faults += tally.faults.length;
    report[kind] = { ...tally, seconds };
    const slowest = `${tally.slowest.milliseconds.toFixed(0)} ms (number ${tally.slowest.at})`;
    say(`${kind}: ${tally.inputs} inputs in ${seconds} s, ${tally.accepted} accepted, ${tally.faults.length} faults`);
    say(`  ${Object.keys(tally.codes).length} different findings; slowest input ${slowest}`);
    if (tally.requests > 0)
      say(
        `  ${tally.requests} requests, ${tally.delivered} deliveries; slowest ${tally.slowestRequest.toFixed(1)} ms; largest state ${tally.largestState} characters`,
      );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (given.json !== undefined) writeFileSync(given.json, JSON.stringify(report, null, 2));
process.stdout.write(`${faults} faults\n`);
process.exitCode = faults === 0 ? 0 : 1;
