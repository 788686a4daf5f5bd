/** The real engine behind the made-up server: what an attempt on a sequenced course comes to, kept in memory. */
import type { Activity, Organisation, ScormVersion } from '../../src/scorm/package/core/types';
import { reportOf } from '../../src/scorm/player/browser/live-report';
import { contentsOf } from '../../src/scorm/runtime/core/contents-of';
import type { ContentsEntry, Elements } from '../../src/scorm/runtime/core/protocol';
import { engineFor } from '../../src/scorm/sequencing';
import type { Controls, Decision, NavigationRequest, SequencingState } from '../../src/scorm/sequencing';

export type FakeSequencing = {
  readonly state: () => SequencingState;
  readonly controls: () => Controls;
  readonly contents: () => readonly ContentsEntry[];
  readonly hides: (activity: string) => readonly string[];
  /** Everything the activity has said. */
  readonly report: (activity: string, elements: Elements) => void;
  readonly request: (request: NavigationRequest) => Decision;
};

function find(activity: Activity, identifier: string): Activity | undefined {
  if (activity.identifier === identifier) return activity;
  for (const child of activity.children) {
    const found = find(child, identifier);
    if (found) return found;
  }
  return undefined;
}

/** A course that nobody has begun. */
export function fakeSequencing(version: ScormVersion, organisation: Organisation): FakeSequencing {
  const engine = engineFor(version, organisation);
  let state = engine.initial();
  return {
    state: () => state,
    controls: () => engine.controls(state),
    contents: () => contentsOf(organisation, state, engine.controls(state)),
    hides: (activity) => find(organisation.root, activity)?.hideLmsUi ?? [],
    report: (activity, elements) => {
      const suspended = elements['cmi.exit'] === 'suspend';
      const said = reportOf(elements, { suspended, totalSeconds: 0 });
      const result = {
        attempted: true,
        suspended,
        completion: said.completion ?? 'unknown',
        success: said.success ?? 'unknown',
        ...(said.scaled === undefined ? {} : { scaled: said.scaled }),
        totalSeconds: 0,
      };
      state = engine.report(state, activity, result, said);
    },
    request: (request) => {
      const decision = engine.request(state, request);
      state = decision.state;
      return decision;
    },
  };
}
