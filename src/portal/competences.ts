import type { IsoDate } from '../platform/dates';
import type { Tx } from '../platform/db';
import { amberWindowOf, validityStanding, type ValidityStanding } from '../learning/certification';
import type { Learner } from '../learning/enrolment';

export type HeldCompetence = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly framework: string;
  readonly illustrative: boolean;
  /** The day from which it has been held without a break of its row, and its last valid day. */
  readonly dateFrom: IsoDate;
  readonly dateTo: IsoDate | null;
  readonly standing: ValidityStanding;
};

/** What a person can be shown to be able to do: the row that reaches furthest of each competence, expired ones last. */
export async function listCompetencesOf(tx: Tx, learner: Learner): Promise<HeldCompetence[]> {
  const rows = await tx.query<Omit<HeldCompetence, 'standing'>>(
    `select distinct on (h.competence_owner_id, h.competence_id) h.competence_owner_id as "ownerId", h.competence_id as id, d.title, d.framework_code as framework, d.illustrative,
       h.date_from as "dateFrom", h.date_to as "dateTo"
     from competence_v_element h
     join competence_v_definition d on d.tenant_id = h.competence_owner_id and d.competence_id = h.competence_id
     where h.tenant_id = $1 and h.person_id = $2 and h.status = 'Achieved' and h.date_from <= $3
     order by h.competence_owner_id, h.competence_id, h.date_to desc nulls first, h.date_from desc, d.date_from desc`,
    [learner.tenantId, learner.personId, tx.today],
  );
  const window = await amberWindowOf(tx, learner);
  const order = { bad: 2, soon: 0, good: 1, none: 1 } as const;
  return rows
    .map((row) => ({
      ...row,
      standing: validityStanding({ achieved: true, expiration: row.dateTo }, tx.today, window),
    }))
    .sort((a, b) => order[a.standing.tone] - order[b.standing.tone] || a.title.localeCompare(b.title, 'en-GB'));
}
