/** What the manifest says about behaviour, read into the contract with its defaults. */
import { describe, expect, test } from 'vitest';
import { checkPackage, listFindings, type Activity, type PackageCheck } from '../../../src/scorm/package';
import { manifest12, NS_2004, zipOf } from './package-zips';

const RESOURCE =
  '<resource identifier="r" type="webcontent" adlcp:scormType="sco" href="index.html"><file href="index.html"/></resource>';

function manifest2004(item: string, collection = '', edition = '2004 4th Edition', attributes = ''): string {
  return `<manifest identifier="m" ${NS_2004}><metadata><schemaversion>${edition}</schemaversion></metadata>
<organizations default="o"><organization identifier="o" ${attributes}><title>T</title>
<item identifier="i" identifierref="r"><title>I</title>
${item}</item></organization></organizations><resources>${RESOURCE}</resources>${collection}</manifest>`;
}

async function read(xml: string): Promise<{ item: Activity; result: PackageCheck }> {
  const result = await checkPackage(zipOf({ 'imsmanifest.xml': xml, 'index.html': 'x' }));
  const item = result.package?.organisations[0]?.root.children[0];
  if (item === undefined) throw new Error('no item');
  return { item, result };
}

const DEFAULTS = {
  controlMode: {
    choice: true,
    choiceExit: true,
    flow: false,
    forwardOnly: false,
    useCurrentAttemptObjectiveInfo: true,
    useCurrentAttemptProgressInfo: true,
  },
  constrainedChoice: { preventActivation: false, constrainChoice: false },
  preConditionRules: [],
  postConditionRules: [],
  exitConditionRules: [],
  limitConditions: {},
  rollupRules: [],
  rollup: { objectiveSatisfied: true, progressCompletion: true, objectiveMeasureWeight: 1 },
  rollupConsiderations: {
    requiredForSatisfied: 'always',
    requiredForNotSatisfied: 'always',
    requiredForCompleted: 'always',
    requiredForIncomplete: 'always',
    measureSatisfactionIfActive: true,
  },
  objectives: [],
  randomization: { randomizationTiming: 'never', reorderChildren: false, selectionTiming: 'never' },
  deliveryControls: { tracked: true, completionSetByContent: false, objectiveSetByContent: false },
};

describe('SN 3: the sequencing definition', () => {
  test('SN 3: defaults without any sequencing element, for the item and for the organisation', async () => {
    const { item, result } = await read(manifest2004(''));
    expect(item.sequencing).toEqual(DEFAULTS);
    expect(result.package?.organisations[0]?.root.sequencing).toEqual(DEFAULTS);
    expect(result.package?.organisations[0]).toMatchObject({
      objectivesGlobalToSystem: true,
      sharedDataGlobalToSystem: true,
    });
  });

  test('SN 3: every part', async () => {
    const { item, result } = await read(
      manifest2004(`<imsss:sequencing>
<imsss:controlMode choice="false" choiceExit="false" flow="true" forwardOnly="1" useCurrentAttemptObjectiveInfo="false" useCurrentAttemptProgressInfo="false"/>
<imsss:sequencingRules>
<imsss:preConditionRule><imsss:ruleConditions conditionCombination="any"><imsss:ruleCondition referencedObjective="obj" measureThreshold="0.5" operator="not" condition="objectiveMeasureGreaterThan"/><imsss:ruleCondition condition="always"/></imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>
<imsss:exitConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="completed"/></imsss:ruleConditions><imsss:ruleAction action="exit"/></imsss:exitConditionRule>
<imsss:postConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions><imsss:ruleAction action="exitParent"/></imsss:postConditionRule>
</imsss:sequencingRules>
<imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT1H"/>
<imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false" objectiveMeasureWeight="0.25">
<imsss:rollupRule childActivitySet="atLeastPercent" minimumCount="2" minimumPercent="0.5"><imsss:rollupConditions><imsss:rollupCondition operator="not" condition="attempted"/></imsss:rollupConditions><imsss:rollupAction action="notSatisfied"/></imsss:rollupRule>
</imsss:rollupRules>
<imsss:objectives>
<imsss:primaryObjective objectiveID="obj" satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure><imsss:mapInfo targetObjectiveID="global" readSatisfiedStatus="false" writeNormalizedMeasure="true"/></imsss:primaryObjective>
<imsss:objective objectiveID="second"/>
</imsss:objectives>
<imsss:randomizationControls randomizationTiming="once" selectCount="3" reorderChildren="true" selectionTiming="onEachNewAttempt"/>
<imsss:deliveryControls tracked="false" completionSetByContent="true" objectiveSetByContent="true"/>
<adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="true"/>
<adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" requiredForNotSatisfied="ifNotSkipped" requiredForCompleted="ifNotSuspended" requiredForIncomplete="always" measureSatisfactionIfActive="false"/>
<adlseq:objectives><adlseq:objective objectiveID="obj"><adlseq:mapInfo targetObjectiveID="global" writeRawScore="true" readMinScore="false"/></adlseq:objective></adlseq:objectives>
</imsss:sequencing>`),
    );
    expect(result.findings).toEqual([]);
    const map = {
      targetObjectiveId: 'global',
      readSatisfiedStatus: false,
      readNormalizedMeasure: true,
      writeSatisfiedStatus: false,
      writeNormalizedMeasure: true,
      readRawScore: true,
      readMinScore: false,
      readMaxScore: true,
      readCompletionStatus: true,
      readProgressMeasure: true,
      writeRawScore: true,
      writeMinScore: false,
      writeMaxScore: false,
      writeCompletionStatus: false,
      writeProgressMeasure: false,
    };
    expect(item.sequencing).toEqual({
      controlMode: {
        choice: false,
        choiceExit: false,
        flow: true,
        forwardOnly: true,
        useCurrentAttemptObjectiveInfo: false,
        useCurrentAttemptProgressInfo: false,
      },
      constrainedChoice: { preventActivation: true, constrainChoice: true },
      preConditionRules: [
        {
          combination: 'any',
          action: 'skip',
          conditions: [
            { condition: 'objectiveMeasureGreaterThan', not: true, referencedObjective: 'obj', measureThreshold: 0.5 },
            { condition: 'always', not: false },
          ],
        },
      ],
      postConditionRules: [
        { combination: 'all', action: 'exitParent', conditions: [{ condition: 'satisfied', not: false }] },
      ],
      exitConditionRules: [
        { combination: 'all', action: 'exit', conditions: [{ condition: 'completed', not: false }] },
      ],
      limitConditions: { attemptLimit: 2, attemptAbsoluteDurationLimit: 'PT1H' },
      rollupRules: [
        {
          childActivitySet: 'atLeastPercent',
          minimumCount: 2,
          minimumPercent: 0.5,
          combination: 'any',
          conditions: [{ condition: 'attempted', not: true }],
          action: 'notSatisfied',
        },
      ],
      rollup: { objectiveSatisfied: false, progressCompletion: false, objectiveMeasureWeight: 0.25 },
      rollupConsiderations: {
        requiredForSatisfied: 'ifAttempted',
        requiredForNotSatisfied: 'ifNotSkipped',
        requiredForCompleted: 'ifNotSuspended',
        requiredForIncomplete: 'always',
        measureSatisfactionIfActive: false,
      },
      objectives: [
        { objectiveId: 'obj', primary: true, satisfiedByMeasure: true, minNormalizedMeasure: 0.6, maps: [map] },
        { objectiveId: 'second', primary: false, satisfiedByMeasure: false, minNormalizedMeasure: 1, maps: [] },
      ],
      randomization: {
        randomizationTiming: 'once',
        selectCount: 3,
        reorderChildren: true,
        selectionTiming: 'onEachNewAttempt',
      },
      deliveryControls: { tracked: false, completionSetByContent: true, objectiveSetByContent: true },
    });
  });

  test('CAM 5.1.1: a shared definition, of which the item replaces a part', async () => {
    const collection =
      '<imsss:sequencingCollection><imsss:sequencing ID=" shared "><imsss:controlMode flow="true"/><imsss:deliveryControls tracked="false"/></imsss:sequencing></imsss:sequencingCollection>';
    const { item, result } = await read(
      manifest2004(
        '<imsss:sequencing IDRef="shared"><imsss:controlMode forwardOnly="true"/></imsss:sequencing>',
        collection,
      ),
    );
    expect(result.findings).toEqual([]);
    expect(item.sequencing?.controlMode).toMatchObject({ flow: false, forwardOnly: true });
    expect(item.sequencing?.deliveryControls.tracked).toBe(false);
  });

  test('any prefix will do', async () => {
    const item =
      '<zz:sequencing xmlns:zz="http://www.imsglobal.org/xsd/imsss"><zz:controlMode flow="true"/></zz:sequencing>';
    expect((await read(manifest2004(item))).item.sequencing?.controlMode.flow).toBe(true);
  });

  test('what cannot be read is left out, and said with its line', async () => {
    const bad =
      '<imsss:sequencing><imsss:controlMode flow="maybe"/><imsss:limitConditions attemptLimit="-1"/></imsss:sequencing>';
    const { item, result } = await read(manifest2004(bad));
    expect(item.sequencing).toEqual(DEFAULTS);
    expect(result.findings.map((one) => [one.code, one.where])).toEqual([
      ['value-invalid', 'imsmanifest.xml:4'],
      ['value-invalid', 'imsmanifest.xml:4'],
    ]);
  });

  test('a rule that is half readable is no rule', async () => {
    const rule = (condition: string, action: string): string =>
      `<imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="${condition}"/></imsss:ruleConditions><imsss:ruleAction action="${action}"/></imsss:preConditionRule>`;
    const { item } = await read(
      manifest2004(
        `<imsss:sequencing><imsss:sequencingRules>${rule('wishful', 'skip')}${rule('always', 'fly')}${rule('always', 'disabled')}</imsss:sequencingRules></imsss:sequencing>`,
      ),
    );
    expect(item.sequencing?.preConditionRules.map((one) => one.action)).toEqual(['disabled']);
  });
});

describe('CAM 3.4.1: other properties of an item', () => {
  test('2004: presentation, shared data, threshold, launch data, time limit', async () => {
    const { item } = await read(
      manifest2004(
        `<adlcp:timeLimitAction>exit,no message</adlcp:timeLimitAction><adlcp:dataFromLMS>a=1</adlcp:dataFromLMS>
<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8" progressWeight="0.5"/>
<adlcp:data><adlcp:map targetID="d1"/><adlcp:map targetID="d2" readSharedData="false" writeSharedData="true"/></adlcp:data>
<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI><adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI></adlnav:navigationInterface></adlnav:presentation>`,
      ),
    );
    expect(item).toMatchObject({
      timeLimitAction: 'exit,no message',
      dataFromLms: 'a=1',
      completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.8, progressWeight: 0.5 },
      sharedData: [
        { targetId: 'd1', read: true, write: true },
        { targetId: 'd2', read: false, write: true },
      ],
      hideLmsUi: ['continue', 'exitAll'],
    });
  });

  test('2004: threshold as text (3rd Edition) and by default (4th Edition)', async () => {
    const third = await read(
      manifest2004('<adlcp:completionThreshold>0.75</adlcp:completionThreshold>', '', '2004 3rd Edition'),
    );
    expect(third.item.completionThreshold).toEqual({
      completedByMeasure: true,
      minProgressMeasure: 0.75,
      progressWeight: 1,
    });
    const fourth = await read(manifest2004('<adlcp:completionThreshold/>'));
    expect(fourth.item.completionThreshold).toEqual({
      completedByMeasure: false,
      minProgressMeasure: 1,
      progressWeight: 1,
    });
  });

  test('2004: objectives and data global to the system', async () => {
    const { result } = await read(
      manifest2004('', '', undefined, 'adlseq:objectivesGlobalToSystem="false" adlcp:sharedDataGlobalToSystem="false"'),
    );
    expect(result.package?.organisations[0]).toMatchObject({
      objectivesGlobalToSystem: false,
      sharedDataGlobalToSystem: false,
    });
  });

  test('ELO-5: 1.2: mastery score, prerequisites, time, launch data', async () => {
    const more = (extra: string): string =>
      manifest12({
        organisations: `<organizations default="o"><organization identifier="o"><title>T</title><item identifier="i" identifierref="r"><title>I</title>${extra}</item></organization></organizations>`,
      });
    const { item, result } = await read(
      more(
        '<adlcp:prerequisites type="aicc_script">a&amp;b</adlcp:prerequisites><adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed><adlcp:timelimitaction>Exit, Message</adlcp:timelimitaction><adlcp:datafromlms>x</adlcp:datafromlms><adlcp:masteryscore>80</adlcp:masteryscore>',
      ),
    );
    expect(result.findings).toEqual([]);
    expect(item).toMatchObject({
      prerequisites: 'a&b',
      maxTimeAllowed: '00:30:00',
      timeLimitAction: 'exit,message',
      dataFromLms: 'x',
      masteryScore: 80,
    });
    expect(item.sequencing).toBeUndefined();
    const percent = await read(more('<adlcp:masteryscore>85%</adlcp:masteryscore>'));
    expect(percent.item.masteryScore).toBe(85);
    const wrong = await read(
      more('<adlcp:masteryscore>101</adlcp:masteryscore><adlcp:maxtimeallowed>soon</adlcp:maxtimeallowed>'),
    );
    expect(wrong.item.masteryScore).toBeUndefined();
    expect(wrong.result.findings.map((one) => one.code)).toEqual(['value-invalid', 'value-invalid']);
  });
});

test('every finding has words, and every sentence ends', () => {
  const rows = listFindings();
  expect(new Set(rows.map((one) => one.code)).size).toBe(rows.length);
  for (const { message, advice } of rows) {
    expect(message).toMatch(/[.:}]$/);
    expect(advice).toMatch(/\.$/);
  }
});
