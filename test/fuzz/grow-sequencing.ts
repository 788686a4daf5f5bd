/** Sequencing as courses write it: every part of SN chapter 3, each now and then. */
import { element, type Element } from './xml';
import type { Random } from './random';

const CONDITIONS = [
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
];
const ROLLUP_CONDITIONS = CONDITIONS.filter((one) => !/Than$|^always$/.test(one));
const RULES = {
  preConditionRule: ['skip', 'disabled', 'hiddenFromChoice', 'stopForwardTraversal'],
  postConditionRule: ['exitParent', 'exitAll', 'retry', 'retryAll', 'continue', 'previous'],
  exitConditionRule: ['exit'],
} as const;
const CONSIDERATIONS = ['always', 'ifAttempted', 'ifNotSkipped', 'ifNotSuspended'];
const TIMINGS = ['never', 'once', 'onEachNewAttempt'];
const READ_WRITE_IMS = [
  'readSatisfiedStatus',
  'readNormalizedMeasure',
  'writeSatisfiedStatus',
  'writeNormalizedMeasure',
];
const READ_WRITE_ADL = ['RawScore', 'MinScore', 'MaxScore', 'CompletionStatus', 'ProgressMeasure'].flatMap((one) => [
  `read${one}`,
  `write${one}`,
]);

const yesOrNo = (random: Random): string => (random.chance(0.5) ? 'true' : 'false');
const measure = (random: Random): string => (random.int(21) / 10 - 1).toFixed(random.int(4));
const fraction = (random: Random): string => (random.int(11) / 10).toFixed(2);
const maybe = (random: Random, likelihood: number, make: () => Element): Element[] =>
  random.chance(likelihood) ? [make()] : [];
const times = (count: number, make: () => Element): Element[] => Array.from({ length: count }, make);

/** How the items of one manifest speak of objectives to each other. */
export type ObjectiveNames = { readonly local: readonly string[]; readonly global: readonly string[] };

export const OBJECTIVES: ObjectiveNames = {
  local: ['PRIMARY', 'obj-1', 'obj-2', 'obj_ä'],
  global: ['com.example.g1', 'com.example.g2', 'com.example.g3'],
};

/** A `sequencing` element. `lively`: how likely each part is, 0 to 1. */
export function growSequencing(random: Random, lively: number, attributes: Record<string, string> = {}): Element {
  return element('imsss:sequencing', attributes, [
    ...maybe(random, 0.5 + lively / 2, () => controlMode(random)),
    ...maybe(random, lively, () =>
      element(
        'imsss:sequencingRules',
        {},
        times(1 + random.int(3), () => rule(random)),
      ),
    ),
    ...maybe(random, lively / 3, () =>
      element('imsss:limitConditions', {
        attemptLimit: random.chance(0.8) ? String(random.int(4)) : undefined,
        attemptAbsoluteDurationLimit: random.chance(0.2) ? 'PT10M' : undefined,
      }),
    ),
    ...maybe(random, lively, () => rollupRules(random)),
    ...maybe(random, lively, () => objectives(random)),
    ...maybe(random, lively / 3, () =>
      element('imsss:randomizationControls', {
        randomizationTiming: random.pick(TIMINGS),
        selectCount: random.chance(0.6) ? String(random.int(5)) : undefined,
        reorderChildren: yesOrNo(random),
        selectionTiming: random.pick(TIMINGS),
      }),
    ),
    ...maybe(random, lively / 2, () =>
      element('imsss:deliveryControls', {
        tracked: random.chance(0.85) ? 'true' : 'false',
        completionSetByContent: yesOrNo(random),
        objectiveSetByContent: yesOrNo(random),
      }),
    ),
    ...maybe(random, lively / 3, () =>
      element('adlseq:constrainedChoiceConsiderations', {
        preventActivation: yesOrNo(random),
        constrainChoice: yesOrNo(random),
      }),
    ),
    ...maybe(random, lively / 3, () =>
      element('adlseq:rollupConsiderations', {
        requiredForSatisfied: random.pick(CONSIDERATIONS),
        requiredForNotSatisfied: random.pick(CONSIDERATIONS),
        requiredForCompleted: random.pick(CONSIDERATIONS),
        requiredForIncomplete: random.pick(CONSIDERATIONS),
        measureSatisfactionIfActive: yesOrNo(random),
      }),
    ),
    ...maybe(random, lively / 2, () => adlObjectives(random)),
  ]);
}

function controlMode(random: Random): Element {
  return element('imsss:controlMode', {
    choice: random.chance(0.7) ? 'true' : 'false',
    flow: random.chance(0.8) ? 'true' : 'false',
    choiceExit: random.chance(0.15) ? 'false' : undefined,
    forwardOnly: random.chance(0.15) ? 'true' : undefined,
    useCurrentAttemptObjectiveInfo: random.chance(0.2) ? 'false' : undefined,
    useCurrentAttemptProgressInfo: random.chance(0.2) ? 'false' : undefined,
  });
}

function rule(random: Random): Element {
  const kind = random.pick(['preConditionRule', 'preConditionRule', 'postConditionRule', 'exitConditionRule'] as const);
  const conditions = times(1 + random.int(2), () =>
    element('imsss:ruleCondition', {
      condition: random.pick(CONDITIONS),
      operator: random.chance(0.4) ? random.pick(['not', 'noOp']) : undefined,
      referencedObjective: random.chance(0.4) ? random.pick(OBJECTIVES.local) : undefined,
      measureThreshold: random.chance(0.4) ? measure(random) : undefined,
    }),
  );
  return element(`imsss:${kind}`, {}, [
    element('imsss:ruleConditions', { conditionCombination: random.pick(['all', 'any', undefined]) }, conditions),
    element('imsss:ruleAction', { action: random.pick<string>(RULES[kind]) }),
  ]);
}

function rollupRules(random: Random): Element {
  const rules = times(random.int(3), () =>
    element(
      'imsss:rollupRule',
      {
        childActivitySet: random.pick(['all', 'any', 'none', 'atLeastCount', 'atLeastPercent', undefined]),
        minimumCount: random.chance(0.4) ? String(random.int(4)) : undefined,
        minimumPercent: random.chance(0.4) ? fraction(random) : undefined,
      },
      [
        element(
          'imsss:rollupConditions',
          { conditionCombination: random.pick(['all', 'any', undefined]) },
          times(1 + random.int(2), () =>
            element('imsss:rollupCondition', {
              condition: random.pick(ROLLUP_CONDITIONS),
              operator: random.chance(0.4) ? 'not' : undefined,
            }),
          ),
        ),
        element('imsss:rollupAction', {
          action: random.pick(['satisfied', 'notSatisfied', 'completed', 'incomplete']),
        }),
      ],
    ),
  );
  return element(
    'imsss:rollupRules',
    {
      rollupObjectiveSatisfied: random.chance(0.3) ? yesOrNo(random) : undefined,
      rollupProgressCompletion: random.chance(0.3) ? yesOrNo(random) : undefined,
      objectiveMeasureWeight: random.chance(0.5) ? fraction(random) : undefined,
    },
    rules,
  );
}

function maps(random: Random, names: readonly string[], prefix: string): Element[] {
  return times(random.int(3), () => {
    const flags = names.filter(() => random.chance(0.5)).map((name) => [name, yesOrNo(random)] as const);
    return element(`${prefix}:mapInfo`, {
      targetObjectiveID: random.pick(OBJECTIVES.global),
      ...Object.fromEntries(flags),
    });
  });
}

function objectives(random: Random): Element {
  const one = (name: string, id: string | undefined): Element =>
    element(name, { objectiveID: id, satisfiedByMeasure: random.chance(0.5) ? yesOrNo(random) : undefined }, [
      ...maybe(random, 0.5, () => element('imsss:minNormalizedMeasure', {}, [measure(random)])),
      ...maps(random, READ_WRITE_IMS, 'imsss'),
    ]);
  const others = OBJECTIVES.local.slice(1).filter(() => random.chance(0.4));
  return element('imsss:objectives', {}, [
    one('imsss:primaryObjective', random.chance(0.8) ? 'PRIMARY' : undefined),
    ...others.map((id) => one('imsss:objective', id)),
  ]);
}

function adlObjectives(random: Random): Element {
  return element('adlseq:objectives', {}, [
    element('adlseq:objective', { objectiveID: random.pick(OBJECTIVES.local) }, maps(random, READ_WRITE_ADL, 'adlseq')),
  ]);
}
