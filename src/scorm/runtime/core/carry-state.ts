/** The sequencing state of an attempt that goes on with another version. */
import type { ActivityResult, ContentReport, Engine, SequencingState } from '../../sequencing/core/types';

export type Carried = {
  /** Identifier in the new version. */
  readonly activity: string;
  readonly result: ActivityResult;
  /** 2004: what its content said, so that its objectives come along. */
  readonly said?: ContentReport | undefined;
};

export type CarryFrom = {
  readonly state: SequencingState;
  /** Old identifier -> new one. */
  readonly names: ReadonlyMap<string, string>;
  readonly parts: readonly Carried[];
  /** Where content spoke last, by its old identifier; for a course that was left without being suspended. */
  readonly last?: string | undefined;
};

/**
 * Results come along where activities match; the engine's own memory begins anew, made by the engine from those results. Who was
 * in the middle of a part that is still there comes back to it.
 */
export function carryState(engine: Engine, { state, names, parts, last }: CarryFrom): SequencingState {
  const renamed = (identifier: string | undefined): string | undefined =>
    identifier === undefined ? undefined : names.get(identifier);
  const [current, suspended] = [renamed(state.current), renamed(state.suspended)];
  let next: SequencingState = {
    results: Object.fromEntries(parts.map(({ activity, result }) => [activity, result])),
    ...(current === undefined ? {} : { current }),
    ...(suspended === undefined ? {} : { suspended }),
    ...(state.globals === undefined ? {} : { globals: state.globals }),
  };
  const reported = (from: SequencingState): SequencingState =>
    parts.reduce((each, { activity, result, said }) => engine.report(each, activity, result, said), from);
  next = reported(next);
  const place = renamed(last);
  // 1.2 remembers where the learner was last also after an ordinary exit.
  if (engine.launchStatus === undefined && current === undefined && suspended === undefined && place !== undefined) {
    const there = engine.request(next, { type: 'choice', target: place });
    if (there.kind === 'deliver' && there.activity === place)
      next = reported(engine.request(there.state, { type: 'exitAll' }).state);
  }
  return next;
}
