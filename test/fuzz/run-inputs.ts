/** Runs many inputs one after the other and keeps count. */
import { judgeInput, makeInput, type Bench, type Kind } from './inputs';

export type Fault = {
  readonly kind: Kind;
  readonly seed: number;
  readonly at: number;
  readonly sentences: readonly string[];
};

export type Tally = {
  inputs: number;
  accepted: number;
  /** How often each finding was given. */
  readonly codes: Record<string, number>;
  /** Milliseconds for one input, and which it was. */
  slowest: { at: number; milliseconds: number };
  requests: number;
  delivered: number;
  slowestRequest: number;
  largestState: number;
  readonly faults: Fault[];
};

export const newTally = (): Tally => ({
  inputs: 0,
  accepted: 0,
  codes: {},
  slowest: { at: -1, milliseconds: 0 },
  requests: 0,
  delivered: 0,
  slowestRequest: 0,
  largestState: 0,
  faults: [],
});

/** One input may take this long (milliseconds); the slowest real ones take a hundredth. */
export const PATIENCE = 5_000;

export type Run = Bench & {
  readonly kind: Kind;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** Called before each input: whoever watches can say which one never came back. */
  readonly beginning?: (at: number) => void;
};

export async function runInputs(run: Run, tally: Tally = newTally()): Promise<Tally> {
  const { kind, seed } = run;
  for (let at = run.from; at < run.to; at += 1) {
    run.beginning?.(at);
    const startedAt = performance.now();
    const judged = await judgeInput(run, makeInput(kind, seed, at), seed, at);
    const milliseconds = performance.now() - startedAt;
    const sentences = [...judged.faults];
    if (milliseconds > PATIENCE) sentences.push(`took ${Math.round(milliseconds)} ms`);
    if (sentences.length > 0) tally.faults.push({ kind, seed, at, sentences });
    if (milliseconds > tally.slowest.milliseconds) tally.slowest = { at, milliseconds };
    tally.inputs += 1;
    if (judged.accepted) tally.accepted += 1;
    for (const code of new Set(judged.codes)) tally.codes[code] = (tally.codes[code] ?? 0) + 1;
    if (judged.walk === undefined) continue;
    tally.requests += judged.walk.requests;
    tally.delivered += judged.walk.delivered;
    tally.slowestRequest = Math.max(tally.slowestRequest, judged.walk.slowestRequest);
    tally.largestState = Math.max(tally.largestState, judged.walk.largestState);
  }
  return tally;
}
