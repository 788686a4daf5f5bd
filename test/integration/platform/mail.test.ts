import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openMail } from '../../../src/platform/mail';

const dataDir = mkdtempSync(join(tmpdir(), 'preceptor-mail-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const base = { dataDir, mailFrom: 'Preceptor <no-reply@learn.example>', appUrl: 'https://learn.example' };
const mail = { id: 'm1', to: 'ann@example.org', subject: 'Fire safety is due', text: 'Please renew by 3 March 2028.' };

test('without a mail server a mail becomes a file that only we can read', async () => {
  await openMail(base).send(mail);
  const [name = ''] = readdirSync(join(dataDir, 'mail'));
  expect(name).toMatch(/-m1\.eml$/);
  const path = join(dataDir, 'mail', name);
  const text = readFileSync(path, 'utf8');
  for (const part of [
    'To: ann@example.org',
    'Subject: Fire safety is due',
    'Message-ID: <m1@learn.example>',
    mail.text,
  ])
    expect(text).toContain(part);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('with a mail server the mail is handed over; a server that is away is an error to try again', async () => {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 test\r\n');
    let body = false;
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard.push(chunk);
      if (body) {
        if (chunk.includes('\r\n.\r\n')) {
          body = false;
          socket.write('250 ok\r\n');
        }
      } else if (chunk.startsWith('DATA')) {
        body = true;
        socket.write('354 go\r\n');
      } else socket.write('250 ok\r\n');
    });
  });
  const port = await new Promise<number>((done) =>
    server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)),
  );
  const transport = openMail({ ...base, smtpUrl: `smtp://127.0.0.1:${port}` });
  await transport.send(mail);
  transport.close();
  server.close();
  expect(heard.join('')).toMatch(/RCPT TO:<ann@example.org>[\s\S]*Please renew/);
  await expect(openMail({ ...base, smtpUrl: 'smtp://127.0.0.1:1' }).send(mail)).rejects.toMatchObject({
    code: 'ESOCKET',
  });
});
