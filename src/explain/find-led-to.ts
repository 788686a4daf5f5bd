import type { IsoDate } from '../platform/dates';
import type { Tx } from '../platform/db';

/** What an enrolment led to, so far as it stands now. */
export type LedTo = {
  readonly enrolmentId: string;
  readonly enrolment: {
    readonly status: string;
    readonly completionDate: IsoDate | null;
    readonly percent: number | null;
    readonly courseTitle: string;
  };
  readonly competences: readonly {
    readonly name: string;
    readonly title: string;
    readonly dateFrom: IsoDate;
    readonly dateTo: IsoDate | null;
  }[];
  readonly certifications: readonly {
    readonly title: string;
    readonly status: string;
    readonly expires: IsoDate | null;
    readonly renewFrom: IsoDate | null;
  }[];
  readonly paths: readonly { readonly title: string; readonly status: string }[];
};

/** Follows enrolments to competencies, certifications and paths, in one query. */
export function findLedTo(
  tx: Tx,
  keys: readonly { readonly tenantId: string; readonly enrolmentId: string }[],
): Promise<LedTo[]> {
  return tx.query<LedTo>(
    `select e.enrolment_id as "enrolmentId",
       json_build_object('status', e.status, 'completionDate', e.completion_date, 'percent', e.percent, 'courseTitle', c.title) as enrolment,
       coalesce((select json_agg(json_build_object('name', d.name, 'title', d.title, 'dateFrom', h.date_from, 'dateTo', h.date_to))
         from competence_v_element h join competence_v_definition d on d.tenant_id = h.competence_owner_id and d.competence_id = h.competence_id
         where h.tenant_id = e.tenant_id and h.person_id = e.person_id and h.award_key in ('enrolment:' || e.enrolment_id, 'certPeriod:' || e.cert_period_id)), '[]') as competences,
       coalesce((select json_agg(json_build_object('title', t.title, 'status', s.status, 'expires', s.expiration_date, 'renewFrom', s.earliest_renew_date))
         from learning_certification_v_period p
         join lateral (select * from learning_certification_v_subscription s where s.tenant_id = p.tenant_id and s.subscription_id = p.subscription_id limit 1) s on true
         join learning_certification_v_certification t on t.tenant_id = s.certification_owner_id and t.certification_id = s.certification_id
         where p.tenant_id = e.tenant_id and p.period_id = e.cert_period_id), '[]') as certifications,
       coalesce((select json_agg(json_build_object('title', t.title, 'status', pe.status))
         from learning_path_v_enrolment pe
         -- Limits keep the person first: a popular course or certification has more rows than anybody has of their own.
         join lateral (select 1 from learning_path_v_progress pp where pp.tenant_id = pe.tenant_id and pp.path_enrolment_id = pe.path_enrolment_id
           and pp.course_id = e.course_id and pp.completion_date is not null
           -- What was complete before this enrolment was is none of its doing: a renewal completes no path again.
           and pp.completion_date >= coalesce(e.completion_date, pp.completion_date) limit 1) done on true
         join learning_path_v_path t on t.tenant_id = pe.path_owner_id and t.path_id = pe.path_id
         where pe.tenant_id = e.tenant_id and pe.person_id = e.person_id), '[]') as paths
     from learning_enrolment_v_enrolment e
     join learning_catalogue_v_course c on c.tenant_id = e.class_owner_id and c.course_id = e.course_id
     where (e.tenant_id, e.enrolment_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((key) => key.tenantId), keys.map((key) => key.enrolmentId)],
  );
}

type Sentence = { readonly key: string; readonly values: Readonly<Record<string, string>> };

/** The same in sentences for the learner: message keys and their values. */
export function sentencesOf(ledTo: LedTo): Sentence[] {
  return [
    ...ledTo.competences.map((each): Sentence =>
      each.dateTo === null
        ? { key: 'explain.led-to.competence.for-good', values: { title: each.title } }
        : { key: 'explain.led-to.competence', values: { title: each.title, until: each.dateTo } },
    ),
    ...ledTo.certifications
      .filter((each) => each.status === 'CERTIFIED')
      .map((each): Sentence =>
        each.expires === null
          ? { key: 'explain.led-to.certified.for-good', values: { title: each.title } }
          : { key: 'explain.led-to.certified', values: { title: each.title, until: each.expires } },
      ),
    ...ledTo.paths.map((each): Sentence => ({
      key: each.status === 'COMPLETED' ? 'explain.led-to.path-completed' : 'explain.led-to.path',
      values: { title: each.title },
    })),
  ];
}
