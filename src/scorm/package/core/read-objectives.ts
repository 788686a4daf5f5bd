/** Objectives of an activity: IMS's part and ADL's 4th Edition part joined into one list. */
import type { Notes } from './found';
import { numberFrom, readBoolean } from './read-values';
import type { ObjectiveDefinition } from './types';
import { attribute, childNamed, childrenNamed, childText, type XmlNode } from './xml-tree';

type ObjectiveMap = ObjectiveDefinition['maps'][number];

/**
 * SN 3.10 (4th Edition). The primary objective comes first. ADL's map information is matched to an
 * objective by its ID, and to a map by its target; a map that only one side names takes the defaults
 * for the other side.
 */
export function readObjectives(
  notes: Notes,
  ims: XmlNode | undefined,
  adl: XmlNode | undefined,
): ObjectiveDefinition[] {
  const extra = new Map<string, XmlNode[]>();
  for (const objective of childrenNamed(adl, 'objective')) {
    const id = attribute(objective, 'objectiveID') ?? '';
    const known = extra.get(id);
    const maps = childrenNamed(objective, 'mapInfo');
    if (known === undefined) extra.set(id, maps);
    else for (const map of maps) known.push(map);
  }
  const primary = childrenNamed(ims, 'primaryObjective').slice(0, 1);
  return [
    ...primary.map((node) => readObjective(notes, node, true, extra)),
    ...childrenNamed(ims, 'objective').map((node) => readObjective(notes, node, false, extra)),
  ];
}

function readObjective(
  notes: Notes,
  node: XmlNode,
  primary: boolean,
  extra: ReadonlyMap<string, XmlNode[]>,
): ObjectiveDefinition {
  const objectiveId = attribute(node, 'objectiveID');
  const measure = childText(node, 'minNormalizedMeasure');
  const line = childNamed(node, 'minNormalizedMeasure')?.line ?? node.line;
  return {
    ...(objectiveId === undefined || objectiveId === '' ? {} : { objectiveId }),
    primary,
    satisfiedByMeasure: readBoolean(notes, node, 'satisfiedByMeasure', false),
    minNormalizedMeasure: numberFrom(notes, line, 'minNormalizedMeasure', measure, { min: -1, max: 1 }) ?? 1,
    maps: joinMaps(notes, childrenNamed(node, 'mapInfo'), extra.get(objectiveId ?? '') ?? []),
  };
}

function joinMaps(notes: Notes, ims: readonly XmlNode[], adl: readonly XmlNode[]): ObjectiveMap[] {
  notes.spend(1 + 2 * (ims.length + adl.length));
  const byTarget = new Map<string, { ims?: XmlNode; adl?: XmlNode }>();
  for (const node of ims) {
    const target = attribute(node, 'targetObjectiveID');
    if (target) byTarget.set(target, { ...byTarget.get(target), ims: node });
  }
  for (const node of adl) {
    const target = attribute(node, 'targetObjectiveID');
    if (target) byTarget.set(target, { ...byTarget.get(target), adl: node });
  }
  return [...byTarget].map(([targetObjectiveId, from]) => ({
    targetObjectiveId,
    // A map that only ADL's part has says nothing of status and measure, so it does not read them.
    readSatisfiedStatus: readBoolean(notes, from.ims, 'readSatisfiedStatus', from.ims !== undefined),
    readNormalizedMeasure: readBoolean(notes, from.ims, 'readNormalizedMeasure', from.ims !== undefined),
    writeSatisfiedStatus: readBoolean(notes, from.ims, 'writeSatisfiedStatus', false),
    writeNormalizedMeasure: readBoolean(notes, from.ims, 'writeNormalizedMeasure', false),
    readRawScore: readBoolean(notes, from.adl, 'readRawScore', true),
    readMinScore: readBoolean(notes, from.adl, 'readMinScore', true),
    readMaxScore: readBoolean(notes, from.adl, 'readMaxScore', true),
    readCompletionStatus: readBoolean(notes, from.adl, 'readCompletionStatus', true),
    readProgressMeasure: readBoolean(notes, from.adl, 'readProgressMeasure', true),
    writeRawScore: readBoolean(notes, from.adl, 'writeRawScore', false),
    writeMinScore: readBoolean(notes, from.adl, 'writeMinScore', false),
    writeMaxScore: readBoolean(notes, from.adl, 'writeMaxScore', false),
    writeCompletionStatus: readBoolean(notes, from.adl, 'writeCompletionStatus', false),
    writeProgressMeasure: readBoolean(notes, from.adl, 'writeProgressMeasure', false),
  }));
}
