-- AlterTable
ALTER TABLE "attempt" ADD COLUMN     "differing_claim" JSONB,
ADD COLUMN     "runs" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "traced" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "learner_shared" (
    "tenant_id" UUID NOT NULL,
    "learner_key" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target_key" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "value" JSON NOT NULL,
    "object_owner_id" UUID NOT NULL,
    "object_id" UUID NOT NULL,
    "registration_id" UUID NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "learner_shared_pkey" PRIMARY KEY ("tenant_id","learner_key","scope","kind","target_key")
);

-- CreateTable
CREATE TABLE "attempt_trace" (
    "tenant_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "records" JSON NOT NULL,
    "size_bytes" INTEGER NOT NULL,

    CONSTRAINT "attempt_trace_pkey" PRIMARY KEY ("tenant_id","attempt_id","session_id","source","number")
);

-- ---------------------------------------------------------------- by hand
do $$
declare t text;
begin
  foreach t in array array['learner_shared', 'attempt_trace']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_tenant on %I using (tenant_id = (select preceptor_tenant_id()) or (select preceptor_sees_all()))', t);
  end loop;
end $$;

alter table learner_shared add foreign key (object_owner_id, object_id) references learning_object (tenant_id, id);
alter table attempt_trace add foreign key (tenant_id, attempt_id) references attempt (tenant_id, id) on delete cascade;
alter table attempt_trace add foreign key (tenant_id, session_id) references attempt_session (tenant_id, id) on delete cascade;

alter table learner_shared add check (kind in ('objective', 'bucket'));
alter table attempt_trace add check (source in ('page', 'server'));

-- The bulk of a bucket (64,000 characters) is not pressed: it is written often and read once a launch.
alter table learner_shared alter column value set storage external;
