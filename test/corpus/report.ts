/** What a run has to say: a row for a person, a record for a program. */
import type { Finding } from '../../src/scorm/package';

export type ActivityReport = {
  readonly identifier: string;
  /**
   * The content took it, or would find it where every wrapper looks. Null for what is only shown (an asset): it has no
   * API to find.
   */
  readonly apiFound: boolean | null;
  readonly initialized: boolean | null;
  /** Calls of the content. */
  readonly calls: number;
  /** Saves that the server acknowledged. */
  readonly commits: number;
  /** Requests that failed for a reason of ours. */
  readonly failedRequests: readonly string[];
  readonly consoleErrors: readonly string[];
};

export type PackageReport = {
  readonly file: string;
  readonly accepted: boolean;
  readonly scormVersion: string | null;
  readonly activities: readonly ActivityReport[];
  /** Those of the check, and what the run itself has to say (`corpus-…`). */
  readonly findings: readonly Finding[];
};

const columns = ['Verdict', 'SCORM', 'Act.', 'API', 'Init.', 'Calls', 'Saves', 'Failed', 'Console'] as const;
const widths = [9, 18, 5, 7, 7, 7, 7, 7, 8] as const;

const row = (cells: readonly (string | number)[], name: string): string =>
  `${cells.map((cell, index) => String(cell).padEnd(widths[index] ?? 8)).join('')}${name}`;

export const heading = row(columns, 'Package');

/** accepted, warnings or refused, as a report in the app says it. */
export function verdictOf({ accepted, findings }: PackageReport): 'accepted' | 'warnings' | 'refused' {
  if (!accepted) return 'refused';
  return findings.some(({ severity }) => severity === 'warning') ? 'warnings' : 'accepted';
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** `3/4` when three of the four activities that have an API found it. */
function share(activities: readonly ActivityReport[], of: 'apiFound' | 'initialized'): string {
  const asked = activities.filter((one) => one[of] !== null);
  return `${asked.filter((one) => one[of] === true).length}/${asked.length}`;
}

export function lineOf(report: PackageReport): string {
  const { activities } = report;
  return row(
    [
      verdictOf(report),
      report.scormVersion ?? '-',
      activities.length,
      share(activities, 'apiFound'),
      share(activities, 'initialized'),
      sum(activities.map(({ calls }) => calls)),
      sum(activities.map(({ commits }) => commits)),
      sum(activities.map(({ failedRequests }) => failedRequests.length)),
      sum(activities.map(({ consoleErrors }) => consoleErrors.length)),
    ],
    report.file,
  );
}

/** The lines below a row: why it was refused, what failed, and what the run left out. */
export function detailsOf({ accepted, activities, findings }: PackageReport): string[] {
  const said = findings.filter(
    ({ code, severity }) => code.startsWith('corpus-') || (!accepted && severity === 'error'),
  );
  return [
    ...said.map(({ message, where }) => `${message}${where === '' ? '' : ` (${where})`}`),
    ...activities.flatMap(({ identifier, failedRequests }) =>
      failedRequests.map((request) => `${identifier}: ${request}`),
    ),
    ...activities
      .filter(({ apiFound, initialized }) => apiFound === false || initialized === false)
      .map(
        ({ identifier, apiFound, calls }) =>
          `${identifier}: ${apiFound !== true ? 'API not found' : calls > 0 ? 'not initialised' : 'the content asked for nothing'}`,
      ),
  ].map((line) => `          ${line}`);
}
