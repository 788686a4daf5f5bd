/**
 * What the import of a SCORM package finds: the checked package and the findings about it.
 * Everything here is plain data, stored as JSON with the version and sent to the browser.
 */

export type ScormVersion = '1.2' | '2004 2nd Edition' | '2004 3rd Edition' | '2004 4th Edition';

export type Severity = 'error' | 'warning' | 'info';

/** One thing the check has to say, in the words of an author. */
export type Finding = {
  readonly severity: Severity;
  /** Stable code of the findings table, such as `manifest-missing`. */
  readonly code: string;
  /** A sentence an author understands. */
  readonly message: string;
  /** File and, for the manifest, line: `imsmanifest.xml:12`; empty when it is about the whole zip. */
  readonly where: string;
  /** What to do about it. */
  readonly advice: string;
};

export type CheckedPackage = {
  readonly scormVersion: ScormVersion;
  readonly title: string;
  /** Folder inside the zip that holds the manifest, '' for the top; every href below is relative to it. */
  readonly root: string;
  /** Identifier of the organisation that is played. */
  readonly defaultOrganisation: string;
  readonly organisations: readonly Organisation[];
  /** What the manifest says, where the scripts speak another version: `scormVersion` is the one that is played. */
  readonly declaredVersion?: ScormVersion;
  /** What its files let one expect; absent for versions that came in before this was looked at. */
  readonly predictions?: readonly Prediction[];
};

/** One thing a course will do, in the words of an author, as far as its files tell. */
export type Prediction = {
  /** Stable code, such as `score-never`. */
  readonly code: string;
  readonly message: string;
};

export type Organisation = {
  readonly identifier: string;
  readonly title: string;
  /** CAM 3.4: objectives (and shared data) kept across attempts on other packages. */
  readonly objectivesGlobalToSystem: boolean;
  readonly sharedDataGlobalToSystem: boolean;
  /** The root of the activity tree; its children are the organisation's items. */
  readonly root: Activity;
};

export type Activity = {
  readonly identifier: string;
  readonly title: string;
  readonly visible: boolean;
  readonly children: readonly Activity[];
  /** Present on leaves that can be launched. */
  readonly resource?: ActivityResource;
  /** SCORM 1.2 `aicc_script`. */
  readonly prerequisites?: string;
  /** SCORM 1.2, 0 to 100. */
  readonly masteryScore?: number;
  /** SCORM 1.2, as written (`HHHH:MM:SS.SS`). */
  readonly maxTimeAllowed?: string;
  readonly timeLimitAction?: 'exit,message' | 'exit,no message' | 'continue,message' | 'continue,no message';
  readonly dataFromLms?: string;
  readonly completionThreshold?: CompletionThreshold;
  /** 2004 presentation: continue, previous, exit, abandon, exitAll, abandonAll, suspendAll. */
  readonly hideLmsUi: readonly string[];
  /** 2004 4th Edition `adlcp:data` maps. */
  readonly sharedData: readonly { readonly targetId: string; readonly read: boolean; readonly write: boolean }[];
  /** 2004; absent in 1.2. Sequencing collections are already resolved into it. */
  readonly sequencing?: SequencingDefinition;
};

export type ActivityResource = {
  readonly identifier: string;
  readonly scormType: 'sco' | 'asset';
  /**
   * Relative to `CheckedPackage.root`, `xml:base` applied, without query or fragment, as the file is really
   * called (decoded: encode each part to make an address of it); or an absolute http(s) URL.
   */
  readonly href: string;
  /** Query and fragment to append, from href and the item's `parameters` (CAM 3.4): '' or begins with ? or #. */
  readonly parameters: string;
};

export type CompletionThreshold = {
  readonly completedByMeasure: boolean;
  readonly minProgressMeasure: number;
  readonly progressWeight: number;
};

/** IMS Simple Sequencing definition model, SN book ch. 3, with its defaults filled in. */
export type SequencingDefinition = {
  readonly controlMode: {
    readonly choice: boolean;
    readonly choiceExit: boolean;
    readonly flow: boolean;
    readonly forwardOnly: boolean;
    readonly useCurrentAttemptObjectiveInfo: boolean;
    readonly useCurrentAttemptProgressInfo: boolean;
  };
  readonly constrainedChoice: { readonly preventActivation: boolean; readonly constrainChoice: boolean };
  readonly preConditionRules: readonly SequencingRule[];
  readonly postConditionRules: readonly SequencingRule[];
  readonly exitConditionRules: readonly SequencingRule[];
  readonly limitConditions: { readonly attemptLimit?: number; readonly attemptAbsoluteDurationLimit?: string };
  readonly rollupRules: readonly RollupRule[];
  readonly rollup: {
    readonly objectiveSatisfied: boolean;
    readonly progressCompletion: boolean;
    readonly objectiveMeasureWeight: number;
  };
  readonly rollupConsiderations: {
    readonly requiredForSatisfied: RollupConsideration;
    readonly requiredForNotSatisfied: RollupConsideration;
    readonly requiredForCompleted: RollupConsideration;
    readonly requiredForIncomplete: RollupConsideration;
    readonly measureSatisfactionIfActive: boolean;
  };
  readonly objectives: readonly ObjectiveDefinition[];
  readonly randomization: {
    readonly randomizationTiming: 'never' | 'once' | 'onEachNewAttempt';
    readonly selectCount?: number;
    readonly reorderChildren: boolean;
    readonly selectionTiming: 'never' | 'once' | 'onEachNewAttempt';
  };
  readonly deliveryControls: {
    readonly tracked: boolean;
    readonly completionSetByContent: boolean;
    readonly objectiveSetByContent: boolean;
  };
};

export type RollupConsideration = 'always' | 'ifAttempted' | 'ifNotSkipped' | 'ifNotSuspended';

export type SequencingRule = {
  readonly combination: 'all' | 'any';
  readonly conditions: readonly {
    readonly condition: string;
    readonly not: boolean;
    readonly referencedObjective?: string;
    readonly measureThreshold?: number;
  }[];
  readonly action: string;
};

export type RollupRule = {
  readonly childActivitySet: 'all' | 'any' | 'none' | 'atLeastCount' | 'atLeastPercent';
  readonly minimumCount: number;
  readonly minimumPercent: number;
  readonly combination: 'all' | 'any';
  readonly conditions: readonly { readonly condition: string; readonly not: boolean }[];
  readonly action: 'satisfied' | 'notSatisfied' | 'completed' | 'incomplete';
};

export type ObjectiveDefinition = {
  readonly objectiveId?: string;
  readonly primary: boolean;
  readonly satisfiedByMeasure: boolean;
  readonly minNormalizedMeasure: number;
  readonly maps: readonly {
    readonly targetObjectiveId: string;
    readonly readSatisfiedStatus: boolean;
    readonly readNormalizedMeasure: boolean;
    readonly writeSatisfiedStatus: boolean;
    readonly writeNormalizedMeasure: boolean;
    readonly readRawScore: boolean;
    readonly readMinScore: boolean;
    readonly readMaxScore: boolean;
    readonly readCompletionStatus: boolean;
    readonly readProgressMeasure: boolean;
    readonly writeRawScore: boolean;
    readonly writeMinScore: boolean;
    readonly writeMaxScore: boolean;
    readonly writeCompletionStatus: boolean;
    readonly writeProgressMeasure: boolean;
  }[];
};
