/**
 * One learner and one activity without a browser: scorm-again and the guard as the player starts them, and the journal
 * checked, folded and judged as the server does. No sequencing, no database.
 */
import type { Activity, ScormVersion } from '../../src/scorm/package';
import { startDelivery, type TracedCall } from '../../src/scorm/player/browser/delivery';
import { flavour12 } from '../../src/scorm/player/browser/flavour-12';
import { flavour2004 } from '../../src/scorm/player/browser/flavour-2004';
import type { Commit } from '../../src/scorm/runtime/core/activity-state';
import { foldActivity } from '../../src/scorm/runtime/core/fold-activity';
import { initialCmi } from '../../src/scorm/runtime/core/initial-cmi';
import { judgeActivity } from '../../src/scorm/runtime/core/judge-activity';
import type { Delivery, Elements, JournalEntry, Mode } from '../../src/scorm/runtime/core/protocol';
import { validateElements } from '../../src/scorm/runtime/core/validate-elements';
import type { ActivityResult, Controls, NavigationRequest } from '../../src/scorm/sequencing';

export const headlessName = { id: 'learner-2', name: 'Learner, Two' };

export type HeadlessApi = Readonly<Record<string, (...args: unknown[]) => string>>;

export type HeadlessVisit = {
  readonly api: HeadlessApi;
  readonly delivery: Delivery;
  readonly calls: readonly TracedCall[];
  /** The content is gone; what it was told is kept goes to the server. */
  readonly leave: () => {
    /** What the server would not keep as content was told: nothing, if all is well. */
    readonly lost: readonly string[];
    readonly set: Elements;
    readonly wish: NavigationRequest | undefined;
  };
};

export type HeadlessLearner = {
  readonly visit: () => HeadlessVisit;
  readonly result: () => ActivityResult;
};

const everything: Controls = {
  continue: true,
  previous: true,
  exit: true,
  suspend: true,
  abandon: true,
  choices: [],
};

/** @param stores what is in the buckets of shared data, by their targets; changes as content writes */
export function headlessLearner(
  version: ScormVersion,
  activity: Activity,
  { mode = 'normal', stores = new Map<string, string>() }: { mode?: Mode; stores?: Map<string, string> } = {},
): HeadlessLearner {
  const log: Commit[] = [];
  const fold = () => foldActivity(version, undefined, log, 1);
  const entryName = version === '1.2' ? 'cmi.core.entry' : 'cmi.entry';

  function keep(delivery: Delivery, entries: readonly Pick<JournalEntry, 'kind' | 'set'>[]): string[] {
    const lost: string[] = [];
    for (const { kind, set } of entries) {
      const { accepted, refused } = validateElements(version, set, kind);
      lost.push(...refused.map(({ element, code }) => `${element}: ${code}`));
      for (const [element, value] of Object.entries(set))
        if (accepted[element] !== value) lost.push(`${element}: changed`);
      const entry = kind === 'initialize' ? { [entryName]: delivery.cmi[entryName] ?? '' } : {};
      log.push({ generation: 1, sequence: log.length + 1, kind, elements: { ...accepted, ...entry } });
      activity.sharedData.forEach(({ targetId }, row) => {
        const store = accepted[`adl.data.${row}.store`];
        if (store !== undefined) stores.set(targetId, store);
      });
    }
    return lost;
  }

  return {
    visit: () => {
      const delivery: Delivery = {
        activity: activity.identifier,
        title: activity.title,
        scormType: 'sco',
        url: '/files/x.html',
        hideControls: [],
        cmi: initialCmi(version, activity, fold(), headlessName, mode, { stores }),
        sharedData: activity.sharedData,
      };
      const entries: Pick<JournalEntry, 'kind' | 'set'>[] = [];
      const calls: TracedCall[] = [];
      let wish: NavigationRequest | undefined;
      const running = startDelivery({
        flavour: version === '1.2' ? flavour12 : flavour2004,
        version,
        delivery,
        controls: () => everything,
        write: (kind, set) => ({ sequence: entries.push({ kind, set }), durable: true }),
        traced: (call) => calls.push(call),
        initialized: () => undefined,
        terminated: (request) => (wish = request),
      });
      return {
        api: running.api() as unknown as HeadlessApi,
        delivery,
        calls,
        leave: () => {
          running.keep();
          return {
            lost: keep(delivery, entries),
            set: Object.assign({}, ...entries.map((entry) => entry.set)) as Elements,
            wish,
          };
        },
      };
    },
    result: () => judgeActivity(version, activity, fold(), { closing: 'terminate' }, { mode }),
  };
}
