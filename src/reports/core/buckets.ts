/** Numbers of people by score and by time, in steps that say something. */

/** Upper ends of the steps of time, in seconds; the last step is open. */
export const timeSteps: readonly number[] = [60, 300, 600, 1200, 1800, 3600, 7200];

export type Step = { readonly from: number; readonly to: number | null; readonly count: number };

/** Ten steps of ten percent; 100 belongs to the last. `counts` are by the number of the step, 0 to 9. */
export function scoreStepsOf(counts: ReadonlyMap<number, number>): readonly Step[] {
  return Array.from({ length: 10 }, (_, step) => ({
    from: step * 10,
    to: step === 9 ? 100 : step * 10 + 9,
    count: counts.get(step) ?? 0,
  }));
}

/** `counts` are by the number of the step in `timeSteps`, one more for the open end. */
export function timeStepsOf(counts: ReadonlyMap<number, number>): readonly Step[] {
  return [...timeSteps, null].map((to, step) => ({
    from: timeSteps[step - 1] ?? 0,
    to,
    count: counts.get(step) ?? 0,
  }));
}

/** Whole percent; undefined of nothing. */
export const shareOf = (part: number, whole: number): number | undefined =>
  whole > 0 ? Math.round((part / whole) * 100) : undefined;
