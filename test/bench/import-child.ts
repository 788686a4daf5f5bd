/** Imports one package in a process of its own and says how long it took and how much memory it ever had. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/platform/clock';
import { openDatabase } from '../../src/platform/db';
import { openDiskStore } from '../../src/platform/files';
import { policies } from '../../src/policies';
import { importPackage } from '../../src/scorm/library';

export type ImportMessage = {
  readonly seconds: number;
  readonly peakMb: number;
  readonly versionId: string;
  readonly learningObjectId: string;
};

const [url = '', folder = '', tenantId = '', filePath = ''] = process.argv.slice(2);
const database = openDatabase({ url, policies, clock: systemClock });
const files = await openDiskStore({ folder: join(folder, 'store') });
const began = performance.now();
const imported = await importPackage({ database, files }, { tenantId, filePath });
if (!imported.ok) throw new Error(`refused: ${JSON.stringify(imported.findings)}`);
const message: ImportMessage = {
  seconds: (performance.now() - began) / 1000,
  peakMb: peakMemoryMb(),
  versionId: imported.versionId,
  learningObjectId: imported.learningObjectId,
};
await new Promise<void>((sent) => process.send?.(message, () => sent()));
await database.close();
process.exit(0);

/** Of this program alone: in the kernel's other figure (`maxRSS`) a forked process starts with the peak of its parent. */
function peakMemoryMb(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
