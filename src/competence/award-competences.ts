import { settingsOf } from '../people';
import type { IsoDate, Period } from '../platform/dates';
import { alongside, type Tx } from '../platform/db';
import { newEvent, publish, type Event } from '../platform/events';
import { awardExpiry } from './core/award-dates';
import { decideAward } from './core/decide-award';
import type { Provenance } from './core/types';
import {
  applyChange,
  identify,
  loadElements,
  loadRenewals,
  profileKey,
  saveChanges,
  type ProfileKey,
  type SavedChange,
} from './store';

export type NewAward = ProfileKey & {
  /** ATT-6: `awardKey` of the completion behind it. */
  readonly key: string;
  readonly dateFrom: IsoDate;
  readonly levelStep?: number;
  /** ATT-3. */
  readonly attachmentValidity?: Period;
  /** COMP-10: where the certification's date rules. */
  readonly certificationExpiration?: IsoDate;
  readonly provenance: Provenance;
  /** The event that led here. */
  readonly causedBy: Event;
};

/**
 * COMP-5a, COMP-6 to COMP-10, ATT-6: puts competencies on profiles. What is there already changes nothing and
 * makes no event. The caller has locked the persons. Three reads and three writes for any number.
 */
export async function awardCompetences(tx: Tx, awards: readonly NewAward[]): Promise<void> {
  if (awards.length === 0) return;
  const [elements, renewals, settings] = await Promise.all([
    loadElements(tx, awards),
    loadRenewals(
      tx,
      awards.map((each) => each.competence),
    ),
    settingsOf(
      tx,
      awards.map((each) => each.tenantId),
    ),
  ]);
  const saved: SavedChange[] = [];
  const events: Event[] = [];
  for (const award of awards) {
    const existing = elements.get(profileKey(award)) ?? [];
    const ownDateTo = awardExpiry(
      award.dateFrom,
      {
        renewalPeriod: renewals.get(award.competence.id),
        attachmentValidity: award.attachmentValidity,
        certificationExpiration: award.certificationExpiration,
      },
      settings.get(award.tenantId)?.expiryConvention,
    );
    const decision = decideAward(existing, {
      key: award.key,
      dateFrom: award.dateFrom,
      ownDateTo,
      level: award.levelStep,
      provenance: award.provenance,
    });
    // COMP-9: a validity of less than a day ends before it starts and gives nothing.
    if (!decision.ok || decision.changes.length === 0) continue;
    const event = awarded(tx, award, ownDateTo);
    const changes = decision.changes.map((change) => identify(award, change, event.id));
    elements.set(profileKey(award), changes.reduce(applyChange, existing));
    saved.push(...changes);
    events.push(event);
  }
  await alongside([saveChanges(tx, saved)], () => publish(tx, events));
}

function awarded(tx: Tx, award: NewAward, dateTo: IsoDate | undefined): Event {
  return newEvent(tx, {
    type: 'competence-awarded',
    tenantId: award.tenantId,
    businessDate: award.dateFrom,
    subjects: { personId: award.personId, objectId: award.competence.id, competenceOwnerId: award.competence.ownerId },
    after: {
      dateFrom: award.dateFrom,
      dateTo: dateTo ?? null,
      level: award.levelStep ?? null,
      key: award.key,
      provenance: award.provenance,
    },
    causedBy: award.causedBy,
  });
}
