import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Config } from '../config';

export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Makes a second sending of the same message recognisable: becomes its Message-ID. */
  readonly id: string;
};

export type MailTransport = {
  /** Hands the mail over; a throw means it may be tried again. Only ever called from a job: no network in a transaction. */
  readonly send: (mail: Mail) => Promise<void>;
  readonly close: () => void;
};

/** SMTP when configured; otherwise every mail becomes a file `DATA_DIR/mail/<time>-<id>.eml` that people can open. */
export function openMail(config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'dataDir' | 'appUrl'>): MailTransport {
  const { hostname } = new URL(config.appUrl);
  const message = ({ id, ...mail }: Mail) => ({
    ...mail,
    from: config.mailFrom,
    messageId: `<${id}@${hostname}>`,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (config.smtpUrl !== undefined) {
    const smtp = createTransport({
      url: config.smtpUrl,
      pool: true,
      maxConnections: 2,
      connectionTimeout: 20_000,
      socketTimeout: 60_000,
    });
    return { send: async (mail) => void (await smtp.sendMail(message(mail))), close: () => smtp.close() };
  }
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const folder = join(config.dataDir, 'mail');
  return {
    send: async (mail) => {
      const { message: bytes } = await composer.sendMail(message(mail));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const part = join(folder, `.${randomUUID()}`);
      await writeFile(part, bytes as Buffer, { mode: 0o600 });
      await rename(
        part,
        join(folder, `${new Date().toISOString().replaceAll(':', '')}-${mail.id.replace(/[^\w-]/g, '_')}.eml`),
      );
    },
    close: () => undefined,
  };
}
