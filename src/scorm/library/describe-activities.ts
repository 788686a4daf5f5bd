/** What a package holds, as the record page tells it. */
import type { Activity, CheckedPackage } from '../package';

export type ActivityNode = {
  readonly identifier: string;
  readonly title: string;
  readonly kind: 'sco' | 'asset' | 'group' | 'nothing';
  readonly hidden: boolean;
  /** Launch file or address with its parameters. */
  readonly launch?: string;
  /** 0 to 100. */
  readonly masteryScore?: number;
  readonly prerequisites?: string;
  readonly timeLimit?: string;
  readonly children: readonly ActivityNode[];
};

/** The activities of the organisation that is played, and how many other organisations there are. */
export function describeActivities({ organisations, defaultOrganisation }: CheckedPackage): {
  readonly activities: readonly ActivityNode[];
  readonly otherOrganisations: number;
} {
  const played = organisations.find(({ identifier }) => identifier === defaultOrganisation) ?? organisations[0];
  return {
    activities: played?.root.children.map(describe) ?? [],
    otherOrganisations: Math.max(0, organisations.length - 1),
  };
}

function describe(activity: Activity): ActivityNode {
  const { resource, prerequisites } = activity;
  const mastery = masteryOf(activity);
  const timeLimit = activity.maxTimeAllowed ?? activity.sequencing?.limitConditions.attemptAbsoluteDurationLimit;
  return {
    identifier: activity.identifier,
    title: activity.title,
    kind: activity.children.length > 0 ? 'group' : (resource?.scormType ?? 'nothing'),
    hidden: !activity.visible,
    ...(resource === undefined ? {} : { launch: resource.href + resource.parameters }),
    ...(mastery === undefined ? {} : { masteryScore: mastery }),
    ...(prerequisites === undefined ? {} : { prerequisites }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
    children: activity.children.map(describe),
  };
}

/** SCORM 1.2 says it directly; 2004 by the measure of the primary objective, from -1 to 1. */
function masteryOf({ masteryScore, sequencing }: Activity): number | undefined {
  if (masteryScore !== undefined) return masteryScore;
  const primary = sequencing?.objectives.find((objective) => objective.primary);
  return primary?.satisfiedByMeasure === true ? Math.round(primary.minNormalizedMeasure * 1000) / 10 : undefined;
}
