-- What Prisma does not describe: row-level security, keys across rooms, vocabularies,
-- partial and expression indexes, generated columns, and the views that are each room's front door.

-- ---------------------------------------------------------------- who is asking
create function preceptor_tenant_id() returns uuid language sql stable as $$
  select case when current_setting('preceptor.tenant', true) ~ '^[0-9a-f]{8}-' then current_setting('preceptor.tenant', true)::uuid end
$$;
create function preceptor_sees_all() returns boolean language sql stable as $$
  select coalesce(current_setting('preceptor.tenant', true), '') = 'all'
$$;
-- Owner of national objects; the one id that is the same in every installation.
create function preceptor_national_id() returns uuid language sql immutable as $$
  select '00000000-0000-7000-8000-000000000001'::uuid
$$;

-- ---------------------------------------------------------------- row-level security
do $$
declare t record;
begin
  for t in
    select c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where n.nspname = 'public' and c.relkind = 'r'
  loop
    execute format('alter table %I enable row level security', t.name);
    execute format('alter table %I force row level security', t.name);
    execute format('create policy own_tenant on %I using (tenant_id = (select preceptor_tenant_id()) or (select preceptor_sees_all()))', t.name);
  end loop;
end $$;

-- National objects are read by every employer and written by the national body alone (CAT-3, COMP-4).
do $$
declare t text;
begin
  foreach t in array array['job_role', 'supplementary_role', 'learning_object', 'learning_object_version',
    'framework', 'rating_scale', 'rating_level', 'competence', 'competence_fact', 'category', 'course', 'offering',
    'class', 'competence_attachment', 'certification', 'certification_fact', 'certification_component',
    'learning_path', 'path_section', 'path_course']
  loop
    execute format('create policy national_objects on %I for select using (tenant_id = (select preceptor_national_id()))', t);
  end loop;
end $$;

-- ---------------------------------------------------------------- keys across rooms, towards earlier rooms
alter table account add foreign key (tenant_id) references tenant (id);
alter table organisation add foreign key (tenant_id) references tenant (id);
alter table person add foreign key (tenant_id) references tenant (id);
alter table position_fact add foreign key (job_role_owner_id, job_role_id) references job_role (tenant_id, id);
alter table supplementary_role_fact add foreign key (role_owner_id, role_id) references supplementary_role (tenant_id, id);
alter table learning_object add foreign key (tenant_id, current_version_id) references learning_object_version (tenant_id, id) deferrable initially deferred;
alter table attempt add foreign key (object_owner_id, object_version_id) references learning_object_version (tenant_id, id);
alter table competence_fact add foreign key (tenant_id, rating_scale_id) references rating_scale (tenant_id, id);
alter table competence_element add foreign key (tenant_id, person_id) references person (tenant_id, id);
alter table competence_element add foreign key (competence_owner_id, competence_id) references competence (tenant_id, id);
alter table offering add foreign key (learning_object_owner_id, learning_object_id) references learning_object (tenant_id, id);
alter table competence_attachment add foreign key (competence_owner_id, competence_id) references competence (tenant_id, id);
alter table enrolment add foreign key (tenant_id, person_id) references person (tenant_id, id);
alter table enrolment add foreign key (class_owner_id, class_id) references class (tenant_id, id);
alter table enrolment add foreign key (class_owner_id, offering_id) references offering (tenant_id, id);
alter table enrolment add foreign key (class_owner_id, course_id) references course (tenant_id, id);
alter table certification_component add foreign key (course_owner_id, course_id) references course (tenant_id, id);
alter table cert_subscription add foreign key (tenant_id, person_id) references person (tenant_id, id);
alter table cert_subscription add foreign key (certification_owner_id, certification_id) references certification (tenant_id, id);
alter table component_progress add foreign key (course_owner_id, course_id) references course (tenant_id, id);
alter table component_progress add foreign key (tenant_id, enrolment_id) references enrolment (tenant_id, id);
alter table path_course add foreign key (course_owner_id, course_id) references course (tenant_id, id);
alter table path_enrolment add foreign key (tenant_id, person_id) references person (tenant_id, id);
alter table path_enrolment add foreign key (path_owner_id, path_id) references learning_path (tenant_id, id);
alter table path_course_progress add foreign key (course_owner_id, course_id) references course (tenant_id, id);
alter table path_course_progress add foreign key (tenant_id, enrolment_id) references enrolment (tenant_id, id);
alter table path_course add foreign key (tenant_id, path_id) references learning_path (tenant_id, id);
alter table message add foreign key (tenant_id, person_id) references person (tenant_id, id);

-- ---------------------------------------------------------------- vocabularies
alter table tenant add check (kind in ('national', 'employer'));
alter table class add check (status in ('Planned', 'Normal', 'Full', 'Closed', 'Cancelled'));
alter table offering add check (delivery_mode in ('Classroom', 'VirtualClassroom', 'OnlineSelfPaced', 'OnlineScheduled', 'OffSite', 'Blended'));
alter table offering add check (completion_rule in ('STATUS', 'MASTERY', 'ON_EXIT'));
alter table offering add check (delivery_mode not in ('OnlineSelfPaced', 'OnlineScheduled') or learning_object_id is not null);
alter table competence_attachment add check (object_type in ('course', 'offering', 'learningPath', 'certification'));
alter table enrolment add check (status in ('Requested', 'Waitlisted', 'Confirmed', 'InProgress', 'Attended', 'DNA', 'Withdrawn', 'Rejected', 'Incomplete', 'PendingEvaluation'));
alter table cert_subscription add check (status in ('AWAITING_APPROVAL', 'REJECTED', 'ENROLLED', 'CERTIFIED', 'RENEWING', 'EXPIRED', 'CANCELLED'));
alter table cert_period add check (status in ('ENROLLED', 'ACTIVE', 'COMPLETED', 'EXPIRED', 'CANCELLED'));
alter table cert_period add check (kind in ('initial', 'renewal', 'late-renewal'));
alter table path_section add check (rule in ('ALL_MANDATORY', 'N_OF', 'OPTIONAL'));
alter table path_enrolment add check (status in ('AWAITING_APPROVAL', 'ACTIVE', 'COMPLETED', 'REJECTED', 'CANCELLED'));
alter table outcome add check (status in ('pending', 'delivered'));
alter table upload add check (status in ('checking', 'storing', 'accepted', 'refused', 'failed'));

-- ---------------------------------------------------------------- indexes that say a rule
-- The audit trail of a person and of an object.
alter table event add column person_id uuid generated always as ((subjects->>'personId')::uuid) stored;
alter table event add column object_id uuid generated always as ((subjects->>'objectId')::uuid) stored;
create index event_person on event (tenant_id, person_id, id) where person_id is not null;
create index event_object on event (tenant_id, object_id, id) where object_id is not null;
-- ENR-5: at most one live enrolment in a class.
create unique index enrolment_live on enrolment (tenant_id, person_id, class_owner_id, class_id)
  where status in ('Requested', 'Waitlisted', 'Confirmed', 'InProgress', 'PendingEvaluation');
-- The current row of an element; ATT-6: one completion awards a competence once.
create unique index competence_element_current on competence_element (tenant_id, element_id) where superseded_at is null;
create unique index competence_element_award on competence_element (tenant_id, person_id, competence_id, award_key) where superseded_at is null and award_key is not null;
create unique index certification_fact_current on certification_fact (tenant_id, certification_id) where superseded_at is null;
create unique index certification_component_current on certification_component (tenant_id, certification_id, course_owner_id, course_id) where superseded_at is null;
create index competence_attachment_object on competence_attachment (tenant_id, object_id);
create index upload_under_way on upload (touched_at) where status in ('checking', 'storing');
create index outcome_pending on outcome (recorded_at) where status = 'pending';
create index attempt_session_open on attempt_session (last_at) where closed_at is null;
create index message_queued on message (created_at) where status = 'queued';
create index person_name_search on person (tenant_id, lower(last_name || ' ' || first_name) text_pattern_ops);

-- A commit is written once and read seldom: small ones stay in their row, and none is spent time on to compress.
alter table attempt_commit set (toast_tuple_target = 8160);
alter table attempt_commit alter column elements set storage external;
alter table attempt_commit alter column suspend_data set storage external;

-- ---------------------------------------------------------------- front doors
create view people_v_tenant with (security_invoker = true) as
  select id, code, name, kind, status from tenant;
create view people_v_person with (security_invoker = true) as
  select tenant_id, id as person_id, first_name, last_name, first_name || ' ' || last_name as full_name, office_email from person;
create view people_v_account with (security_invoker = true) as
  select tenant_id, id as account_id, username, display_name, person_id, status from account;
-- What is known now; the caller picks the business date.
create view people_v_assignment with (security_invoker = true) as
  select tenant_id, assignment_id, person_id, position_id, organisation_id, supervisor_person_id, status, category, is_primary, date_from, date_to
  from assignment_fact where superseded_at is null;
create view people_v_position with (security_invoker = true) as
  select f.tenant_id, f.position_id, f.organisation_id, f.job_role_owner_id, f.job_role_id, f.title, f.date_from, f.date_to
  from position_fact f where superseded_at is null;
create view people_v_organisation with (security_invoker = true) as
  select tenant_id, organisation_id, name, type, parent_id, date_from, date_to from organisation_fact where superseded_at is null;

-- tenant_id is the owner; version columns are those of the current version, which new attempts play (ELN-4).
create view scorm_library_v_object with (security_invoker = true) as
  select o.tenant_id, o.id as object_id, o.title, o.status, o.hosted_at, o.current_version_id, v.number as version_number, v.scorm_version,
    v.activity_count, v.size_bytes, v.store_key, v.created_at as version_created_at
  from learning_object o left join learning_object_version v on v.tenant_id = o.tenant_id and v.id = o.current_version_id;

create view scorm_library_v_version with (security_invoker = true) as
  select tenant_id, id as version_id, learning_object_id, number, scorm_version, title, package, store_key, activity_count, created_at
  from learning_object_version;

-- Attempts by their opaque registration, for screens of the core.
create view scorm_runtime_v_attempt with (security_invoker = true) as
  select tenant_id, id as attempt_id, registration_id, number, object_owner_id, object_id, object_version_id, mode, status, completion, success,
    scaled, raw, min, max, total_seconds, started_at, last_at, ended_at
  from attempt;
create view scorm_runtime_v_outcome with (security_invoker = true) as
  select tenant_id, registration_id, version, attempt_id, result, status, tries, error, recorded_at, delivered_at from outcome;

create view competence_v_definition with (security_invoker = true) as
  select c.tenant_id, c.id as competence_id, c.name, c.illustrative, fw.code as framework_code, f.title, f.description,
    f.renewal_n, f.renewal_unit, f.rating_scale_id, f.date_from, f.date_to
  from competence c
  join framework fw on fw.tenant_id = c.tenant_id and fw.id = c.framework_id
  join competence_fact f on f.tenant_id = c.tenant_id and f.competence_id = c.id and f.superseded_at is null;
create view competence_v_element with (security_invoker = true) as
  select tenant_id, id, element_id, revision, person_id, competence_owner_id, competence_id, level_step, status, date_from, date_to,
    source_of_proficiency, provenance, award_key, recorded_at, recorded_by
  from competence_element where superseded_at is null and not reversed;

create view learning_catalogue_v_class with (security_invoker = true) as
  select k.tenant_id, k.id as class_id, k.title as class_title, k.status as class_status, k.certification_only, k.restricted as class_restricted,
    k.start_at, k.end_at, k.zone, k.start_date, k.end_date, k.enrolment_start, k.enrolment_end, k.minimum, k.maximum,
    o.id as offering_id, o.title as offering_title, o.delivery_mode, o.language, o.learning_object_owner_id, o.learning_object_id,
    o.completion_rule, o.mastery_score, o.toolbar, o.new_window, o.success_mark_separate,
    o.active_from as offering_active_from, o.active_to as offering_active_to,
    c.id as course_id, c.title as course_title, c.description as course_description, c.minutes as course_minutes,
    c.active_from as course_active_from, c.active_to as course_active_to,
    c.update_rule as course_update_rule, o.update_rule as offering_update_rule
  from class k
  join offering o on o.tenant_id = k.tenant_id and o.id = k.offering_id
  join course c on c.tenant_id = o.tenant_id and c.id = o.course_id;
create view learning_catalogue_v_course with (security_invoker = true) as
  select tenant_id, id as course_id, category_id, title, description, objectives, keywords, minutes, restricted, update_rule, active_from, active_to from course;
create view learning_catalogue_v_attachment with (security_invoker = true) as
  select tenant_id, id as attachment_id, object_type, object_id, competence_owner_id, competence_id, level_step, validity_n, validity_unit, update_rule
  from competence_attachment;

create view learning_enrolment_v_enrolment with (security_invoker = true) as
  select tenant_id, id as enrolment_id, person_id, class_owner_id, class_id, offering_id, course_id, status, placed_at, source, status_changed_at,
    status_reason, successful_attendance, completion_date, completion, success, percent, total_seconds, cert_period_id, path_enrolment_id
  from enrolment;

create view learning_certification_v_certification with (security_invoker = true) as
  select c.tenant_id, c.id as certification_id, c.title, c.description, c.active_from, c.active_to, c.update_rule,
    f.renewable, f.validity_n, f.validity_unit, f.renewal_opens_days, f.competency_update_level
  from certification c join certification_fact f on f.tenant_id = c.tenant_id and f.certification_id = c.id and f.superseded_at is null;
create view learning_certification_v_component with (security_invoker = true) as
  select tenant_id, certification_id, position, course_owner_id, course_id from certification_component where superseded_at is null;
create view learning_certification_v_subscription with (security_invoker = true) as
  select tenant_id, id as subscription_id, person_id, certification_owner_id, certification_id, status, subscribed_on, completion_date,
    expiration_date, earliest_renew_date, moved_to_history, mandatory, source
  from cert_subscription;
create view learning_certification_v_period with (security_invoker = true) as
  select tenant_id, id as period_id, subscription_id, sequence, status, start_date, end_date, completion_date, expiration_date, kind from cert_period;
create view learning_certification_v_progress with (security_invoker = true) as
  select tenant_id, period_id, course_owner_id, course_id, position, status, completion_date, enrolment_id from component_progress;

create view learning_path_v_path with (security_invoker = true) as
  select tenant_id, id as path_id, title, description, source, target_date, target_days, active_from, active_to from learning_path;
create view learning_path_v_course with (security_invoker = true) as
  select pc.tenant_id, pc.path_id, pc.section_id, s.position as section_position, s.title as section_title, s.rule, s.n, pc.position, pc.course_owner_id, pc.course_id
  from path_course pc join path_section s on s.tenant_id = pc.tenant_id and s.id = pc.section_id;
create view learning_path_v_enrolment with (security_invoker = true) as
  select tenant_id, id as path_enrolment_id, person_id, path_owner_id, path_id, status, source, mandatory_courses, completed_courses, subscribed_on,
    completion_target_date, completion_date
  from path_enrolment;
create view learning_path_v_progress with (security_invoker = true) as
  select tenant_id, path_enrolment_id, course_owner_id, course_id, section_id, completion_date, enrolment_id from path_course_progress;

create view notify_v_message with (security_invoker = true) as
  select tenant_id, id as message_id, code, person_id, fields, status, created_at, sent_at, read_at from message;
