-- What the workers of a cluster are dealt.

-- A batch as it was submitted: what each worker makes its plan from.
CREATE TABLE veo3_batch (
    batch text COLLATE "C" PRIMARY KEY,
    -- The name of the manifest's file, which says in which format it is, and what stands in it.
    file text NOT NULL,
    manifest bytea NOT NULL,
    jobs integer NOT NULL,
    submitted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The day for which the plan was made.
    planned_on date NOT NULL,
    -- What the submitting program set; null where the manifest decides.
    concurrency integer,
    continue_on_error boolean,
    budget bigint,
    deadline_millis bigint,
    replace_retired boolean NOT NULL,
    output_directory text NOT NULL,
    working_directory text NOT NULL,
    -- Where the manifest's templates and tables stand.
    manifest_directory text NOT NULL,
    -- What stands in the file in the output directory by which a worker sees that it is the same one; null where none is needed.
    marker text,
    -- Why nothing is taken up; null while it is.
    paused text,
    -- Why nothing more is submitted; null while it is.
    stopped text
);

-- db-scheduler's table, by its own columns. The task is the batch, the instance the job's id. A row is a job that
-- may run or runs; the execution time is its rank, and lies in the past.
CREATE TABLE veo3_execution (
    task_name text COLLATE "C" NOT NULL,
    task_instance text COLLATE "C" NOT NULL,
    task_data bytea,
    execution_time timestamptz NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures integer,
    last_heartbeat timestamptz,
    version bigint NOT NULL,
    priority smallint,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX veo3_execution_due ON veo3_execution (task_name, picked, execution_time);
CREATE INDEX veo3_execution_heartbeat ON veo3_execution (last_heartbeat);

-- Who works at a batch, or would if it could.
CREATE TABLE veo3_worker (
    batch text COLLATE "C" NOT NULL,
    worker text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Why it does not work at the batch; null when it does.
    problem text,
    PRIMARY KEY (batch, worker)
);

INSERT INTO veo3_schema (version) VALUES (3);
