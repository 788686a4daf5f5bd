/** One activity as a course by itself, for those that sequencing does not let a learner choose. */
import { newId } from '../../src/platform/db';
import type { Activity, CheckedPackage, SequencingDefinition } from '../../src/scorm/package';
import type { RunningServer } from '../support/running-server';

const unbound = (definition: SequencingDefinition): SequencingDefinition => ({
  ...definition,
  controlMode: { ...definition.controlMode, choice: true, flow: true, forwardOnly: false },
  constrainedChoice: { preventActivation: false, constrainChoice: false },
  preConditionRules: [],
  postConditionRules: [],
  exitConditionRules: [],
  limitConditions: {},
  randomization: { randomizationTiming: 'never', reorderChildren: false, selectionTiming: 'never' },
});

function freed(activity: Activity, children: readonly Activity[]): Activity {
  const { prerequisites: _, sequencing, ...rest } = activity;
  return { ...rest, visible: true, children, ...(sequencing === undefined ? {} : { sequencing: unbound(sequencing) }) };
}

/** The package with nothing in it but that activity, which nothing holds back. */
export function packageOf(whole: CheckedPackage, activity: Activity): CheckedPackage {
  const [first] = whole.organisations;
  const played = whole.organisations.find(({ identifier }) => identifier === whole.defaultOrganisation) ?? first;
  if (played === undefined) throw new Error('a package without organisation');
  return { ...whole, organisations: [{ ...played, root: freed(played.root, [freed(activity, [])]) }] };
}

/** Saves it as an object of its own on the files of the version it comes from. */
export async function addAlone(
  server: RunningServer,
  versionId: string,
  whole: CheckedPackage,
  activity: Activity,
): Promise<{ readonly ownerId: string; readonly id: string }> {
  const ownerId = server.world.employer;
  const [id, alone] = [newId(), newId()];
  await server.look(`insert into learning_object (tenant_id, id, title, status) values ($1, $2, $3, 'active')`, [
    ownerId,
    id,
    activity.title.slice(0, 300) || activity.identifier,
  ]);
  await server.look(
    `insert into learning_object_version select v.* from learning_object_version s,
       jsonb_populate_record(s, jsonb_build_object('id', $3::uuid, 'learning_object_id', $4::uuid, 'package', $5::jsonb)) v
     where s.tenant_id = $1 and s.id = $2`,
    [ownerId, versionId, alone, id, JSON.stringify(packageOf(whole, activity))],
  );
  await server.look(`update learning_object set current_version_id = $3 where tenant_id = $1 and id = $2`, [
    ownerId,
    id,
    alone,
  ]);
  return { ownerId, id };
}
