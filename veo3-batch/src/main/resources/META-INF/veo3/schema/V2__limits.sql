-- What the workers of a batch may use together. Version 1 was in no release: there are no rows to bring up to date.

-- Since when the service may be at work on the job; null while it is not.
ALTER TABLE veo3_job ADD COLUMN at_service_since timestamptz;
-- What the job has cost or may cost, in millionths of a dollar.
ALTER TABLE veo3_job ADD COLUMN committed bigint NOT NULL DEFAULT 0;

CREATE INDEX veo3_job_at_service ON veo3_job (batch) WHERE at_service_since IS NOT NULL;

-- Whoever is about to submit, where there is a limit, holds an advisory lock: nobody else looks at what is left until that is decided.
CREATE TABLE veo3_limit (
    batch text COLLATE "C" NOT NULL,
    -- Empty in the row for the batch as a whole.
    model text COLLATE "C" NOT NULL,
    -- The first moment at which the next submission may leave; null when it is now.
    next_at timestamptz,
    -- The day of the last submission, in Pacific time, and how many left on it.
    day date,
    of_day integer NOT NULL DEFAULT 0,
    -- The sum over the batch's jobs.
    committed bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (batch, model)
);

INSERT INTO veo3_schema (version) VALUES (2);
