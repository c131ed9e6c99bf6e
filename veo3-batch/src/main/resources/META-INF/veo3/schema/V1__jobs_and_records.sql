-- What the workers of a batch share. Applied by dev.veo3.batch.cluster.ClusterSchema, or by Flyway from classpath:META-INF/veo3/schema.

CREATE TABLE veo3_schema (
    version integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- One row for each job of which something is recorded: where it stands. Whoever records something of a job holds an advisory lock.
CREATE TABLE veo3_job (
    batch text COLLATE "C" NOT NULL,
    job text COLLATE "C" NOT NULL,
    phase text NOT NULL DEFAULT 'NEW',
    outcome text,
    -- The record with which the job came to rest; null while it has not.
    ended_seq bigint,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (batch, job)
);

CREATE INDEX veo3_job_phase ON veo3_job (batch, phase);

-- The journal: what has happened, in this order. Nothing is changed or removed here.
CREATE TABLE veo3_record (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Given by the writer, so that a record whose commit was not answered can be written again and is there once.
    id uuid NOT NULL UNIQUE,
    batch text COLLATE "C" NOT NULL,
    -- Null when it is about the batch as a whole.
    job text COLLATE "C",
    worker text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    record text NOT NULL
);

CREATE INDEX veo3_record_job ON veo3_record (batch, job, seq);

-- Who may send an attempt: the first one that has written its row. Nothing is changed or removed here.
CREATE TABLE veo3_attempt (
    batch text COLLATE "C" NOT NULL,
    job text COLLATE "C" NOT NULL,
    step text COLLATE "C" NOT NULL,
    attempt integer NOT NULL,
    worker text NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (batch, job, step, attempt)
);

INSERT INTO veo3_schema (version) VALUES (1);
