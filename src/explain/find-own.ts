import type { IsoDate } from '../platform/dates';
import type { Tx } from '../platform/db';

/** A status of the person who asks, with where it is shown. */
export type OwnStatus = {
  readonly kind: 'competence' | 'certification' | 'path' | 'enrolment';
  /** Of the person's own row; of the competence itself for a competence. */
  readonly rowId: string;
  readonly title: string;
  readonly href: string;
  readonly until: IsoDate | null;
};

const statements: Readonly<Record<OwnStatus['kind'], string>> = {
  competence: `select d.competence_id as "rowId", d.title, '/my-competences' as href,
      (select h.date_to from competence_v_element h where h.tenant_id = $1 and h.person_id = $2 and h.competence_owner_id = d.tenant_id and h.competence_id = d.competence_id
       order by h.date_from desc limit 1) as until
    from competence_v_definition d
    where d.tenant_id = $3 and d.competence_id = $4 and exists (
      select 1 from competence_v_element h where h.tenant_id = $1 and h.person_id = $2 and h.competence_owner_id = d.tenant_id and h.competence_id = d.competence_id)
    order by d.date_from desc limit 1`,
  certification: `select s.subscription_id as "rowId", c.title, '/certifications/' || c.tenant_id || '/' || c.certification_id as href, s.expiration_date as until
    from learning_certification_v_subscription s
    join learning_certification_v_certification c on c.tenant_id = s.certification_owner_id and c.certification_id = s.certification_id
    where s.tenant_id = $1 and s.person_id = $2 and s.certification_owner_id = $3 and s.certification_id = $4`,
  path: `select e.path_enrolment_id as "rowId", p.title, '/paths/' || p.tenant_id || '/' || p.path_id as href, null::date as until
    from learning_path_v_enrolment e join learning_path_v_path p on p.tenant_id = e.path_owner_id and p.path_id = e.path_id
    where e.tenant_id = $1 and e.person_id = $2 and e.path_owner_id = $3 and e.path_id = $4`,
  enrolment: `select e.enrolment_id as "rowId", c.title, '/enrolments/' || e.enrolment_id as href, null::date as until
    from learning_enrolment_v_enrolment e join learning_catalogue_v_course c on c.tenant_id = e.class_owner_id and c.course_id = e.course_id
    where e.tenant_id = $1 and e.person_id = $2 and e.enrolment_id = $4 and $3::uuid is null`,
};

/** The person's own status that "why" is asked of; undefined when they have none of that. `ownerId` is that of the object, none for an enrolment. */
export async function findOwn(
  tx: Tx,
  person: { readonly tenantId: string; readonly personId: string },
  kind: OwnStatus['kind'],
  key: { readonly ownerId?: string; readonly id: string },
): Promise<OwnStatus | undefined> {
  const [row] = await tx.query<Omit<OwnStatus, 'kind'>>(statements[kind], [
    person.tenantId,
    person.personId,
    key.ownerId ?? null,
    key.id,
  ]);
  return row && { kind, ...row };
}
