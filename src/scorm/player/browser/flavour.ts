/** What differs between SCORM 1.2 and 2004 for the player; `flavour-12` and `flavour-2004` fill it in. */
import type { ScormVersion } from '../../package/core/types';
import type { Delivery, Elements } from '../../runtime/core/protocol';
import type { StrictModel } from '../../runtime/core/strict/strict-model';
import type { Controls, NavigationRequest } from '../../sequencing/core/types';

/** The part of a scorm-again API object that is used. */
export type ScormApi = {
  lastErrorCode: string;
  loadFromJSON: (json: Record<string, unknown>, element?: string) => void;
  isInitialized: () => boolean;
  isTerminated: () => boolean;
};

/** What scorm-again asks to be stored. */
export type StoreResult = { readonly result: 'true' | 'false'; readonly errorCode: number };

export type MakeApi = {
  /** Called synchronously inside Commit and Terminate; the answer is what content is told. */
  readonly store: (terminate: boolean) => StoreResult;
  readonly cmi: Elements;
};

export type MakeModel = {
  readonly version: ScormVersion;
  readonly cmi: Elements;
  readonly sharedData: Delivery['sharedData'];
  readonly controls: () => Controls;
};

export type Verb =
  'initialize' | 'terminate' | 'getValue' | 'setValue' | 'commit' | 'getLastError' | 'getErrorString' | 'getDiagnostic';

export type Flavour = {
  /** Name under which content looks for it. Only this one is exposed. */
  readonly globalName: 'API' | 'API_1484_11';
  /** Where content of the other version would look; nothing is there. */
  readonly otherGlobalName: 'API' | 'API_1484_11';
  readonly verbs: Readonly<Record<Verb, string>>;
  readonly make: (parts: MakeApi) => ScormApi;
  /** The data model as content is to see it. */
  readonly model: (parts: MakeModel) => StrictModel;
  /** The error codes that there are; any other has no words. */
  readonly codes: ReadonlySet<string>;
  /** Error code of a call that comes when nothing is listened to any more. */
  readonly over: (verb: Verb) => string;
  /** Error codes for a commit, and for a terminate, that could not be kept. */
  readonly failed: { readonly commit: number; readonly terminate: number };
  readonly totalTime: (api: ScormApi) => string;
  readonly elements: {
    readonly totalTime: string;
    readonly entry: string;
    readonly exit: string;
    readonly maxTime: string;
    readonly timeAction: string;
  };
  /** What content wants to happen after it has terminated, from everything it has set. */
  readonly wish: (set: Elements) => NavigationRequest | undefined;
  /** Seconds of a time as this version writes it; undefined when it is none. */
  readonly seconds: (time: string) => number | undefined;
};
