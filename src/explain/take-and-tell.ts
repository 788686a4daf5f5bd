import { takeOutcomes } from '../learning/enrolment';
import { parseIsoDate } from '../platform/dates';
import type { Messages } from '../platform/page';
import type { OutcomePort } from '../scorm/runtime';
import { findLedTo, sentencesOf } from './find-led-to';

/** The core's end of the door: takes outcomes, then says in sentences what they led to. */
export function createOutcomePort(messages: Pick<Messages, 't'>): OutcomePort {
  return async (tx, outcomes) => {
    await takeOutcomes(tx, outcomes);
    // Only a success leads anywhere; progress costs no further query.
    const done = outcomes.filter((each) => each.status === 'passed' || each.status === 'completed');
    const found = new Map(
      (done.length > 0
        ? await findLedTo(
            tx,
            done.map((each) => ({ tenantId: each.tenantId, enrolmentId: each.registrationId })),
          )
        : []
      ).map((each) => [each.enrolmentId, each]),
    );
    return outcomes.map(({ registrationId, version }) => {
      const ledTo = found.get(registrationId);
      return {
        registrationId,
        version,
        ledTo: ledTo ? sentencesOf(ledTo).map(({ key, values }) => messages.t(key, datesIn(values))) : [],
      };
    });
  };
}

function datesIn(values: Readonly<Record<string, string>>): Record<string, string> {
  return values.until === undefined ? values : { ...values, until: parseIsoDate(values.until) };
}
