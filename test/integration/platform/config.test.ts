import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigFault, masterSecret, readConfig } from '../../../src/platform/config';

const folder = mkdtempSync(join(tmpdir(), 'preceptor-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secretFile = join(folder, 'good-secret');
writeFileSync(secretFile, `SECRET=${'s'.repeat(40)}\nDATABASE_URL=postgresql://u:p@db/x\n`, { mode: 0o600 });
const production = {
  APP_URL: 'https://learn.example.org',
  CONTENT_URL: 'https://content.example-packages.org',
  SECRET_FILE: secretFile,
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults;
    throw error;
  }
  return [];
}

test('an empty environment is a demo on loopback with an embedded database', () => {
  const config = readConfig({}, '/srv');
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    contentPort: 8081,
    appUrl: 'http://localhost:8080',
    contentUrl: 'http://content.localhost:8081',
    dataDir: '/srv/data',
    database: { kind: 'embedded' },
    seed: 'demo',
    mode: 'all',
    production: false,
    trustProxy: false,
  });
});

test('ports move the default addresses with them', () => {
  expect(readConfig({ PORT: '9000' })).toMatchObject({
    contentPort: 9001,
    appUrl: 'http://localhost:9000',
    contentUrl: 'http://content.localhost:9001',
  });
});

test('every fault is told at once, in words', () => {
  const faults = faultsOf({
    PORT: 'eighty',
    MODE: 'fast',
    TRUST_PROXY: 'true',
    CLOCK: 'tomorrow',
    DATABASE_URL: 'mysql://x',
    MAX_UPLOAD_BYTES: '-1',
    CONTENT_URL: 'http://localhost:3',
  });
  for (const name of [
    'PORT must',
    'MODE',
    'TRUST_PROXY',
    'CLOCK',
    'DATABASE_URL',
    'MAX_UPLOAD_BYTES',
    'another host name',
  ]) {
    expect(faults.filter((fault) => fault.includes(name))).toHaveLength(1);
  }
  expect(faults).toHaveLength(7);
});

test.each([
  ['demo beyond loopback', { HOST: '0.0.0.0' }, /SEED=demo/],
  ['a clock on a real database', { DATABASE_URL: 'postgres://h/d', CLOCK: '2026-01-01T00:00:00Z' }, /ALLOW_CLOCK/],
  ['a path in APP_URL', { APP_URL: 'http://localhost/learn' }, /APP_URL/],
  ['a shared host', { APP_URL: 'http://localhost:1', CONTENT_URL: 'http://localhost:2' }, /another host name/],
  ['plain http beyond this machine', { APP_URL: 'http://learn.example.org', SEED: 'none' }, /https/],
  ['the same port twice', { PORT: '8000', CONTENT_PORT: '8000' }, /differ/],
  ['an address for content', { CONTENT_URL: 'http://127.0.0.1:8081' }, /sub-domain/],
  [
    'the same site in production',
    { ...production, CONTENT_URL: 'https://content.example.org' },
    /registrable domain \(example.org\)/,
  ],
  ['mixed protocols', { ...production, CONTENT_URL: 'http://content.localhost' }, /both/],
  ['no secret in production', { APP_URL: production.APP_URL, CONTENT_URL: production.CONTENT_URL }, /SECRET_FILE/],
  ['demo people in production', { ...production, SEED: 'demo' }, /SEED=none/],
  ['an adapter without its core', { MODE: 'adapter' }, /CORE_URL/],
  ['a missing secret file', { SECRET_FILE: join(folder, 'none') }, /ENOENT/],
])('refuses %s', (_, env, sentence) => {
  expect(faultsOf(env).join('\n')).toMatch(sentence);
});

test('a production configuration passes, and the secret file may hold the database address', () => {
  const config = readConfig({ ...production, HOST: '0.0.0.0', TRUST_PROXY: '10.0.0.0/8, loopback' });
  expect(config).toMatchObject({
    production: true,
    seed: 'none',
    trustProxy: ['10.0.0.0/8', 'loopback'],
    database: { kind: 'url', url: 'postgresql://u:p@db/x' },
  });
});

test('a secret file that everybody can read, or that is short, is refused', () => {
  const path = join(folder, 'open');
  writeFileSync(path, 'short');
  chmodSync(path, 0o644);
  expect(faultsOf({ SECRET_FILE: path })).toHaveLength(2);
});

test('the made secret is created once, for us alone', () => {
  const first = masterSecret({ dataDir: folder });
  expect(masterSecret({ dataDir: folder })).toEqual(first);
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
});
