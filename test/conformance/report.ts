/** What the runner writes down: enough for an outside script to judge for itself. */
export type CallReport = {
  readonly operation: string;
  readonly arguments: readonly string[];
  readonly return?: string;
  readonly error?: string;
  /** Of a question for the identifiers of rows. */
  readonly ids?: readonly string[];
  /** Absent for what the page does by itself (Terminate). */
  readonly expected?: { readonly return: string; readonly error: string };
  readonly ok: boolean;
  readonly fault?: string;
};

export type ControlShown = { readonly shown: boolean; readonly enabled: boolean };

export type EntryShown = {
  readonly title: string;
  readonly identifier?: string;
  readonly selectable: boolean;
  readonly current: boolean;
};

/** What the player's page shows at one moment. */
export type ControlsShown = {
  readonly continue: ControlShown;
  readonly previous: ControlShown;
  readonly exit: ControlShown;
  readonly suspend: ControlShown;
  readonly contents: ControlShown;
  readonly entries: readonly EntryShown[];
};

export type QuestionReport = {
  readonly question: string;
  readonly expected: 'Y' | 'N';
  readonly answer: 'Y' | 'N';
  readonly ok: boolean;
};

export type VisitReport = {
  readonly label: string;
  readonly expected: { readonly case: string; readonly act: string };
  readonly delivered?: {
    readonly case: string | null;
    readonly act: string | null;
    /** Identifier of the activity in the manifest, as the player says it. */
    readonly identifier?: string;
    readonly address: string;
    readonly apiFound: boolean;
    readonly apiVersion: string | null;
  };
  /** Before the first call of the content. */
  readonly controls?: ControlsShown;
  readonly questions: readonly QuestionReport[];
  readonly calls: readonly CallReport[];
  /** The suite's instruction to the learner, and what was done for it. */
  readonly instruction?: string;
  readonly moves: readonly string[];
  /** Before the learner's moves, where a move follows: after the content's last call. */
  readonly controlsAfter?: ControlsShown;
  /** Whether the session was over when this visit was done with. */
  readonly ended?: boolean;
  readonly faults: readonly string[];
};

export type CaseReport = {
  readonly id: string;
  readonly passed: boolean;
  readonly seconds: number;
  /** Faults that belong to no visit. */
  readonly faults: readonly string[];
  readonly visits: readonly VisitReport[];
};

/** `pass CM-01  4.2 s`, or what went wrong first. */
export function lineOf({ id, passed, seconds, faults, visits }: CaseReport): string {
  if (passed) return `pass ${id.padEnd(8)} ${seconds.toFixed(1)} s`;
  const all = [
    ...visits.flatMap((visit, index) => visit.faults.map((fault) => `visit ${index + 1} (${visit.label}): ${fault}`)),
    ...faults,
  ];
  const more = all.length > 1 ? ` (and ${all.length - 1} more)` : '';
  return `FAIL ${id.padEnd(8)} ${seconds.toFixed(1)} s  ${all[0] ?? 'unknown fault'}${more}`;
}
