import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createKeys,
  createRateLimit,
  hashPassword,
  randomToken,
  readCookie,
  setCookie,
  tokenHash,
  verifyPassword,
} from '../../../src/platform/auth';
import { freshDatabase, type FreshDatabase } from '../../support/database';

const keys = createKeys(Buffer.alloc(48, 1));
const now = new Date('2026-11-23T09:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

test('a ticket is read with its purpose and before it expires, and never otherwise', () => {
  const ticket = keys.sign('launch', { attempt: 'a' }, later(60));
  expect(keys.verify('launch', ticket, later(59))).toEqual({ attempt: 'a' });
  expect(keys.verify('launch', ticket, later(60))).toBeUndefined();
  expect(keys.verify('session', ticket, now)).toBeUndefined();
  expect(createKeys(Buffer.alloc(48, 2)).verify('launch', ticket, now)).toBeUndefined();
});

test('a ticket that was touched anywhere is refused', () => {
  const ticket = keys.sign('launch', { attempt: 'a' }, later(60));
  const other = keys.sign('launch', { attempt: 'b' }, later(60));
  const [body = '', mac = ''] = ticket.split('.');
  const bad = [
    '',
    '.',
    'a.b.c',
    body,
    `${body}.`,
    `${body}.${mac}x`,
    `${other.split('.')[0] ?? ''}.${mac}`,
    `${body}.${other.split('.')[1] ?? ''}`,
    'x'.repeat(10_000),
  ];
  for (const one of bad) expect(keys.verify('launch', one, now)).toBeUndefined();
});

test('a label is the same for the same parts, fits a host name and does not mix its parts', () => {
  const label = keys.keyedLabel('package', 'version', 'account');
  expect(label).toMatch(/^[a-z2-7]{26}$/);
  expect(keys.keyedLabel('package', 'version', 'account')).toBe(label);
  expect(keys.keyedLabel('package', 'versionaccount', '')).not.toBe(label);
  expect(createKeys(Buffer.alloc(48, 2)).keyedLabel('package', 'version', 'account')).not.toBe(label);
});

test('a password is verified against its salted hash; an unknown account takes as long and says no', async () => {
  const hash = await hashPassword('caf\u00e9 au lait');
  expect(hash).not.toBe(await hashPassword('caf\u00e9 au lait'));
  expect(await verifyPassword('cafe\u0301 au lait', hash)).toBe(true);
  expect(await verifyPassword('cafe au lait', hash)).toBe(false);
  const before = performance.now();
  expect(await verifyPassword('anything', undefined)).toBe(false);
  expect(performance.now() - before).toBeGreaterThan(20);
});

test('tokens are long and only their hash is kept', () => {
  const token = randomToken();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(tokenHash(token)).not.toContain(token);
  expect(tokenHash(token)).toBe(tokenHash(token));
});

test('cookies are host-only, HttpOnly and, on https, pinned by __Host-', () => {
  const cookie = setCookie('session', 'a b', { secure: true, sameSite: 'lax', maxAge: 10 });
  expect(cookie).toBe('__Host-session=a%20b; Max-Age=10; Path=/; HttpOnly; Secure; SameSite=Lax');
  const request = { headers: { cookie: 'session=planted; __Host-session=a%20b' } };
  expect(readCookie(request, 'session', true)).toBe('a b');
});

let fresh: FreshDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  fresh = await freshDatabase({ empty: true });
  pool = new pg.Pool({ connectionString: fresh.url, max: 2 });
  pool.on('error', () => undefined);
});
afterAll(async () => {
  if (!pool.ended) await pool.end();
  await fresh.drop();
});

test('tries are counted together by processes that share a database, and still counted when it is away', async () => {
  const options = { name: 'sign-in', points: 3, seconds: 60, pool };
  const [one, two] = await Promise.all([createRateLimit(options), createRateLimit(options)]);
  expect(await one.take('k')).toEqual({ ok: true });
  expect(await two.take('k')).toEqual({ ok: true });
  expect(await one.take('k')).toEqual({ ok: true });
  expect(await two.take('k')).toMatchObject({ ok: false, retryAfterSeconds: expect.any(Number) as number });
  expect(await two.take('other')).toEqual({ ok: true });
  await one.reset('k');
  expect(await two.take('k')).toEqual({ ok: true });

  await pool.end();
  const answers = [];
  for (let n = 0; n < 4; n += 1) answers.push((await one.take('away')).ok);
  expect(answers).toEqual([true, true, true, false]);
});
