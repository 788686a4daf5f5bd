/** What a delivered activity finds: read maps applied (SN 3.10.3, RTE 4.2.17). */
import { successOf, valueOf } from './objectives';
import type { Goal, Place } from './plan';
import type { LaunchStatus, ObjectiveStatus } from './types';
import type { World } from './world';

function statusOf(world: World, place: Place, goal: Goal): ObjectiveStatus {
  // As it was said: what this activity's own threshold makes of a measure is judged when it ends.
  const completion = valueOf(world, place, goal, 'completion');
  const success = successOf(world, place, goal);
  const numbers = (['scaled', 'raw', 'min', 'max', 'progress'] as const).flatMap((field) => {
    const value = valueOf(world, place, goal, field);
    return value === undefined ? [] : [[field, value] as const];
  });
  return {
    ...(completion === undefined || completion === 'unknown'
      ? {}
      : { completion: completion === 'completed' ? completion : 'incomplete' }),
    ...(success === undefined ? {} : { success }),
    ...Object.fromEntries(numbers),
  };
}

export function launchStatusOf(world: World, place: Place): LaunchStatus {
  return {
    fresh: world.fresh && world.current === place,
    own: {},
    objectives: place.goals.flatMap((goal) =>
      goal.id === undefined ? [] : [{ id: goal.id, ...statusOf(world, place, goal) }],
    ),
  };
}
