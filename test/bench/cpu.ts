/**
 * CPU time of other processes, where the system tells it in files (Linux); zero elsewhere. It says what a request costs
 * even when the machine is shared and the clock says little.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { JobResult } from './load-job';

export type CpuUse = { readonly server: number; readonly database: number };

/** Of the kernel's accounting, on every usual machine. */
const ticksPerSecond = 100;

function statOf(pid: number): { readonly parent: number; readonly seconds: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond };
  } catch {
    return undefined;
  }
}

export const cpuSeconds = (pid: number): number => statOf(pid)?.seconds ?? 0;

/** A process and its children. */
export function cpuSecondsOfFamily(pid: number): number {
  let sum = cpuSeconds(pid);
  try {
    for (const name of readdirSync('/proc')) {
      const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
      if (stat?.parent === pid) sum += stat.seconds;
    }
  } catch {
    return sum;
  }
  return sum;
}

export type Tally = {
  /** Runs a job and adds what it used. */
  readonly of: (work: () => Promise<JobResult>) => Promise<JobResult>;
  /** CPU milliseconds per request, for the extra keys of a row. */
  readonly keys: () => Record<string, number>;
};

export function tallyCpu(cpu: () => CpuUse): Tally {
  let [server, database, count] = [0, 0, 0];
  const each = (seconds: number): number => Number(((seconds * 1000) / Math.max(count, 1)).toFixed(3));
  return {
    of: async (work) => {
      const before = cpu();
      const result = await work();
      const after = cpu();
      server += after.server - before.server;
      database += after.database - before.database;
      count += result.count;
      return result;
    },
    keys: () => ({ serverCpuMs: each(server), databaseCpuMs: each(database) }),
  };
}
