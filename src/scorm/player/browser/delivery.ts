/**
 * One activity while it is played: scorm-again's API object as content sees it, watched.
 * A fresh object for each delivery, never `reset()`, which would carry total_time over (SCORM trap).
 */
import type { ScormVersion } from '../../package/core/types';
import type { Delivery, Elements, JournalEntry } from '../../runtime/core/protocol';
import type { Controls, NavigationRequest } from '../../sequencing/core/types';
import { createDelta } from './delta';
import type { Delta } from './delta';
import type { Flavour, ScormApi, StoreResult, Verb } from './flavour';
import { createGuard, textOf } from './guard';

export type TracedCall = {
  readonly call: string;
  readonly args: readonly string[];
  readonly returned: string;
  /** Code after the call, '0' when all is well. */
  readonly error: string;
};

export type DeliveryParts = {
  readonly flavour: Flavour;
  /** The edition decides how strictly values are read. */
  readonly version: ScormVersion;
  readonly delivery: Delivery;
  readonly controls: () => Controls;
  /** Writes a journal entry before it returns; false when the device would not keep it. */
  readonly write: (
    kind: JournalEntry['kind'],
    set: Elements,
  ) => { readonly sequence: number; readonly durable: boolean };
  readonly traced: (call: TracedCall) => void;
  readonly initialized: () => void;
  /** Content has ended its run; what it wants next, when it said so. */
  readonly terminated: (wish: NavigationRequest | undefined) => void;
};

export type Running = {
  /** The object for `window.API` or `window.API_1484_11`; asked for anew by every document of the content. */
  readonly api: () => object;
  /** The content's document went away by itself: if it had terminated, the next one begins a run of its own. */
  readonly documentGone: () => void;
  /** Keeps what was set and not committed, as a commit: content that vanishes has not terminated (SCO-2). */
  readonly keep: () => void;
  /** The server has it, although the device would not keep it. */
  readonly settled: (entry: JournalEntry) => void;
  readonly isRunning: () => boolean;
  readonly hasUnkept: () => boolean;
  /** Nothing is accepted any more, whoever still holds the object. */
  readonly close: () => void;
};

type Calls = Record<string, (...args: unknown[]) => string>;

const emptyAnswers: ReadonlySet<Verb> = new Set(['getValue', 'getErrorString', 'getDiagnostic']);

/** Starts one run; the API exists when this returns, before the content's first script. */
export function startDelivery(parts: DeliveryParts): Running {
  const { flavour } = parts;
  let delta: Delta = createDelta();
  let api: ScormApi = makeApi(parts.delivery.cmi);
  let start: Elements = parts.delivery.cmi;
  let gone = false;
  let closed = false;
  let lastWritten = 0;
  let lastOver = '0';

  function write(kind: JournalEntry['kind'], set: Elements): boolean {
    const { sequence, durable } = parts.write(kind, set);
    lastWritten = sequence;
    // What the device would not keep stays in the log, so that the next commit carries it again.
    if (durable) delta.settle(set);
    return durable;
  }

  function store(terminate: boolean): StoreResult {
    const kind = terminate ? 'terminate' : 'commit';
    const set = delta.collect(kind);
    const kept = write(kind, set) || (!terminate && Object.keys(set).length === 0);
    return kept ? { result: 'true', errorCode: 0 } : { result: 'false', errorCode: flavour.failed[kind] };
  }

  function after(verb: Verb, args: readonly unknown[], returned: string): void {
    if (returned !== 'true') return;
    if (verb === 'setValue') delta.record(textOf(args[0]), textOf(args[1]));
    if (verb === 'initialize') {
      // The server folds by it: what began anew forgets what an earlier attempt on the activity said (fold-activity).
      const { entry } = flavour.elements;
      write('initialize', start[entry] === 'ab-initio' ? { [entry]: 'ab-initio' } : {});
      parts.initialized();
    }
    if (verb === 'terminate') parts.terminated(flavour.wish(delta.everything()));
  }

  /** Own, bound functions: content calls them from variables too, and scorm-again's lose their `this` then. */
  function watch(made: ScormApi, cmi: Elements): ScormApi {
    const calls = made as unknown as Calls;
    const { version } = parts;
    const { sharedData } = parts.delivery;
    const model = flavour.model({ version, cmi, sharedData, controls: parts.controls });
    const guard = createGuard(made, model, flavour);
    for (const [verb, name] of Object.entries(flavour.verbs) as [Verb, string][]) {
      const original = calls[name]?.bind(made);
      if (!original) throw new Error(`scorm-again has no ${name}`);
      calls[name] = (...args) => {
        const returned = closed ? answerWhenClosed(verb) : guard.answer(verb, args, () => original(...args));
        if (!closed) after(verb, args, returned);
        const error = closed ? lastOver : String(made.lastErrorCode);
        parts.traced({ call: name, args: args.map(textOf), returned, error });
        return returned;
      };
    }
    return made;
  }

  /** Content that is already gone for the player may still hold the object. */
  function answerWhenClosed(verb: Verb): string {
    if (verb === 'getLastError') return lastOver;
    if (emptyAnswers.has(verb)) {
      if (verb === 'getValue') lastOver = flavour.over(verb);
      return '';
    }
    lastOver = flavour.over(verb);
    return 'false';
  }

  function makeApi(cmi: Elements): ScormApi {
    return watch(flavour.make({ store, cmi }), cmi);
  }

  /** A content page that is reloaded after it had finished starts again where it stopped. */
  function startAgain(): void {
    const { elements } = flavour;
    const everything = delta.everything();
    start = {
      ...start,
      ...everything,
      [elements.totalTime]: flavour.totalTime(api),
      [elements.entry]: everything[elements.exit] === 'suspend' ? 'resume' : '',
    };
    delta = createDelta();
    api = makeApi(start);
    gone = false;
  }

  const isRunning = (): boolean => !closed && api.isInitialized();

  return {
    api: () => {
      if (!closed && gone && api.isTerminated()) startAgain();
      return api;
    },
    documentGone: () => {
      gone = true;
    },
    keep: () => {
      if (isRunning() && !delta.isEmpty()) write('commit', delta.collect('commit'));
    },
    settled: (entry) => {
      if (entry.sequence === lastWritten) delta.settle(entry.set);
    },
    isRunning,
    hasUnkept: () => isRunning() && !delta.isEmpty(),
    close: () => {
      closed = true;
    },
  };
}
