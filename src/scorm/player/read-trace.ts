/** The shape of what the page sends for the record of an attempt. */
import { z } from 'zod';
import type { TraceRequest } from '../runtime';

const instant = z.iso.datetime();
const text = z.string().max(200_000);
const short = z.string().max(4096);

/** As deep as answers of the server go, and no deeper: it is written as text again. */
const mostLevels = 32;

function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostLevels) return false;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values<unknown>(one as Record<string, unknown>) : [],
    );
  }
  return true;
}

const record = z.union([
  z.object({
    kind: z.literal('call'),
    at: instant,
    activity: short,
    call: short,
    args: z.array(text).max(10),
    returned: text,
    error: short,
  }),
  z.object({
    kind: z.literal('sent'),
    at: instant,
    action: z.enum(['commit', 'navigate']),
    sequences: z.array(z.int()).max(2000),
    status: short,
    answer: z.unknown().refine(isShallow).optional(),
  }),
  z.object({
    kind: z.literal('fault'),
    at: instant,
    activity: short,
    what: z.literal('request'),
    where: short,
    status: z.int().min(0).max(999),
  }),
  z.object({
    kind: z.literal('fault'),
    at: instant,
    activity: short,
    what: z.literal('script'),
    where: short,
    text: short,
  }),
]);

const request = z.object({
  session: z.uuid(),
  number: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  records: z.array(record).max(500),
});

/** Undefined when it has not the form that is expected. */
export const readTraceRequest = (body: unknown): TraceRequest | undefined => request.safeParse(body).data;
