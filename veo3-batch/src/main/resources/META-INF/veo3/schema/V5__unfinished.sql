-- What workers have handed back is found among many jobs that have come to rest.

CREATE INDEX veo3_job_unfinished ON veo3_job (batch) WHERE outcome = 'unfinished';

INSERT INTO veo3_schema (version) VALUES (5);
