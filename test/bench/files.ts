/** Files of a package with their permission check, beside a stream from disk that asks nobody. */
import { join } from 'node:path';
import { packageFileKeys } from '../../src/scorm/library';
import type { Bench, Run } from './bench';
import { startFloor } from './children';
import { importInto } from './imports';
import type { GetJob } from './load-job';
import { inTurn, percentilesOf } from './measure';
import { rowOf } from './row';

const picture = 100 * 1024;
const video = 20 * 1024 ** 2;
const chunk = 2 * 1024 ** 2;
const aim = 0.7;

export const files: Bench = {
  name: 'files',
  run: async (run) => {
    const stage = await run.stage();
    const parts = [
      { name: 'picture.jpg', bytes: picture },
      { name: 'film.mp4', bytes: video },
    ];
    const { versionId } = await importInto(stage, parts);
    const floor = await startFloor(stage.database.url);
    const pass = stage.passFor({
      attemptId: stage.original.attemptId,
      versionId,
      storeKey: `versions/${versionId}`,
      learnerKey: 'bench',
    });
    const onDisk = (name: string): string =>
      join(stage.folder, 'store', 'files', packageFileKeys(`versions/${versionId}`, name)[0] ?? '');
    const ours = (name: string, more: Record<string, string> = {}): Asked => ({
      host: pass.host,
      path: `/files/${name}`,
      headers: { Cookie: pass.cookie, ...more },
    });
    const bare = (name: string, more: Record<string, string> = {}): Asked => ({
      host: 'localhost',
      path: `/file?${encodeURIComponent(onDisk(name))}`,
      headers: more,
    });
    const ranges = Array.from({ length: video / chunk }, (_, n) => ({
      Range: `bytes=${n * chunk}-${(n + 1) * chunk - 1}`,
    }));
    const job = (
      port: number,
      requests: readonly Asked[],
      status: number,
      size: number,
      atOnce: number,
      total: number,
    ): GetJob => ({ kind: 'get', port, requests, status, size, atOnce, total });
    const compare = async (
      id: string,
      name: string,
      status: number,
      size: number,
      total: number,
      asked: readonly Record<string, string>[],
    ): Promise<void> => {
      const make = (port: number, of: typeof ours): GetJob =>
        job(
          port,
          asked.map((more) => of(name, more)),
          status,
          size,
          8,
          total,
        );
      const ways = {
        ours: () => run.load.run(make(stage.server.contentPort, ours)),
        bare: () => run.load.run(make(floor.port, bare)),
      };
      for (const warm of Object.values(ways)) await warm();
      const found = await inTurn(run.quick ? 3 : 5, ways);
      const more = {
        ...percentilesOf(found.ours),
        megabytesPerSecond: Math.round(found.ours.megabytes),
        floorMegabytesPerSecond: Math.round(found.bare.megabytes),
      };
      run.add(rowOf(id, found.ours.rate, { unit: '/s', floor: found.bare.rate, aim, aimOf: 'ratio', more }));
    };
    try {
      await compare('files-100kb-8', 'picture.jpg', 200, picture, run.quick ? 600 : 3_000, [{}]);
      await compare('files-video-8', 'film.mp4', 200, video, run.quick ? 16 : 60, [{}]);
      await compare('files-video-range-8', 'film.mp4', 206, chunk, run.quick ? 100 : 400, ranges);
      await refuses(run, stage.server.contentPort, pass.host);
    } finally {
      floor.stop();
    }
  },
};

type Asked = GetJob['requests'][number];

/** The check that is measured is there: no cookie, no file. */
async function refuses(run: Run, port: number, host: string): Promise<void> {
  await run.load.run({
    kind: 'get',
    port,
    requests: [{ host, path: '/files/picture.jpg', headers: {} }],
    status: 401,
    atOnce: 1,
    total: 1,
  });
}
