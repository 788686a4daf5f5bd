-- By hand: the record of an object shows what its content said in the last preview.
create index attempt_preview on attempt (object_owner_id, object_version_id, started_at desc) where mode = 'preview';
