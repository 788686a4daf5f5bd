import type { IsoDate } from '../platform/dates';
import type { Tx } from '../platform/db';

/** A competence on a person's profile, as it is read. */
export type HeldCompetence = {
  readonly competenceOwnerId: string;
  readonly competenceId: string;
  readonly name: string;
  readonly title: string;
  readonly dateFrom: IsoDate;
  readonly dateTo: IsoDate | null;
  /** DOMAIN 5.1.1: TrainingCourse, Transfer, Import and so on. */
  readonly source: string;
  readonly recordedAt: Date;
  /** The event that recorded it. */
  readonly recordedBy: string;
};

/**
 * Both times (ARCHITECTURE 4): what a person held on a day, by what was recorded before an instant (none: by all there is). Rows that were superseded or
 * taken back later still count as they did then. COMP-11, inclusive at both ends (DATE-2).
 */
export function listHeldAsAt(
  tx: Pick<Tx, 'query'>,
  wish: { readonly tenantId: string; readonly personId: string; readonly on: IsoDate; readonly knownBefore?: Date },
): Promise<HeldCompetence[]> {
  return tx.query<HeldCompetence>(
    `select c.tenant_id as "competenceOwnerId", c.id as "competenceId", c.name, f.title, e.date_from as "dateFrom", e.date_to as "dateTo",
       e.source_of_proficiency as source, e.recorded_at as "recordedAt", e.recorded_by as "recordedBy"
     from competence_element e
     join competence c on c.tenant_id = e.competence_owner_id and c.id = e.competence_id
     join competence_fact f on f.tenant_id = c.tenant_id and f.competence_id = c.id and f.superseded_at is null
     where e.tenant_id = $1 and e.person_id = $2 and e.recorded_at < coalesce($4::timestamptz, 'infinity')
       and (e.superseded_at is null or e.superseded_at >= coalesce($4::timestamptz, 'infinity'))
       and not e.reversed and e.status = 'Achieved' and e.date_from <= $3 and (e.date_to is null or e.date_to >= $3)
     order by c.name, e.date_from`,
    [wish.tenantId, wish.personId, wish.on, wish.knownBefore ?? null],
  );
}
