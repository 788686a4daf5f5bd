/** What a delivered activity finds: read maps applied (SN 3.10.3, RTE 4.2.17). */
import { completionOf, successOf, valueOf } from './objectives';
import type { Goal, Place } from './plan';
import type { LaunchStatus, ObjectiveStatus } from './types';
import type { World } from './world';

function statusOf(world: World, place: Place, goal: Goal): ObjectiveStatus {
  const completion = completionOf(world, place, goal);
  const success = successOf(world, place, goal);
  const numbers = (['scaled', 'raw', 'min', 'max', 'progress'] as const).flatMap((field) => {
    const value = valueOf(world, place, goal, field);
    return value === undefined ? [] : [[field, value] as const];
  });
  return {
    ...(completion === undefined ? {} : { completion }),
    ...(success === undefined ? {} : { success }),
    ...Object.fromEntries(numbers),
  };
}

export function launchStatusOf(world: World, place: Place): LaunchStatus {
  return {
    fresh: world.fresh && world.current === place,
    own: statusOf(world, place, place.primary),
    objectives: place.goals.flatMap((goal) =>
      goal.id === undefined ? [] : [{ id: goal.id, ...statusOf(world, place, goal) }],
    ),
  };
}
