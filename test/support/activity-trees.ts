/** Small activity trees for tests, with everything unsaid at the standard's defaults. */
import { defaultDefinition } from '../../src/scorm/sequencing/core/plan';
import type {
  Activity,
  ObjectiveDefinition,
  Organisation,
  SequencingDefinition,
} from '../../src/scorm/package/core/types';

/** Any part of an activity; `id` names it, its title and its resource. */
export const sco = (id: string, parts: Partial<Activity> = {}): Activity => ({
  identifier: id,
  title: `Title of ${id}`,
  visible: true,
  children: [],
  resource: { identifier: `R-${id}`, scormType: 'sco', href: `${id}.html`, parameters: '' },
  hideLmsUi: [],
  sharedData: [],
  ...parts,
});

export const asset = (id: string, parts: Partial<Activity> = {}): Activity =>
  sco(id, { resource: { identifier: `R-${id}`, scormType: 'asset', href: `${id}.html`, parameters: '' }, ...parts });

export const block = (id: string, children: readonly Activity[], parts: Partial<Activity> = {}): Activity => {
  const { resource: _, ...rest } = sco(id, { children, ...parts });
  return rest;
};

export const organisation = (children: readonly Activity[], parts: Partial<Activity> = {}): Organisation => ({
  identifier: 'ORG',
  title: 'Course',
  objectivesGlobalToSystem: true,
  sharedDataGlobalToSystem: true,
  root: block('ORG', children, parts),
});

type ControlMode = SequencingDefinition['controlMode'];

/** A sequencing definition with the defaults of SN ch. 3 and the control modes given. */
export const sequencing = (
  control: Partial<ControlMode> = {},
  parts: Partial<SequencingDefinition> = {},
): SequencingDefinition => ({
  ...defaultDefinition,
  controlMode: { ...defaultDefinition.controlMode, ...control },
  ...parts,
});

/** The primary objective of an activity that is passed by a measure. */
export const passedBy = (minNormalizedMeasure: number, objectiveId = 'PRIMARY'): ObjectiveDefinition => ({
  objectiveId,
  primary: true,
  satisfiedByMeasure: true,
  minNormalizedMeasure,
  maps: [],
});
