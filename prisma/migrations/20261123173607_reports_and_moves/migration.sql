-- AlterTable
ALTER TABLE "attempt" ADD COLUMN     "carried_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "continued_by" UUID;

-- CreateTable
CREATE TABLE "attempt_answer" (
    "tenant_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "activity" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "question" TEXT NOT NULL,
    "description" TEXT,
    "type" TEXT,
    "response" TEXT,
    "result" TEXT,
    "verdict" TEXT NOT NULL,
    "patterns" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "latency_seconds" DOUBLE PRECISION,
    "weighting" DOUBLE PRECISION,
    "said_at" TIMESTAMPTZ(3),
    "latest" BOOLEAN NOT NULL,

    CONSTRAINT "attempt_answer_pkey" PRIMARY KEY ("tenant_id","attempt_id","activity","n")
);

-- CreateTable
CREATE TABLE "attempt_objective" (
    "tenant_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "activity" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "objective" TEXT NOT NULL,
    "description" TEXT,
    "completion" TEXT NOT NULL,
    "success" TEXT NOT NULL,
    "scaled" DOUBLE PRECISION,
    "raw" DOUBLE PRECISION,
    "min" DOUBLE PRECISION,
    "max" DOUBLE PRECISION,

    CONSTRAINT "attempt_objective_pkey" PRIMARY KEY ("tenant_id","attempt_id","activity","n")
);

-- CreateTable
CREATE TABLE "attempt_tally" (
    "tenant_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "commits" INTEGER NOT NULL,
    "tallied_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attempt_tally_pkey" PRIMARY KEY ("tenant_id","attempt_id")
);

-- CreateTable
CREATE TABLE "version_move" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "object_id" UUID NOT NULL,
    "to_version_id" UUID NOT NULL,
    "policy" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,
    "returned" INTEGER,
    "stayed" INTEGER,

    CONSTRAINT "version_move_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "attempt_move" (
    "tenant_id" UUID NOT NULL,
    "move_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "object_owner_id" UUID NOT NULL,
    "to_version_id" UUID NOT NULL,
    "policy" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "new_attempt_id" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attempt_move_pkey" PRIMARY KEY ("tenant_id","move_id","attempt_id")
);

-- CreateIndex
CREATE INDEX "version_move_tenant_id_object_id_idx" ON "version_move"("tenant_id", "object_id");

-- CreateIndex
CREATE INDEX "attempt_move_tenant_id_new_attempt_id_idx" ON "attempt_move"("tenant_id", "new_attempt_id");

-- AddForeignKey
ALTER TABLE "attempt_move" ADD CONSTRAINT "attempt_move_tenant_id_attempt_id_fkey" FOREIGN KEY ("tenant_id", "attempt_id") REFERENCES "attempt"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------- by hand
do $$
declare t text;
begin
  foreach t in array array['attempt_answer', 'attempt_objective', 'attempt_tally', 'version_move', 'attempt_move']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_tenant on %I using (tenant_id = (select preceptor_tenant_id()) or (select preceptor_sees_all()))', t);
  end loop;
end $$;

alter table attempt_answer add foreign key (tenant_id, attempt_id) references attempt (tenant_id, id) on delete cascade;
alter table attempt_objective add foreign key (tenant_id, attempt_id) references attempt (tenant_id, id) on delete cascade;
alter table attempt_tally add foreign key (tenant_id, attempt_id) references attempt (tenant_id, id) on delete cascade;
alter table attempt_move add foreign key (tenant_id, new_attempt_id) references attempt (tenant_id, id) on delete set null (new_attempt_id);
alter table version_move add foreign key (tenant_id, object_id) references learning_object (tenant_id, id);
alter table version_move add foreign key (tenant_id, to_version_id) references learning_object_version (tenant_id, id);
alter table attempt_move add foreign key (object_owner_id, to_version_id) references learning_object_version (tenant_id, id);

alter table attempt_answer add check (verdict in ('right', 'wrong', 'other'));
alter table version_move add check (policy in ('restart', 'carry'));
alter table attempt_move add check (policy in ('restart', 'carry'));
alter table attempt_move add check (state in ('waiting', 'moved', 'returned', 'replaced'));

-- One decision at a time for a version, and one way at a time for an attempt.
create unique index version_move_standing on version_move (tenant_id, to_version_id) where undone_at is null;
create unique index attempt_move_waiting on attempt_move (tenant_id, attempt_id) where state = 'waiting';
-- Which attempts have something new for the reports: the log grows in the order of this time, so a few pages of index are enough.
create index attempt_commit_received on attempt_commit using brin (received_at);

-- The front door, with what reports read.
create or replace view scorm_runtime_v_attempt with (security_invoker = true) as
  select tenant_id, id as attempt_id, registration_id, number, object_owner_id, object_id, object_version_id, mode, status, completion, success,
    scaled, raw, min, max, total_seconds, started_at, last_at, ended_at, continued_by
  from attempt;
create view scorm_runtime_v_answer with (security_invoker = true) as
  select tenant_id, attempt_id, activity, n, question, description, type, response, result, verdict, patterns, latency_seconds, weighting, said_at, latest
  from attempt_answer;
create view scorm_runtime_v_objective with (security_invoker = true) as
  select tenant_id, attempt_id, activity, n, objective, description, completion, success, scaled, raw, min, max from attempt_objective;
