-- A launch looks for the learner's other attempts that may have left something unsent.
create index attempt_tenant_id_learner_key_idx on attempt (tenant_id, learner_key);
