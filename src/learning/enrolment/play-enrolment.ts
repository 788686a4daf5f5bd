import { settingsOf } from '../../people';
import type { Tx } from '../../platform/db';
import { findClasses } from '../catalogue';
import type { Registration } from '../../scorm/runtime';
import { changeEnrolments } from './change-enrolments';
import { mayPlay, type PlayDecision } from './core/may-play';
import { factsOf } from './enrol-persons';
import { loadEnrolments } from './store';

export type Play = {
  readonly tenantId: string;
  readonly enrolmentId: string;
  /** Who plays: somebody else's enrolment is not found. */
  readonly personId: string;
  readonly learner: Registration['learner'];
  readonly learnerKey: string;
  readonly returnUrl: string;
  readonly newAttempt?: boolean;
};

export type PlayResult =
  | { readonly ok: true; readonly registration: Registration }
  | { readonly ok: false; readonly refusal: Extract<PlayDecision, { ok: false }>['refusal'] | 'enrolment-not-found' };

/** ELO-10, ENR-T9: lets a person play an enrolment, for credit or in review, and says to the adapter what it needs to know. */
export async function playEnrolment(tx: Tx, command: Play): Promise<PlayResult> {
  const [row] = await loadEnrolments(tx, [{ tenantId: command.tenantId, id: command.enrolmentId }]);
  if (!row || row.personId !== command.personId) return { ok: false, refusal: 'enrolment-not-found' };
  const [found] = await findClasses(tx, [{ ownerId: row.classOwnerId, id: row.classId }]);
  if (!found || found.learningObjectOwnerId === null || found.learningObjectId === null)
    return { ok: false, refusal: 'not-online' };
  const decision = mayPlay(row.state, factsOf(found), tx.today);
  if (!decision.ok) return decision;
  if (row.state.status === 'Confirmed') {
    const [changed] = await changeEnrolments(tx, [
      { tenantId: command.tenantId, enrolmentId: row.id, command: { type: 'launch' } },
    ]);
    if (changed?.ok === false) return { ok: false, refusal: 'no-place' };
  }
  const settings = (await settingsOf(tx, [command.tenantId])).get(command.tenantId);
  return {
    ok: true,
    registration: {
      tenantId: command.tenantId,
      registrationId: row.id,
      object: { ownerId: found.learningObjectOwnerId, id: found.learningObjectId },
      learner: settings?.nameToContent === false ? { ...command.learner, name: '' } : command.learner,
      learnerKey: command.learnerKey,
      mode: decision.mode,
      ...(command.newAttempt === undefined ? {} : { newAttempt: command.newAttempt }),
      settings: {
        completionRule: found.completionRule,
        ...(found.masteryScore === null ? {} : { masteryScore: found.masteryScore }),
        masteryOverridesStatus: settings?.masteryOverridesStatus ?? true,
        requireBoth: settings?.requireBoth ?? false,
        toolbar: found.toolbar,
      },
      returnUrl: command.returnUrl,
    },
  };
}
