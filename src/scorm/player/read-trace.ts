/** The shape of what the page sends for the record of an attempt. */
import { z } from 'zod';
import type { TraceRequest } from '../runtime';

const instant = z.iso.datetime();
const text = z.string().max(200_000);
const short = z.string().max(4096);

const record = z.discriminatedUnion('kind', [
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
    answer: z.unknown().optional(),
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
