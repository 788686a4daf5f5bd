/** Simple Sequencing of one activity, with every default of SN book chapter 3 filled in. */
import type { Notes } from './found';
import { readBoolean, readNumber, readWord, shorten, wordFrom } from './read-values';
import { readObjectives } from './read-objectives';
import type { RollupConsideration, RollupRule, SequencingDefinition, SequencingRule } from './types';
import { attribute, childNamed, childrenNamed, type XmlNode } from './xml-tree';

const RULE_CONDITIONS = [
  'satisfied',
  'objectiveStatusKnown',
  'objectiveMeasureKnown',
  'objectiveMeasureGreaterThan',
  'objectiveMeasureLessThan',
  'completed',
  'activityProgressKnown',
  'attempted',
  'attemptLimitExceeded',
  'timeLimitExceeded',
  'outsideAvailableTimeRange',
  'always',
] as const;
const ROLLUP_CONDITIONS = [
  'satisfied',
  'objectiveStatusKnown',
  'objectiveMeasureKnown',
  'completed',
  'activityProgressKnown',
  'attempted',
  'attemptLimitExceeded',
  'timeLimitExceeded',
  'outsideAvailableTimeRange',
] as const;
const PRE_ACTIONS = ['skip', 'disabled', 'hiddenFromChoice', 'stopForwardTraversal'] as const;
const POST_ACTIONS = ['exitParent', 'exitAll', 'retry', 'retryAll', 'continue', 'previous'] as const;
const EXIT_ACTIONS = ['exit'] as const;
const CONSIDERATIONS = ['always', 'ifAttempted', 'ifNotSkipped', 'ifNotSuspended'] as const;
const TIMINGS = ['never', 'once', 'onEachNewAttempt'] as const;

/** `sequencing` elements of the collection, by ID. */
export type SequencingCollection = ReadonlyMap<string, XmlNode>;

/** CAM 5.1.3: the manifest's `sequencingCollection`. */
export function readSequencingCollection(manifest: XmlNode): SequencingCollection {
  const byId = new Map<string, XmlNode>();
  for (const collection of childrenNamed(manifest, 'sequencingCollection')) {
    for (const sequencing of childrenNamed(collection, 'sequencing')) {
      const id = attribute(sequencing, 'ID');
      if (id !== undefined && !byId.has(id)) byId.set(id, sequencing);
    }
  }
  return byId;
}

/** True for elements of ADL's extension, which shares the name `objectives` with IMS. */
function isAdlSequencing(node: XmlNode): boolean {
  return node.space.toLowerCase().includes('adlseq');
}

/**
 * The sequencing definition of an item or organisation.
 * CAM 5.1.1: with an IDRef, the shared definition applies, and what the item itself says about a
 * part replaces the shared part.
 */
export function readSequencing(notes: Notes, owner: XmlNode, collection: SequencingCollection): SequencingDefinition {
  const parts = collectParts(notes, childNamed(owner, 'sequencing'), collection);
  const part = (name: string): XmlNode | undefined => parts.get(name.toLowerCase());
  const control = part('controlMode');
  const rules = part('sequencingRules');
  const rollup = part('rollupRules');
  const limits = part('limitConditions');
  const random = part('randomizationControls');
  const delivery = part('deliveryControls');
  const choice = part('constrainedChoiceConsiderations');
  const attemptLimit = readNumber(notes, limits, 'attemptLimit', { min: 0, max: 1e9, whole: true });
  const duration = attribute(limits, 'attemptAbsoluteDurationLimit');
  const selectCount = readNumber(notes, random, 'selectCount', { min: 0, max: 1e9, whole: true });
  return {
    controlMode: {
      choice: readBoolean(notes, control, 'choice', true),
      choiceExit: readBoolean(notes, control, 'choiceExit', true),
      flow: readBoolean(notes, control, 'flow', false),
      forwardOnly: readBoolean(notes, control, 'forwardOnly', false),
      useCurrentAttemptObjectiveInfo: readBoolean(notes, control, 'useCurrentAttemptObjectiveInfo', true),
      useCurrentAttemptProgressInfo: readBoolean(notes, control, 'useCurrentAttemptProgressInfo', true),
    },
    constrainedChoice: {
      preventActivation: readBoolean(notes, choice, 'preventActivation', false),
      constrainChoice: readBoolean(notes, choice, 'constrainChoice', false),
    },
    preConditionRules: readRules(notes, rules, 'preConditionRule', PRE_ACTIONS),
    postConditionRules: readRules(notes, rules, 'postConditionRule', POST_ACTIONS),
    exitConditionRules: readRules(notes, rules, 'exitConditionRule', EXIT_ACTIONS),
    limitConditions: {
      ...(attemptLimit === undefined ? {} : { attemptLimit }),
      ...(duration === undefined || duration === '' ? {} : { attemptAbsoluteDurationLimit: duration }),
    },
    rollupRules: readRollupRules(notes, rollup),
    rollup: {
      objectiveSatisfied: readBoolean(notes, rollup, 'rollupObjectiveSatisfied', true),
      progressCompletion: readBoolean(notes, rollup, 'rollupProgressCompletion', true),
      objectiveMeasureWeight: readNumber(notes, rollup, 'objectiveMeasureWeight', { min: 0, max: 1 }) ?? 1,
    },
    rollupConsiderations: readConsiderations(notes, part('rollupConsiderations')),
    objectives: readObjectives(notes, part('objectives'), part('adlseq objectives')),
    randomization: {
      randomizationTiming: readWord(notes, random, 'randomizationTiming', TIMINGS, 'never'),
      ...(selectCount === undefined ? {} : { selectCount }),
      reorderChildren: readBoolean(notes, random, 'reorderChildren', false),
      selectionTiming: readWord(notes, random, 'selectionTiming', TIMINGS, 'never'),
    },
    deliveryControls: {
      tracked: readBoolean(notes, delivery, 'tracked', true),
      completionSetByContent: readBoolean(notes, delivery, 'completionSetByContent', false),
      objectiveSetByContent: readBoolean(notes, delivery, 'objectiveSetByContent', false),
    },
  };
}

function collectParts(notes: Notes, own: XmlNode | undefined, collection: SequencingCollection): Map<string, XmlNode> {
  const parts = new Map<string, XmlNode>();
  const idRef = attribute(own, 'IDRef');
  if (own !== undefined && idRef !== undefined) {
    const shared = collection.get(idRef);
    if (shared === undefined) notes.at(own.line, 'sequencing-reference-unknown', { reference: shorten(idRef) });
    for (const child of shared?.children ?? []) parts.set(partName(child), child);
  }
  for (const child of own?.children ?? []) parts.set(partName(child), child);
  return parts;
}

function partName(node: XmlNode): string {
  const name = node.name.toLowerCase();
  return name === 'objectives' && isAdlSequencing(node) ? 'adlseq objectives' : name;
}

function readRules(
  notes: Notes,
  rules: XmlNode | undefined,
  name: string,
  actions: readonly string[],
): SequencingRule[] {
  return childrenNamed(rules, name).flatMap((rule): SequencingRule[] => {
    const list = childNamed(rule, 'ruleConditions');
    notes.spend(1 + (list?.children.length ?? 0));
    const conditions = childrenNamed(list, 'ruleCondition').flatMap((one): SequencingRule['conditions'] => {
      const condition = wordFrom(notes, one.line, 'condition', attribute(one, 'condition'), RULE_CONDITIONS);
      if (condition === undefined) return [];
      const referencedObjective = attribute(one, 'referencedObjective');
      const measureThreshold = readNumber(notes, one, 'measureThreshold', { min: -1, max: 1 });
      return [
        {
          condition,
          not: readWord(notes, one, 'operator', ['noOp', 'not'], 'noOp') === 'not',
          ...(referencedObjective === undefined ? {} : { referencedObjective }),
          ...(measureThreshold === undefined ? {} : { measureThreshold }),
        },
      ];
    });
    const action = wordFrom(notes, rule.line, 'action', attribute(childNamed(rule, 'ruleAction'), 'action'), actions);
    // A rule of which something is unreadable would act at the wrong moment: better none, and said so.
    if (action === undefined || conditions.length !== childrenNamed(list, 'ruleCondition').length) return [];
    if (conditions.length === 0) return [];
    return [{ combination: readWord(notes, list, 'conditionCombination', ['all', 'any'], 'all'), conditions, action }];
  });
}

function readRollupRules(notes: Notes, rollup: XmlNode | undefined): RollupRule[] {
  return childrenNamed(rollup, 'rollupRule').flatMap((rule): RollupRule[] => {
    const list = childNamed(rule, 'rollupConditions');
    const written = childrenNamed(list, 'rollupCondition');
    notes.spend(1 + written.length);
    const conditions = written.flatMap((one): RollupRule['conditions'] => {
      const condition = wordFrom(notes, one.line, 'condition', attribute(one, 'condition'), ROLLUP_CONDITIONS);
      const not = readWord(notes, one, 'operator', ['noOp', 'not'], 'noOp') === 'not';
      return condition === undefined ? [] : [{ condition, not }];
    });
    const actionText = attribute(childNamed(rule, 'rollupAction'), 'action');
    const action = wordFrom(notes, rule.line, 'action', actionText, [
      'satisfied',
      'notSatisfied',
      'completed',
      'incomplete',
    ] as const);
    if (action === undefined || conditions.length === 0 || conditions.length !== written.length) return [];
    return [
      {
        childActivitySet: readWord(
          notes,
          rule,
          'childActivitySet',
          ['all', 'any', 'none', 'atLeastCount', 'atLeastPercent'],
          'all',
        ),
        minimumCount: readNumber(notes, rule, 'minimumCount', { min: 0, max: 1e9, whole: true }) ?? 0,
        minimumPercent: readNumber(notes, rule, 'minimumPercent', { min: 0, max: 1 }) ?? 0,
        combination: readWord(notes, list, 'conditionCombination', ['all', 'any'], 'any'),
        conditions,
        action,
      },
    ];
  });
}

function readConsiderations(notes: Notes, node: XmlNode | undefined): SequencingDefinition['rollupConsiderations'] {
  const read = (name: string): RollupConsideration => readWord(notes, node, name, CONSIDERATIONS, 'always');
  return {
    requiredForSatisfied: read('requiredForSatisfied'),
    requiredForNotSatisfied: read('requiredForNotSatisfied'),
    requiredForCompleted: read('requiredForCompleted'),
    requiredForIncomplete: read('requiredForIncomplete'),
    measureSatisfactionIfActive: readBoolean(notes, node, 'measureSatisfactionIfActive', true),
  };
}
