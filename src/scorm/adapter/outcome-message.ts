/** What travels between adapter and core. */
import { z } from 'zod';
import { isIsoDate, type IsoDate } from '../../platform/dates';
import type { ReportedOutcome } from '../runtime';

export const outcomesPath = '/adapter/outcomes';

const finite = z.number().refine(Number.isFinite);
const day = z.custom<IsoDate>((value) => typeof value === 'string' && isIsoDate(value));

/** Unknown keys of a newer adapter are left out. */
const outcome = z.object({
  tenantId: z.uuid(),
  registrationId: z.uuid(),
  attemptId: z.uuid(),
  version: z.int().min(1),
  completion: z.enum(['not attempted', 'unknown', 'incomplete', 'completed']),
  success: z.enum(['unknown', 'passed', 'failed']),
  status: z.enum(['not attempted', 'incomplete', 'completed', 'passed', 'failed']),
  masteryRequired: z.boolean(),
  scaled: finite.optional(),
  raw: finite.optional(),
  min: finite.optional(),
  max: finite.optional(),
  percent: finite.optional(),
  totalSeconds: finite,
  reachedOn: day,
});

/** Undefined when it is not an outcome. */
export function readOutcome(value: unknown): ReportedOutcome | undefined {
  const read = outcome.safeParse(value);
  if (!read.success) return undefined;
  // What is absent stays absent.
  return Object.fromEntries(Object.entries(read.data).filter(([, one]) => one !== undefined)) as ReportedOutcome;
}

const receipt = z.union([
  z.object({ ok: z.literal(true), ledTo: z.array(z.string()) }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

/** One per outcome, in order. */
export type SentReceipt = z.infer<typeof receipt>;

const answer = z.object({ receipts: z.array(receipt) });

/** Undefined when it is not an answer to so many outcomes. */
export function readReceipts(text: string, count: number): readonly SentReceipt[] | undefined {
  try {
    const read = answer.safeParse(JSON.parse(text));
    return read.success && read.data.receipts.length === count ? read.data.receipts : undefined;
  } catch {
    return undefined;
  }
}
