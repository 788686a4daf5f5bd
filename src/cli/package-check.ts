/** `package check FILE.zip [--json]`: what the import would say, without a database. */
import {
  activitiesOf,
  checkPackage,
  reportMessages as words,
  type CheckedPackage,
  type PackageCheck,
} from '../scorm/package';
import { prerequisiteNotes } from '../scorm/sequencing';
import { parseOptions } from './parse-options';
import { WrongUsage, type Command } from './types';

/** The report that scripts read. Its keys are a promise. */
type PackageReport = {
  readonly accepted: boolean;
  readonly scormVersion: CheckedPackage['scormVersion'] | null;
  readonly title: string | null;
  readonly activities: readonly {
    readonly identifier: string;
    readonly title: string;
    /** As it is launched: with query and fragment; null for what cannot be opened. */
    readonly href: string | null;
    readonly scormType: 'sco' | 'asset' | null;
  }[];
  readonly findings: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly where: string;
  }[];
};

/** Exit code: 0 accepted, 1 refused, 2 wrong usage (a file that cannot be read is wrong usage). */
export const packageCheck: Command = {
  name: 'package check',
  usage: words.usage,
  summary: words.summaryOfCommand,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, 1, {});
    const file = positionals[0] ?? '';
    let check: PackageCheck;
    try {
      check = await checkPackage(file, { readPrerequisites: prerequisiteNotes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      throw new WrongUsage(fill(words.notFound, { file }));
    }
    if (values.json === true) io.printJson(reportOf(check));
    else io.print(readable(check));
    return check.accepted ? 0 : 1;
  },
};

function reportOf(check: PackageCheck): PackageReport {
  const organisation = organisationOf(check);
  return {
    accepted: check.accepted,
    scormVersion: check.package?.scormVersion ?? null,
    title: check.package?.title ?? null,
    activities: (organisation === undefined ? [] : activitiesOf(organisation.root)).map(
      ({ identifier, title, resource }) => ({
        identifier,
        title,
        href: resource === undefined ? null : resource.href + resource.parameters,
        scormType: resource?.scormType ?? null,
      }),
    ),
    findings: check.findings.map(({ severity, code, message, where }) => ({ severity, code, message, where })),
  };
}

function organisationOf(check: PackageCheck): CheckedPackage['organisations'][number] | undefined {
  const found = check.package;
  return found?.organisations.find((one) => one.identifier === found.defaultOrganisation);
}

function readable(check: PackageCheck): string {
  const report = reportOf(check);
  const warned = check.findings.some((one) => one.severity === 'warning');
  const lines: string[] = [!check.accepted ? words.refused : warned ? words.acceptedWithWarnings : words.accepted];
  const version =
    report.scormVersion === null ? words.unknownVersion : fill(words.scorm, { version: report.scormVersion });
  const size = `${(check.totalBytes / 1024 ** 2).toFixed(1)} MB`;
  if (check.package !== undefined)
    lines.push(fill(words.summary, { version, title: check.package.title, files: String(check.fileCount), size }));
  if (report.activities.length > 0) lines.push('', words.contents);
  for (const one of report.activities) lines.push(`  ${one.title} · ${one.href ?? words.nothingToOpen}`);
  if (check.findings.length > 0) lines.push('', words.findings);
  for (const one of check.findings) {
    lines.push(`  ${words[one.severity]}: ${one.message}${one.where === '' ? '' : ` (${one.where})`} [${one.code}]`);
    lines.push(`    ${fill(words.whatToDo, { advice: one.advice })}`);
  }
  return lines.join('\n');
}

function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
