-- The tables of every room, as the Prisma schema describes them.

-- CreateTable
CREATE TABLE "framework" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "portable_via" TEXT NOT NULL,

    CONSTRAINT "framework_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "rating_scale" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "used_for" TEXT NOT NULL DEFAULT 'competence',
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "rating_scale_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "rating_level" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "scale_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,

    CONSTRAINT "rating_level_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "competence" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "framework_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "illustrative" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "competence_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "competence_fact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "competence_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "renewal_n" INTEGER,
    "renewal_unit" TEXT,
    "rating_scale_id" UUID,
    "date_from" DATE NOT NULL,
    "date_to" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,

    CONSTRAINT "competence_fact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "competence_element" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "element_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "person_id" UUID NOT NULL,
    "competence_owner_id" UUID NOT NULL,
    "competence_id" UUID NOT NULL,
    "level_step" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'Achieved',
    "date_from" DATE NOT NULL,
    "date_to" DATE,
    "source_of_proficiency" TEXT NOT NULL,
    "certification_date" DATE,
    "own_date_to" DATE,
    "reversed" BOOLEAN NOT NULL DEFAULT false,
    "beneath" JSONB,
    "provenance" JSONB NOT NULL,
    "award_key" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,

    CONSTRAINT "competence_element_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "category" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "parent_id" UUID,
    "name" TEXT NOT NULL,
    "restricted" BOOLEAN NOT NULL DEFAULT false,
    "active_from" DATE NOT NULL,
    "active_to" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "category_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "course" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "category_id" UUID,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "objectives" TEXT NOT NULL DEFAULT '',
    "keywords" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "minutes" INTEGER,
    "restricted" BOOLEAN NOT NULL DEFAULT false,
    "update_rule" TEXT,
    "active_from" DATE NOT NULL,
    "active_to" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "course_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "offering" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "delivery_mode" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "learning_object_owner_id" UUID,
    "learning_object_id" UUID,
    "completion_rule" TEXT NOT NULL DEFAULT 'STATUS',
    "mastery_score" DOUBLE PRECISION,
    "toolbar" JSONB NOT NULL DEFAULT '{}',
    "new_window" BOOLEAN NOT NULL DEFAULT false,
    "success_mark_separate" BOOLEAN NOT NULL DEFAULT false,
    "restricted" BOOLEAN NOT NULL DEFAULT false,
    "update_rule" TEXT,
    "active_from" DATE NOT NULL,
    "active_to" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "offering_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "class" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "offering_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'Normal',
    "start_at" TIMESTAMPTZ(3),
    "end_at" TIMESTAMPTZ(3),
    "zone" TEXT NOT NULL DEFAULT 'Europe/London',
    "start_date" DATE,
    "end_date" DATE,
    "enrolment_start" DATE,
    "enrolment_end" DATE,
    "minimum" INTEGER,
    "maximum" INTEGER,
    "certification_only" BOOLEAN NOT NULL DEFAULT false,
    "restricted" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "class_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "competence_attachment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "competence_owner_id" UUID NOT NULL,
    "competence_id" UUID NOT NULL,
    "level_step" INTEGER,
    "validity_n" INTEGER,
    "validity_unit" TEXT,
    "update_rule" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "competence_attachment_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "certification" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "restricted" BOOLEAN NOT NULL DEFAULT false,
    "update_rule" TEXT,
    "active_from" DATE NOT NULL,
    "active_to" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "certification_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "certification_fact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "certification_id" UUID NOT NULL,
    "initial_by_date" DATE,
    "initial_n" INTEGER,
    "initial_unit" TEXT,
    "renewable" BOOLEAN NOT NULL,
    "validity_n" INTEGER,
    "validity_unit" TEXT,
    "validity_start" TEXT NOT NULL DEFAULT 'ACTUAL_COMPLETION',
    "renewal_opens_days" INTEGER,
    "renewal_n" INTEGER,
    "renewal_unit" TEXT,
    "notify_days" INTEGER,
    "competency_update_level" TEXT NOT NULL DEFAULT 'certification',
    "approval_needed" BOOLEAN NOT NULL DEFAULT false,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,

    CONSTRAINT "certification_fact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "certification_component" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "certification_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "course_owner_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "certification_component_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "cert_subscription" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "certification_owner_id" UUID NOT NULL,
    "certification_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "subscribed_on" DATE NOT NULL,
    "completion_date" DATE,
    "unsubscribed_on" DATE,
    "expiration_date" DATE,
    "earliest_renew_date" DATE,
    "moved_to_history" BOOLEAN NOT NULL DEFAULT false,
    "mandatory" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "cert_subscription_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "cert_period" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "start_date" DATE NOT NULL,
    "end_date" DATE NOT NULL,
    "completion_date" DATE,
    "expiration_date" DATE,
    "kind" TEXT NOT NULL DEFAULT 'initial',
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "cert_period_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "component_progress" (
    "tenant_id" UUID NOT NULL,
    "period_id" UUID NOT NULL,
    "course_owner_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'NotStarted',
    "completion_date" DATE,
    "enrolment_id" UUID,

    CONSTRAINT "component_progress_pkey" PRIMARY KEY ("tenant_id","period_id","course_owner_id","course_id")
);

-- CreateTable
CREATE TABLE "enrolment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "class_owner_id" UUID NOT NULL,
    "class_id" UUID NOT NULL,
    "offering_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "status_changed_at" TIMESTAMPTZ(3) NOT NULL,
    "status_reason" TEXT,
    "successful_attendance" BOOLEAN NOT NULL DEFAULT false,
    "completion_date" DATE,
    "completion" TEXT NOT NULL DEFAULT 'not attempted',
    "success" TEXT NOT NULL DEFAULT 'unknown',
    "percent" DOUBLE PRECISION,
    "total_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "outcome_version" INTEGER NOT NULL DEFAULT 0,
    "cert_period_start" DATE,
    "cert_period_end" DATE,
    "cert_period_id" UUID,
    "path_enrolment_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "learning_path" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT 'Catalogue',
    "target_date" DATE,
    "target_days" INTEGER,
    "restricted" BOOLEAN NOT NULL DEFAULT false,
    "update_rule" TEXT,
    "active_from" DATE NOT NULL,
    "active_to" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "learning_path_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "path_section" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "path_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "n" INTEGER,

    CONSTRAINT "path_section_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "path_course" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "path_id" UUID NOT NULL,
    "section_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "course_owner_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,

    CONSTRAINT "path_course_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "path_enrolment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "path_owner_id" UUID NOT NULL,
    "path_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "mandatory_courses" INTEGER NOT NULL,
    "completed_courses" INTEGER NOT NULL DEFAULT 0,
    "subscribed_on" DATE NOT NULL,
    "completion_target_date" DATE,
    "completion_date" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "path_enrolment_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "path_course_progress" (
    "tenant_id" UUID NOT NULL,
    "path_enrolment_id" UUID NOT NULL,
    "course_owner_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "section_id" UUID NOT NULL,
    "completion_date" DATE,
    "enrolment_id" UUID,

    CONSTRAINT "path_course_progress_pkey" PRIMARY KEY ("tenant_id","path_enrolment_id","course_owner_id","course_id")
);

-- CreateTable
CREATE TABLE "message" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "fields" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "event_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT,
    "person_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "account_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "session" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "csrf_token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "profile_grant" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "profile" TEXT NOT NULL,
    "organisation_id" UUID,
    "date_from" DATE NOT NULL,
    "date_to" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "profile_grant_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "organisation" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "organisation_fact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT,
    "parent_id" UUID,
    "date_from" DATE NOT NULL,
    "date_to" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,

    CONSTRAINT "organisation_fact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "job_role" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "staff_group" TEXT NOT NULL,

    CONSTRAINT "job_role_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "position" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "position_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "position_fact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "position_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "job_role_owner_id" UUID NOT NULL,
    "job_role_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "date_from" DATE NOT NULL,
    "date_to" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,

    CONSTRAINT "position_fact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "person" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "nhs_unique_id" TEXT,
    "ni_number" TEXT,
    "date_of_birth" DATE,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "office_email" TEXT,
    "employment_start" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "person_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "person_type_fact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "person_type" TEXT NOT NULL,
    "date_from" DATE NOT NULL,
    "date_to" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,

    CONSTRAINT "person_type_fact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "assignment_fact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "position_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "supervisor_person_id" UUID,
    "status" TEXT NOT NULL,
    "category" TEXT,
    "is_primary" BOOLEAN NOT NULL,
    "date_from" DATE NOT NULL,
    "date_to" DATE,
    "pay_step_date" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,

    CONSTRAINT "assignment_fact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "supplementary_role" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "supplementary_role_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "supplementary_role_fact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role_owner_id" UUID NOT NULL,
    "role_id" UUID NOT NULL,
    "date_from" DATE NOT NULL,
    "date_to" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,

    CONSTRAINT "supplementary_role_fact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "setting_fact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "setting" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "date_from" DATE NOT NULL,
    "date_to" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,

    CONSTRAINT "setting_fact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "event" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "business_date" DATE NOT NULL,
    "type" TEXT NOT NULL,
    "type_version" INTEGER NOT NULL DEFAULT 1,
    "account_id" UUID,
    "source" TEXT NOT NULL,
    "subjects" JSONB NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "caused_by" UUID,
    "reason" TEXT,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "learning_object" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "current_version_id" UUID,
    "hosted_at" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "learning_object_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "learning_object_version" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "learning_object_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "scorm_version" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "package" JSONB NOT NULL,
    "findings" JSONB NOT NULL,
    "file_name" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "file_count" INTEGER NOT NULL,
    "activity_count" INTEGER NOT NULL DEFAULT 0,
    "sha256" TEXT NOT NULL,
    "store_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" UUID,

    CONSTRAINT "learning_object_version_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "upload" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "title" TEXT,
    "learning_object_id" UUID,
    "version_id" UUID,
    "account_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tries" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "registration_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "object_owner_id" UUID NOT NULL,
    "object_id" UUID NOT NULL,
    "object_version_id" UUID NOT NULL,
    "learner" JSONB NOT NULL,
    "learner_key" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "generation" INTEGER NOT NULL DEFAULT 0,
    "sequencing" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "completion" TEXT NOT NULL DEFAULT 'not attempted',
    "success" TEXT NOT NULL DEFAULT 'unknown',
    "scaled" DOUBLE PRECISION,
    "raw" DOUBLE PRECISION,
    "min" DOUBLE PRECISION,
    "max" DOUBLE PRECISION,
    "total_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "attempt_session" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "last_move" JSONB,

    CONSTRAINT "attempt_session_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "attempt_commit" (
    "tenant_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "activity" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "elements" JSON NOT NULL,
    "suspend_data" TEXT,
    "refused" JSON,
    "size_bytes" INTEGER NOT NULL,

    CONSTRAINT "attempt_commit_pkey" PRIMARY KEY ("tenant_id","attempt_id","session_id","sequence")
);

-- CreateTable
CREATE TABLE "commit_conflict" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "entry" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "commit_conflict_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "activity_state" (
    "tenant_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "activity" TEXT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "activity_state_pkey" PRIMARY KEY ("tenant_id","attempt_id","activity")
);

-- CreateTable
CREATE TABLE "outcome" (
    "tenant_id" UUID NOT NULL,
    "registration_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "attempt_id" UUID NOT NULL,
    "result" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "tried_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "led_to" JSONB,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("tenant_id","registration_id","version")
);

-- CreateTable
CREATE TABLE "ticket_use" (
    "tenant_id" UUID NOT NULL,
    "nonce" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_use_pkey" PRIMARY KEY ("tenant_id","nonce")
);

-- CreateIndex
CREATE UNIQUE INDEX "framework_tenant_id_code_key" ON "framework"("tenant_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "rating_scale_tenant_id_name_key" ON "rating_scale"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "rating_level_tenant_id_scale_id_step_key" ON "rating_level"("tenant_id", "scale_id", "step");

-- CreateIndex
CREATE UNIQUE INDEX "competence_tenant_id_name_key" ON "competence"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "competence_fact_tenant_id_competence_id_idx" ON "competence_fact"("tenant_id", "competence_id");

-- CreateIndex
CREATE INDEX "competence_element_tenant_id_person_id_competence_id_idx" ON "competence_element"("tenant_id", "person_id", "competence_id");

-- CreateIndex
CREATE UNIQUE INDEX "competence_element_tenant_id_element_id_revision_key" ON "competence_element"("tenant_id", "element_id", "revision");

-- CreateIndex
CREATE INDEX "offering_tenant_id_course_id_idx" ON "offering"("tenant_id", "course_id");

-- CreateIndex
CREATE INDEX "offering_learning_object_owner_id_learning_object_id_idx" ON "offering"("learning_object_owner_id", "learning_object_id");

-- CreateIndex
CREATE INDEX "class_tenant_id_offering_id_idx" ON "class"("tenant_id", "offering_id");

-- CreateIndex
CREATE INDEX "competence_attachment_competence_owner_id_competence_id_idx" ON "competence_attachment"("competence_owner_id", "competence_id");

-- CreateIndex
CREATE UNIQUE INDEX "competence_attachment_tenant_id_object_type_object_id_compe_key" ON "competence_attachment"("tenant_id", "object_type", "object_id", "competence_owner_id", "competence_id");

-- CreateIndex
CREATE INDEX "certification_fact_tenant_id_certification_id_idx" ON "certification_fact"("tenant_id", "certification_id");

-- CreateIndex
CREATE INDEX "certification_component_tenant_id_certification_id_idx" ON "certification_component"("tenant_id", "certification_id");

-- CreateIndex
CREATE INDEX "cert_subscription_certification_owner_id_certification_id_idx" ON "cert_subscription"("certification_owner_id", "certification_id");

-- CreateIndex
CREATE UNIQUE INDEX "cert_subscription_tenant_id_person_id_certification_owner_i_key" ON "cert_subscription"("tenant_id", "person_id", "certification_owner_id", "certification_id");

-- CreateIndex
CREATE UNIQUE INDEX "cert_period_tenant_id_subscription_id_sequence_key" ON "cert_period"("tenant_id", "subscription_id", "sequence");

-- CreateIndex
CREATE INDEX "enrolment_tenant_id_person_id_idx" ON "enrolment"("tenant_id", "person_id");

-- CreateIndex
CREATE INDEX "enrolment_class_owner_id_class_id_idx" ON "enrolment"("class_owner_id", "class_id");

-- CreateIndex
CREATE INDEX "enrolment_tenant_id_cert_period_id_idx" ON "enrolment"("tenant_id", "cert_period_id");

-- CreateIndex
CREATE UNIQUE INDEX "path_section_tenant_id_path_id_position_key" ON "path_section"("tenant_id", "path_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "path_course_tenant_id_path_id_course_owner_id_course_id_key" ON "path_course"("tenant_id", "path_id", "course_owner_id", "course_id");

-- CreateIndex
CREATE UNIQUE INDEX "path_enrolment_tenant_id_person_id_path_owner_id_path_id_key" ON "path_enrolment"("tenant_id", "person_id", "path_owner_id", "path_id");

-- CreateIndex
CREATE INDEX "message_tenant_id_person_id_idx" ON "message"("tenant_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_tenant_id_code_key_person_id_key" ON "message"("tenant_id", "code", "key", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_code_key" ON "tenant"("code");

-- CreateIndex
CREATE INDEX "account_tenant_id_person_id_idx" ON "account"("tenant_id", "person_id");

-- CreateIndex
CREATE INDEX "account_username_idx" ON "account"("username");

-- CreateIndex
CREATE UNIQUE INDEX "account_tenant_id_username_key" ON "account"("tenant_id", "username");

-- CreateIndex
CREATE INDEX "session_tenant_id_account_id_idx" ON "session"("tenant_id", "account_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "session_tenant_id_token_hash_key" ON "session"("tenant_id", "token_hash");

-- CreateIndex
CREATE INDEX "profile_grant_tenant_id_account_id_idx" ON "profile_grant"("tenant_id", "account_id");

-- CreateIndex
CREATE INDEX "organisation_fact_tenant_id_organisation_id_idx" ON "organisation_fact"("tenant_id", "organisation_id");

-- CreateIndex
CREATE INDEX "organisation_fact_tenant_id_parent_id_idx" ON "organisation_fact"("tenant_id", "parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "job_role_tenant_id_name_key" ON "job_role"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "position_fact_tenant_id_position_id_idx" ON "position_fact"("tenant_id", "position_id");

-- CreateIndex
CREATE INDEX "position_fact_tenant_id_organisation_id_idx" ON "position_fact"("tenant_id", "organisation_id");

-- CreateIndex
CREATE INDEX "person_tenant_id_last_name_first_name_idx" ON "person"("tenant_id", "last_name", "first_name");

-- CreateIndex
CREATE INDEX "person_type_fact_tenant_id_person_id_idx" ON "person_type_fact"("tenant_id", "person_id");

-- CreateIndex
CREATE INDEX "assignment_fact_tenant_id_assignment_id_idx" ON "assignment_fact"("tenant_id", "assignment_id");

-- CreateIndex
CREATE INDEX "assignment_fact_tenant_id_person_id_idx" ON "assignment_fact"("tenant_id", "person_id");

-- CreateIndex
CREATE INDEX "assignment_fact_tenant_id_supervisor_person_id_idx" ON "assignment_fact"("tenant_id", "supervisor_person_id");

-- CreateIndex
CREATE INDEX "assignment_fact_tenant_id_organisation_id_idx" ON "assignment_fact"("tenant_id", "organisation_id");

-- CreateIndex
CREATE INDEX "assignment_fact_tenant_id_position_id_idx" ON "assignment_fact"("tenant_id", "position_id");

-- CreateIndex
CREATE UNIQUE INDEX "supplementary_role_tenant_id_name_key" ON "supplementary_role"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "supplementary_role_fact_tenant_id_person_id_idx" ON "supplementary_role_fact"("tenant_id", "person_id");

-- CreateIndex
CREATE INDEX "setting_fact_tenant_id_setting_idx" ON "setting_fact"("tenant_id", "setting");

-- CreateIndex
CREATE UNIQUE INDEX "learning_object_version_tenant_id_learning_object_id_number_key" ON "learning_object_version"("tenant_id", "learning_object_id", "number");

-- CreateIndex
CREATE INDEX "attempt_tenant_id_object_id_idx" ON "attempt"("tenant_id", "object_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_tenant_id_registration_id_number_key" ON "attempt"("tenant_id", "registration_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_session_tenant_id_attempt_id_generation_key" ON "attempt_session"("tenant_id", "attempt_id", "generation");

-- CreateIndex
CREATE INDEX "commit_conflict_tenant_id_attempt_id_idx" ON "commit_conflict"("tenant_id", "attempt_id");

-- CreateIndex
CREATE INDEX "ticket_use_expires_at_idx" ON "ticket_use"("expires_at");

-- AddForeignKey
ALTER TABLE "rating_level" ADD CONSTRAINT "rating_level_tenant_id_scale_id_fkey" FOREIGN KEY ("tenant_id", "scale_id") REFERENCES "rating_scale"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "competence" ADD CONSTRAINT "competence_tenant_id_framework_id_fkey" FOREIGN KEY ("tenant_id", "framework_id") REFERENCES "framework"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "competence_fact" ADD CONSTRAINT "competence_fact_tenant_id_competence_id_fkey" FOREIGN KEY ("tenant_id", "competence_id") REFERENCES "competence"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "category" ADD CONSTRAINT "category_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "category"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_tenant_id_category_id_fkey" FOREIGN KEY ("tenant_id", "category_id") REFERENCES "category"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offering" ADD CONSTRAINT "offering_tenant_id_course_id_fkey" FOREIGN KEY ("tenant_id", "course_id") REFERENCES "course"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "class" ADD CONSTRAINT "class_tenant_id_offering_id_fkey" FOREIGN KEY ("tenant_id", "offering_id") REFERENCES "offering"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certification_fact" ADD CONSTRAINT "certification_fact_tenant_id_certification_id_fkey" FOREIGN KEY ("tenant_id", "certification_id") REFERENCES "certification"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certification_component" ADD CONSTRAINT "certification_component_tenant_id_certification_id_fkey" FOREIGN KEY ("tenant_id", "certification_id") REFERENCES "certification"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cert_period" ADD CONSTRAINT "cert_period_tenant_id_subscription_id_fkey" FOREIGN KEY ("tenant_id", "subscription_id") REFERENCES "cert_subscription"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "component_progress" ADD CONSTRAINT "component_progress_tenant_id_period_id_fkey" FOREIGN KEY ("tenant_id", "period_id") REFERENCES "cert_period"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "path_section" ADD CONSTRAINT "path_section_tenant_id_path_id_fkey" FOREIGN KEY ("tenant_id", "path_id") REFERENCES "learning_path"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "path_course" ADD CONSTRAINT "path_course_tenant_id_section_id_fkey" FOREIGN KEY ("tenant_id", "section_id") REFERENCES "path_section"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "path_course_progress" ADD CONSTRAINT "path_course_progress_tenant_id_path_enrolment_id_fkey" FOREIGN KEY ("tenant_id", "path_enrolment_id") REFERENCES "path_enrolment"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_tenant_id_person_id_fkey" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "person"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "account"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_grant" ADD CONSTRAINT "profile_grant_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "account"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_grant" ADD CONSTRAINT "profile_grant_tenant_id_organisation_id_fkey" FOREIGN KEY ("tenant_id", "organisation_id") REFERENCES "organisation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organisation_fact" ADD CONSTRAINT "organisation_fact_tenant_id_organisation_id_fkey" FOREIGN KEY ("tenant_id", "organisation_id") REFERENCES "organisation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organisation_fact" ADD CONSTRAINT "organisation_fact_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "organisation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position_fact" ADD CONSTRAINT "position_fact_tenant_id_position_id_fkey" FOREIGN KEY ("tenant_id", "position_id") REFERENCES "position"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position_fact" ADD CONSTRAINT "position_fact_tenant_id_organisation_id_fkey" FOREIGN KEY ("tenant_id", "organisation_id") REFERENCES "organisation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_type_fact" ADD CONSTRAINT "person_type_fact_tenant_id_person_id_fkey" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "person"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment_fact" ADD CONSTRAINT "assignment_fact_tenant_id_assignment_id_fkey" FOREIGN KEY ("tenant_id", "assignment_id") REFERENCES "assignment"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment_fact" ADD CONSTRAINT "assignment_fact_tenant_id_person_id_fkey" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "person"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment_fact" ADD CONSTRAINT "assignment_fact_tenant_id_supervisor_person_id_fkey" FOREIGN KEY ("tenant_id", "supervisor_person_id") REFERENCES "person"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment_fact" ADD CONSTRAINT "assignment_fact_tenant_id_position_id_fkey" FOREIGN KEY ("tenant_id", "position_id") REFERENCES "position"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment_fact" ADD CONSTRAINT "assignment_fact_tenant_id_organisation_id_fkey" FOREIGN KEY ("tenant_id", "organisation_id") REFERENCES "organisation"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supplementary_role_fact" ADD CONSTRAINT "supplementary_role_fact_tenant_id_person_id_fkey" FOREIGN KEY ("tenant_id", "person_id") REFERENCES "person"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learning_object_version" ADD CONSTRAINT "learning_object_version_tenant_id_learning_object_id_fkey" FOREIGN KEY ("tenant_id", "learning_object_id") REFERENCES "learning_object"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_session" ADD CONSTRAINT "attempt_session_tenant_id_attempt_id_fkey" FOREIGN KEY ("tenant_id", "attempt_id") REFERENCES "attempt"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
