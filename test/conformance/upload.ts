/** A package comes to the server as an author's tool sends it: by HTTP, and the answer is the import's own report. */
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sessionCookie } from '../../src/people';
import { sessionFor } from '../support/account-session';
import type { RunningServer } from '../support/running-server';

type Report = {
  readonly id: string;
  readonly status: string;
  readonly findings: readonly { readonly severity: string; readonly code: string; readonly message: string }[];
  readonly learningObjectId?: string;
};
type Send = (method: string, path: string, body?: Buffer) => Promise<Report>;

/** Uploads as a content author. Throws with the report's own words when the package is refused. */
export type Upload = (zip: Buffer, name: string) => Promise<{ readonly ownerId: string; readonly id: string }>;

const api = '/api/v1';
/** Between two looks at an import that takes its time (milliseconds), and how many there are before it counts as hung. */
const pause = 100;
const mostLooks = 600;

/** @param personId who uploads; gets an account with the profile of a content author */
export async function uploader(server: RunningServer, personId: string): Promise<Upload> {
  const send = sender(server, await sessionFor(server, personId, ['contentAuthor']));
  return async (zip, name) => {
    let report = await send('POST', `${api}/learning-objects?fileName=${encodeURIComponent(`${name}.zip`)}`, zip);
    for (let look = 0; look < mostLooks && ['checking', 'storing'].includes(report.status); look += 1) {
      await sleep(pause);
      report = await send('GET', `${api}/uploads/${report.id}`);
    }
    if (report.learningObjectId !== undefined) return { ownerId: server.world.employer, id: report.learningObjectId };
    const faults = report.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    throw new Error(`the server does not take the package (${report.status}): ${faults.join(' ')}`);
  };
}

/** Not by fetch, which lets nobody name the host: the app listens on loopback and answers to its own name only. */
const sender =
  ({ config }: RunningServer, token: string): Send =>
  (method, path, body) =>
    new Promise((done, failed) => {
      const headers = {
        Host: new URL(config.appUrl).host,
        Origin: config.appUrl,
        Cookie: `${sessionCookie}=${token}`,
        ...(body ? { 'Content-Type': 'application/zip', 'Content-Length': body.length } : {}),
      };
      const sending = request({ host: '127.0.0.1', port: config.port, method, path, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        answer.on('error', failed).on('end', () => {
          const status = answer.statusCode ?? 0;
          if ([200, 201, 202, 422].includes(status)) done(JSON.parse(text) as Report);
          else failed(new Error(`the server answered an upload with ${status}: ${text.slice(0, 300)}`));
        });
      });
      sending.on('error', failed).end(body);
    });
