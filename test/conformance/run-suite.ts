/** Plays the cases asked for, in the suite's order, a line for each. */
import { playCase } from './play-case';
import { lineOf, type CaseReport } from './report';
import type { Case, Suite, Unreadable } from './case-files';
import { withWhatTheyNeed } from './case-files';
import { onStage } from './stage';

export type Result = { readonly passed: number; readonly failed: number; readonly cases: readonly CaseReport[] };

export type Asked = {
  readonly suite: Suite;
  /** Identifiers of cases; all when it is absent. */
  readonly only?: readonly string[];
  readonly say: (line: string) => void;
};

/** Those to be played: all of them, or those named with what they need before. */
export function chosenCases({ cases }: Suite, only: readonly string[] | undefined): readonly Case[] {
  return only === undefined ? cases : withWhatTheyNeed(cases, only);
}

const notRun = (id: string, problem: string): CaseReport => ({
  id,
  passed: false,
  seconds: 0,
  faults: [problem],
  visits: [],
});

/** Resolves when all have been played; a case that could not be counts as failed. */
export async function runSuite({ suite, only, say }: Asked): Promise<Result> {
  const chosen = chosenCases(suite, only);
  const reports: CaseReport[] = [];
  const report = (one: CaseReport): void => {
    reports.push(one);
    say(lineOf(one));
  };
  const wanted = ({ id }: Unreadable): boolean => only === undefined || only.includes(id);
  for (const { id, problem } of suite.unreadable.filter(wanted)) report(notRun(id, problem));
  try {
    if (chosen.length > 0)
      await onStage(async (stage) => {
        for (const one of chosen) report(await playCase(stage, one));
      });
  } catch (error) {
    const done = new Set(reports.map(({ id }) => id));
    for (const { id } of chosen) if (!done.has(id)) report(notRun(id, `not run: ${(error as Error).message}`));
  }
  const passed = reports.filter((one) => one.passed).length;
  return { passed, failed: reports.length - passed, cases: reports };
}
