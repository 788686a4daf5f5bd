/**
 * `apply`: makes what a file describes and what is not there yet, by the same operations as the pages. Existing things stay
 * as they are, so the same file may be applied again and again. One transaction for all but the packages: those are checked
 * before it and imported after it, each with its offering and class; a second run finishes what a fault cut off.
 */
import { stat } from 'node:fs/promises';
import { resolve as resolvePath } from 'node:path';
import type { Database, Tx } from '../platform/db';
import type { FileStore } from '../platform/files';
import { checkPackage } from '../scorm/package';
import {
  applyAccounts,
  applyAssignments,
  applyOrganisations,
  applyPeople,
  applyPositions,
  applyTenants,
} from './apply-people';
import { applyCertifications, applyCompetencies, applyCourses, applyPaths } from './apply-learning';
import { deliverCourses, findDelivered, type DeliveredCourse } from './deliver-courses';
import { applyMessages as say } from './messages.en';
import { loadNames, type Work } from './names';
import { withPackage } from './pack-folder';
import type { ApplyFile, Fault } from './schema';

export type ApplyDeps = { readonly database: Database; readonly files: FileStore };

export type ApplyOptions = {
  /** Folder that `package` paths start from. */
  readonly folder: string;
  /** AUD-4: say what would be done, and do nothing. */
  readonly dryRun?: boolean;
};

type Listed = { readonly tenant: string; readonly title: string; readonly id: string };

export type Applied = {
  readonly ok: true;
  readonly dryRun: boolean;
  readonly created: Readonly<Record<string, number>>;
  readonly existing: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  /** Those of the file; without ids of offerings and classes in a dry run. */
  readonly courses: readonly DeliveredCourse[];
  readonly certifications: readonly Listed[];
  readonly paths: readonly Listed[];
};

export type ApplyRefused = { readonly ok: false; readonly faults: readonly Fault[] };

/** Refuses the whole file when anything in it is wrong; a refused file has changed nothing. */
export async function applyFile(
  deps: ApplyDeps,
  file: ApplyFile,
  { folder, dryRun = false }: ApplyOptions,
): Promise<Applied | ApplyRefused> {
  const packages = await checkPackages(deps, file, folder);
  try {
    const done = await deps.database.inTransaction(
      { tenant: 'all', actor: { source: 'import' }, dryRun },
      async (tx) => {
        const rows = await applyRows(tx, file);
        stopAt(packages);
        return rows;
      },
    );
    const courses = await deliverCourses(deps, file, { folder, dryRun, tenants: done.tenants });
    const { created, existing, warnings, certifications, paths } = done;
    return {
      ok: true,
      dryRun,
      created,
      existing,
      warnings: [...warnings, ...courses.warnings],
      courses: courses.delivered,
      certifications,
      paths,
    };
  } catch (error) {
    if (error instanceof FaultsFound)
      return { ok: false, faults: [...error.faults, ...packages.filter((fault) => !error.faults.includes(fault))] };
    throw error;
  }
}

/** Thrown inside the transaction, so that nothing of it stays. */
class FaultsFound extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super('the file has faults');
  }
}

type Rows = Pick<Applied, 'created' | 'existing' | 'warnings' | 'certifications' | 'paths'> & {
  readonly tenants: ReadonlyMap<string, string>;
};

async function applyRows(tx: Tx, file: ApplyFile): Promise<Rows> {
  // Two applications at once would both make what neither finds.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('preceptor apply', 0)) is null as locked`);
  const faults: Fault[] = [];
  const counts = { created: {}, existing: {} };
  const tenants = await applyTenants(tx, file, faults, counts);
  stopAt(faults);
  const work: Work = {
    tx,
    file,
    tenants,
    names: await loadNames(tx, [...tenants.values()]),
    faults,
    warnings: file.requirements.length > 0 ? [say.requirements] : [],
    ...counts,
  };
  for (const step of [
    applyOrganisations,
    applyPositions,
    applyPeople,
    applyAccounts,
    applyAssignments,
    applyCompetencies,
    applyCourses,
    applyCertifications,
    applyPaths,
  ]) {
    await step(work);
  }
  stopAt(faults);
  const listed = (
    items: readonly { readonly tenant: string; readonly title: string }[],
    kind: 'certification' | 'path',
  ): Listed[] =>
    items.flatMap(({ tenant, title }) => {
      const found = work.names[kind].find(tenants.get(tenant) ?? '', title);
      return found ? [{ tenant, title, id: found.id }] : [];
    });
  return {
    tenants,
    ...counts,
    warnings: work.warnings,
    certifications: listed(file.certifications, 'certification'),
    paths: listed(file.paths, 'path'),
  };
}

function stopAt(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new FaultsFound(faults);
}

/** Before anything is changed: every package that is to be imported can be. */
async function checkPackages({ database }: ApplyDeps, file: ApplyFile, folder: string): Promise<Fault[]> {
  const delivered = await findDelivered(database, file);
  const faults: Fault[] = [];
  for (const [index, course] of file.courses.entries()) {
    if (course.package === undefined || delivered.has(`${course.tenant} ${course.title.toLowerCase()}`)) continue;
    const path = `courses[${index}].package`;
    const packagePath = resolvePath(folder, course.package);
    if ((await stat(packagePath).catch(() => undefined)) === undefined) {
      faults.push({ path, problem: say.fileMissing(course.package) });
      continue;
    }
    const check = await withPackage(packagePath, (zipPath) => checkPackage(zipPath, { proveContents: false }));
    const error = check.findings.find((finding) => finding.severity === 'error');
    if (!check.accepted) faults.push({ path, problem: say.packageRefused(error?.message ?? '') });
  }
  return faults;
}
