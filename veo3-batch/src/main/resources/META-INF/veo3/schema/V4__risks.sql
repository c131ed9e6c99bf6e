-- What all workers risk together by following attempts of unknown fate with others.

-- What the attempt costs if the service took it, in millionths of a dollar, once it was decided that another one follows it although
-- nobody knows; null while it was not. The only column here that changes, and once.
ALTER TABLE veo3_attempt ADD COLUMN risked bigint;

CREATE INDEX veo3_attempt_risked ON veo3_attempt (batch) WHERE risked IS NOT NULL;

INSERT INTO veo3_schema (version) VALUES (4);
