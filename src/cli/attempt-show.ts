/** `attempt show ID --json`. Its keys are a promise. */
import { findLedTo, type LedTo } from '../explain';
import { isId } from '../platform/db';
import { findAttempt, type AttemptView } from '../scorm/runtime';
import { everything } from './find-people';
import { cliMessages as say } from './messages.en';
import { parseOptions } from './parse-options';
import { show } from './show';
import { CommandRefused, type Command } from './types';

export const attemptShow: Command = {
  name: 'attempt show',
  usage: 'ID --json',
  summary: say.summaries.attemptShow,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, 1, {});
    const id = (positionals[0] ?? '').toLowerCase();
    const { database } = await io.open();
    const found = await database.inTransaction(everything, async (tx) => {
      const attempt = isId(id) ? await findAttempt(tx, id) : undefined;
      if (!attempt) throw new CommandRefused(say.noAttempt(id));
      const [ledTo] = await findLedTo(tx, [{ tenantId: attempt.tenantId, enrolmentId: attempt.registrationId }]);
      return reportOf(attempt, ledTo);
    });
    show(io, values.json, found);
    return 0;
  },
};

function reportOf(attempt: AttemptView, ledTo: LedTo | undefined): object {
  const current = currentActivity(attempt);
  const said = (names: readonly string[]): string =>
    names.map((name) => current?.cmi[name]).find((value) => value !== undefined) ?? '';
  return {
    id: attempt.attemptId,
    status: attempt.status,
    completion: attempt.completion,
    success: attempt.success,
    score: { scaled: attempt.scaled, raw: attempt.raw, min: attempt.min, max: attempt.max },
    totalTimeSeconds: attempt.totalSeconds,
    entry: current?.entry ?? 'ab-initio',
    exit: current?.exit ?? '',
    suspendData: said(['cmi.suspend_data']),
    location: said(['cmi.core.lesson_location', 'cmi.location']),
    activities: attempt.activities.map(({ identifier, cmi }) => ({ identifier, cmi })),
    sessions: attempt.sessions.map(({ id, generation, commits }) => ({
      id,
      generation,
      commits: commits.map(({ sequence, receivedAt, size, elements }) => ({
        sequence,
        receivedAt: new Date(receivedAt).toISOString(),
        size,
        elements: Object.entries(elements).map(([element, value]) => ({ element, value })),
      })),
    })),
    ledTo: ledToOf(ledTo),
  };
}

/** Where the learner was last: the activity of the newest commit. */
function currentActivity({ activities, sessions }: AttemptView): AttemptView['activities'][number] | undefined {
  const last = sessions.flatMap((session) => session.commits).at(-1)?.activity;
  return activities.find((each) => each.identifier === last) ?? activities[0];
}

function ledToOf(ledTo: LedTo | undefined): object {
  if (!ledTo) return { enrolment: null, competences: [], certifications: [], paths: [] };
  return {
    enrolment: { id: ledTo.enrolmentId, ...ledTo.enrolment },
    competences: ledTo.competences.map(({ name, dateFrom, dateTo }) => ({ name, dateFrom, dateTo })),
    certifications: ledTo.certifications,
    paths: ledTo.paths,
  };
}
