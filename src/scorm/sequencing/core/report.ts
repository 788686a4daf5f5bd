/** What content reports, taken into the tracking of the attempt it belongs to (RTE 4.2 to SN 4.2.1). */
import { completeSilently } from './attempts';
import { isTracked, share } from './objectives';
import { fields, type Place } from './plan';
import { rollUp } from './rollup-process';
import { readStatus, statusIn } from './saved-state';
import type { ActivityResult, ContentReport, ObjectiveStatus } from './types';
import { change, trackOf, type World } from './world';

/** What an older caller's result says; `unknown` in it is not a word of the content. */
const reportIn = (result: ActivityResult): ContentReport => ({
  ...statusIn(result),
  objectives: [],
  suspended: result.suspended,
  totalSeconds: result.totalSeconds,
});

/**
 * What was said of the primary objective: by the elements of the activity itself, else by the objective's own row. Where
 * both tell passed from failed the row is believed, which speaks of the objective by its name.
 */
function ownIn(place: Place, said: ContentReport): ObjectiveStatus {
  const row = place.primary.id === undefined ? undefined : said.objectives.find(({ id }) => id === place.primary.id);
  return Object.fromEntries(
    fields.flatMap((field) => {
      const named = field === 'success' && row?.success !== 'unknown' ? row?.success : undefined;
      const value = named ?? said[field] ?? row?.[field];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

function objectivesIn(place: Place, said: ContentReport): Record<string, ObjectiveStatus> {
  const rows = new Map(said.objectives.map((row) => [row.id, row]));
  return Object.fromEntries(
    place.goals.flatMap((goal): [string, ObjectiveStatus][] => {
      const row = goal.primary || goal.id === undefined ? undefined : rows.get(goal.id);
      const status = readStatus(row);
      return Object.keys(status).length === 0 ? [] : [[goal.key, status]];
    }),
  );
}

/**
 * Takes over a report. While the activity is under way it is only kept: others hear of it when the attempt ends. Later (a
 * commit that was late) it corrects the attempt that ended and everything that follows from it.
 */
export function takeReport(
  world: World,
  place: Place,
  result: ActivityResult,
  content: ContentReport | undefined,
): void {
  const track = trackOf(world, place);
  if (!isTracked(place)) {
    if (track.active) change(world, place, { suspended: content?.suspended ?? result.suspended });
    return;
  }
  if (track.abandoned && !track.active) return;
  const said = content ?? reportIn(result);
  const late = !track.active;
  change(world, place, {
    own: readStatus(ownIn(place, said)),
    objectives: objectivesIn(place, said),
    seconds: said.totalSeconds > 0 ? said.totalSeconds : 0,
    autoCompletion: false,
    autoSuccess: false,
    ...(late ? { attempts: Math.max(1, track.attempts) } : { suspended: said.suspended }),
  });
  if (!late) return;
  if (track.attempts > 0 && !track.suspended) completeSilently(world, place);
  rollUp(world, place, share(world, place));
}
