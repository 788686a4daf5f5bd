import { lockPersons, settingsOf } from '../../people';
import { newId, type Source, type Tx } from '../../platform/db';
import { newEvent, publish, type Event } from '../../platform/events';
import { isWithin, type IsoDate } from '../../platform/dates';
import { findClasses, isOnline, type ClassView } from '../catalogue';
import { decideEnrol, type CertificationVia, type EnrolRefusal, type Enroller } from './core/decide-enrol';
import { isLive } from './core/status';
import type { ClassFacts } from './core/types';
import { subjectsOf } from './enrolment-events';
import { insertEnrolments, loadEnrolmentsIn, type EnrolmentRow } from './store';

export type Enrol = {
  readonly tenantId: string;
  readonly personId: string;
  readonly class: { readonly ownerId: string; readonly id: string };
  readonly by: Enroller;
  /** CERT-12, CERT-13: what the certification room says about the period the person comes through, with its dates. */
  readonly via?: CertificationVia & { readonly start: IsoDate; readonly end: IsoDate };
  readonly pathEnrolmentId?: string;
  readonly causedBy?: Event;
};

export type Enrolled =
  | { readonly ok: true; readonly enrolmentId: string; readonly status: string }
  | {
      readonly ok: false;
      readonly refusal: EnrolRefusal | 'class-not-found' | 'learning-not-active';
      /** The live enrolment that stands in the way (ENR-5). */ readonly enrolmentId?: string;
    };

/** ENR-T1 to T3, ENR-2, 3, 5, 14, CERT-13, CAT-2: enrols persons in classes; one refusal does not stop the others (ENR-12). */
export async function enrolPersons(tx: Tx, commands: readonly Enrol[]): Promise<Enrolled[]> {
  await lockPersons(tx, commands);
  const classes = new Map(
    (
      await findClasses(
        tx,
        commands.map((each) => each.class),
      )
    ).map((row) => [row.classId, row]),
  );
  const existing = await loadEnrolmentsIn(
    tx,
    commands.map((each) => ({ tenantId: each.tenantId, personId: each.personId, classId: each.class.id })),
  );
  const settings = await settingsOf(
    tx,
    commands.map((each) => each.tenantId),
  );
  const made: { row: EnrolmentRow; source: Source; command: Enrol }[] = [];
  const results = commands.map((command): Enrolled => {
    const found = classes.get(command.class.id);
    if (!found || found.ownerId !== command.class.ownerId) return { ok: false, refusal: 'class-not-found' };
    if (!isWithin(tx.today, { from: found.activeFrom, to: found.activeTo ?? undefined }))
      return { ok: false, refusal: 'learning-not-active' };
    const own = [...existing, ...made.map((each) => each.row)].filter(
      (row) => row.personId === command.personId && row.classId === found.classId,
    );
    const live = own.find((row) => isLive(row.state.status));
    const decision = decideEnrol(
      {
        class: factsOf(found),
        by: command.by,
        via: command.via,
        hasLiveEnrolment: live !== undefined,
        completedBefore: own.some((row) => row.state.status === 'Attended' && row.state.successfulAttendance),
        allowPlainRepeat: settings.get(command.tenantId)?.allowPlainRepeat,
      },
      tx.today,
    );
    if (!decision.ok) return { ok: false, refusal: decision.refusal, ...(live ? { enrolmentId: live.id } : {}) };
    const row = rowOf(command, found, decision.enrolment);
    made.push({ row, source: tx.actor.source, command });
    return { ok: true, enrolmentId: row.id, status: row.state.status };
  });
  await insertEnrolments(
    tx,
    made.map(({ row, source }) => ({ ...row, source })),
  );
  await publish(
    tx,
    made.map(({ row, command }) =>
      newEvent(tx, {
        type: 'enrolment-created',
        tenantId: row.tenantId,
        subjects: subjectsOf(row),
        after: { status: row.state.status },
        ...(command.causedBy ? { causedBy: command.causedBy } : {}),
      }),
    ),
  );
  return results;
}

function rowOf(command: Enrol, found: ClassView, state: EnrolmentRow['state']): EnrolmentRow {
  return {
    tenantId: command.tenantId,
    id: newId(),
    personId: command.personId,
    classOwnerId: found.ownerId,
    classId: found.classId,
    offeringId: found.offeringId,
    courseId: found.courseId,
    certPeriodId: command.via?.certPeriodId ?? null,
    certPeriodStart: command.via?.start ?? null,
    certPeriodEnd: command.via?.end ?? null,
    pathEnrolmentId: command.pathEnrolmentId ?? null,
    state,
  };
}

/** A class as its rules look at it. Seats and waiting lists of scheduled classes come with their own room. */
export function factsOf(found: ClassView): ClassFacts {
  return {
    status: found.classStatus,
    online: isOnline(found.deliveryMode),
    startsOn: found.startDate ?? undefined,
    endsOn: found.endDate ?? undefined,
    enrolmentStart: found.enrolmentStart ?? undefined,
    enrolmentEnd: found.enrolmentEnd ?? undefined,
    maximum: found.maximum ?? undefined,
    seatsUsed: 0,
    certificationOnly: found.certificationOnly,
    waitlist: { enabled: false, waiting: 0 },
  };
}
