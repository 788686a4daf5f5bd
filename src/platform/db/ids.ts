/** UUIDv7: ids that sort by time, so that indexes grow at one end. */
import { randomFillSync } from 'node:crypto';

let lastMs = 0;
let counter = 0;
// Chance is fetched for many ids at once: asking the system costs more than making an id.
const chance = Buffer.alloc(16 * 256);
let used = chance.length;

function sixteenBytes(): Buffer {
  if (used === chance.length) {
    randomFillSync(chance);
    used = 0;
  }
  used += 16;
  return chance.subarray(used - 16, used);
}

/** A new id. Ids of one process rise strictly, also within a millisecond. */
export function newId(): string {
  const bytes = sixteenBytes();
  const ms = Math.max(Date.now(), lastMs);
  if (ms === lastMs) counter += 1;
  else counter = bytes.readUInt16BE(6) & 0x7ff;
  lastMs = ms;
  if (counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is an id as we write them (lower case). */
export function isId(text: string): boolean {
  return uuid.test(text);
}

/** The national tenant: the one id that is the same in every installation (it stands in the migrations too). */
export const nationalTenantId = '00000000-0000-7000-8000-000000000001';
