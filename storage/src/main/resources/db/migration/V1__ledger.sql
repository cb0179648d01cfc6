CREATE TABLE penstock.ledger (
  singleton  boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
  id         text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE penstock.ledger IS 'One row: the name of this ledger. Held state on disk carries it.';

CREATE TABLE penstock.states (
  id          text        COLLATE "C" PRIMARY KEY,
  project     text        NOT NULL,
  sync        text        NOT NULL,
  destination text        NOT NULL,
  action      text        NOT NULL,
  seed        bigint      NOT NULL,
  generation  bigint      NOT NULL DEFAULT 0,
  held        bigint      NOT NULL DEFAULT 0,
  blocked     text,
  created_at  timestamptz NOT NULL,
  closed_at   timestamptz
);
CREATE UNIQUE INDEX states_live ON penstock.states (project, sync) WHERE closed_at IS NULL;
COMMENT ON TABLE penstock.states IS 'What a sync''s held state belongs to, and which generation of it is valid. A reset closes the row and makes a new one.';
COMMENT ON COLUMN penstock.states.destination IS 'Account and address of the destination; no secret.';
COMMENT ON COLUMN penstock.states.seed IS 'The sync''s own random number, for the hashes of keys and rows.';
COMMENT ON COLUMN penstock.states.generation IS 'The pointer: files of any other generation do not count. 0: nothing was ever settled.';
COMMENT ON COLUMN penstock.states.held IS 'How many keys that generation holds.';
COMMENT ON COLUMN penstock.states.blocked IS 'The error code because of which nothing runs until a person looked.';

CREATE TABLE penstock.leases (
  state       text        COLLATE "C" PRIMARY KEY REFERENCES penstock.states (id),
  epoch       bigint      NOT NULL,
  owner       text        NOT NULL,
  data_folder text,
  released    boolean     NOT NULL,
  expires_at  timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE penstock.leases IS 'Who may run a sync. Compared with this server''s clock only. Half of each page stays free: the row is rewritten with every write of a run.';
COMMENT ON COLUMN penstock.leases.epoch IS 'One more at each claim; a write under an older one is refused.';
COMMENT ON COLUMN penstock.leases.owner IS 'The process that holds it, or held it last.';
COMMENT ON COLUMN penstock.leases.data_folder IS 'The data folder that the owner had locked; the next to lock it knows that the owner is dead.';
COMMENT ON COLUMN penstock.leases.released IS 'The owner gave it back, so none of its requests is under way.';

CREATE TABLE penstock.runs (
  id                      text        COLLATE "C" PRIMARY KEY,
  state                   text        COLLATE "C" NOT NULL REFERENCES penstock.states (id),
  project                 text        NOT NULL,
  sync                    text        NOT NULL,
  trigger                 text        NOT NULL,
  started_by              text        NOT NULL,
  mapping_version         bigint      NOT NULL,
  definition              text        NOT NULL,
  status                  text        NOT NULL CHECK (status IN ('EXTRACTING', 'DELIVERING', 'AWAITING_APPROVAL', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED', 'DEFERRED')),
  attempts                integer     NOT NULL DEFAULT 1,
  started_at              timestamptz NOT NULL,
  ended_at                timestamptz,
  error                   text,
  message                 text        NOT NULL DEFAULT '',
  step_names              text[]      NOT NULL DEFAULT '{}',
  step_ms                 bigint[]    NOT NULL DEFAULT '{}',
  read                    bigint      NOT NULL DEFAULT 0,
  added                   bigint      NOT NULL DEFAULT 0,
  updated                 bigint      NOT NULL DEFAULT 0,
  unsettled               bigint      NOT NULL DEFAULT 0,
  deleted                 bigint      NOT NULL DEFAULT 0,
  unchanged               bigint      NOT NULL DEFAULT 0,
  settled_without_sending bigint      NOT NULL DEFAULT 0,
  suppressed              bigint      NOT NULL DEFAULT 0,
  source_rejected         bigint      NOT NULL DEFAULT 0,
  planned                 bigint      NOT NULL DEFAULT 0,
  delivered_added         bigint      NOT NULL DEFAULT 0,
  delivered_updated       bigint      NOT NULL DEFAULT 0,
  delivered_deleted       bigint      NOT NULL DEFAULT 0,
  skipped                 bigint      NOT NULL DEFAULT 0,
  dead_lettered           bigint      NOT NULL DEFAULT 0,
  superseded              bigint      NOT NULL DEFAULT 0,
  discarded               bigint      NOT NULL DEFAULT 0,
  pending                 bigint      NOT NULL DEFAULT 0,
  requests                bigint      NOT NULL DEFAULT 0,
  retries                 bigint      NOT NULL DEFAULT 0,
  cleared_but_omitted     bigint      NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX runs_unfinished ON penstock.runs (state) WHERE status IN ('EXTRACTING', 'DELIVERING');
CREATE INDEX runs_of_project ON penstock.runs (project, id);
CREATE INDEX runs_of_sync ON penstock.runs (project, sync, id);
COMMENT ON TABLE penstock.runs IS 'One execution of a sync. A state has at most one that did not end: the next extract waits until it is settled.';
COMMENT ON COLUMN penstock.runs.id IS 'Sorts by time.';
COMMENT ON COLUMN penstock.runs.definition IS 'The mapping''s definition, pinned for the run and its resumption.';
COMMENT ON COLUMN penstock.runs.attempts IS 'How many processes worked on it.';
COMMENT ON COLUMN penstock.runs.requests IS 'Also moves while the run is delivering, as do retries; the other counts are those of the plan until the end.';

CREATE TABLE penstock.run_plans (
  run                     text     COLLATE "C" PRIMARY KEY REFERENCES penstock.runs (id),
  read                    bigint   NOT NULL,
  added                   bigint   NOT NULL,
  updated                 bigint   NOT NULL,
  unsettled_added         bigint   NOT NULL,
  unsettled_updated       bigint   NOT NULL,
  deleted                 bigint   NOT NULL,
  unchanged               bigint   NOT NULL,
  settled_without_sending bigint   NOT NULL,
  suppressed              bigint   NOT NULL,
  suppressed_gone         bigint   NOT NULL,
  null_keys               bigint   NOT NULL,
  duplicate_keys          bigint   NOT NULL,
  oversize_rows           bigint   NOT NULL,
  unreadable_rows         bigint   NOT NULL,
  gone                    bigint   NOT NULL,
  held_before             bigint   NOT NULL,
  whole                   boolean  NOT NULL,
  sample_codes            text[]   NOT NULL,
  sample_keys             text[]   NOT NULL
);
COMMENT ON TABLE penstock.run_plans IS 'The counts of a run''s sealed plan; the row says that the plan is complete on disk.';
COMMENT ON COLUMN penstock.run_plans.sample_codes IS 'A few source-rejected rows: why, and in sample_keys which.';

CREATE TABLE penstock.run_openings (
  run     text    COLLATE "C" NOT NULL REFERENCES penstock.runs (id),
  part    bigint  GENERATED ALWAYS AS IDENTITY,
  open    int[]   NOT NULL,
  batches bytea   NOT NULL,
  PRIMARY KEY (run, part)
);
COMMENT ON TABLE penstock.run_openings IS 'Intent: batches that may have been sent. A row goes when all its batches are closed, all rows when the run ends.';
COMMENT ON COLUMN penstock.run_openings.open IS 'Numbers of its batches that lack an outcome.';
COMMENT ON COLUMN penstock.run_openings.batches IS 'Numbers, kinds and sequence numbers of the batches, as varints of differences.';

CREATE TABLE penstock.run_outcomes (
  run   text    COLLATE "C" NOT NULL REFERENCES penstock.runs (id),
  chunk integer NOT NULL,
  bits  bytea   NOT NULL,
  PRIMARY KEY (run, chunk)
);
COMMENT ON TABLE penstock.run_outcomes IS 'What became of each change of a run: two bits for each of 16384 neighbouring sequence numbers. Kept with the plan as the run''s journal.';

CREATE TABLE penstock.dead_letters (
  id               text        COLLATE "C" PRIMARY KEY,
  state            text        COLLATE "C" NOT NULL REFERENCES penstock.states (id),
  key_hash         bytea       NOT NULL CHECK (octet_length(key_hash) = 12),
  key_text         text        NOT NULL,
  kind             text        NOT NULL CHECK (kind IN ('ADDED', 'UPDATED', 'DELETED')),
  target           bytea       NOT NULL CHECK (octet_length(target) = 16),
  sequence         bigint      NOT NULL,
  change           text        NOT NULL,
  origin           bigint      NOT NULL,
  payload          bytea       NOT NULL,
  code             text        NOT NULL,
  scope            text        NOT NULL,
  http_status      integer     NOT NULL,
  theirs           text        NOT NULL,
  field            text,
  doubt            boolean     NOT NULL,
  status           text        NOT NULL CHECK (status IN ('open', 'resolved', 'superseded', 'discarded')),
  forever          boolean     NOT NULL DEFAULT false,
  attempts         integer     NOT NULL,
  counted_attempts integer     NOT NULL,
  counted_at       timestamptz,
  expires_at       timestamptz NOT NULL,
  next_retry       timestamptz,
  first_seen       timestamptz NOT NULL,
  last_seen        timestamptz NOT NULL,
  last_run         text        COLLATE "C" NOT NULL REFERENCES penstock.runs (id),
  closed_at        timestamptz
);
CREATE UNIQUE INDEX dead_letters_live ON penstock.dead_letters (state, key_hash) WHERE status IN ('open', 'discarded');
CREATE INDEX dead_letters_newest ON penstock.dead_letters (last_seen, id) WHERE status = 'open';
CREATE INDEX dead_letters_by_key ON penstock.dead_letters USING hash (key_text);
COMMENT ON TABLE penstock.dead_letters IS 'Records that could not be delivered. A key has at most one that is open or discarded.';
COMMENT ON COLUMN penstock.dead_letters.key_text IS 'The key as a person reads it; a NUL shows as U+2400.';
COMMENT ON COLUMN penstock.dead_letters.target IS 'Fingerprint of what was to be held; zero for a delete.';
COMMENT ON COLUMN penstock.dead_letters.payload IS 'What was, or would have been, sent, as UTF-8; bytes because text cannot hold NUL. Empty when it could not be mapped.';
COMMENT ON COLUMN penstock.dead_letters.theirs IS 'The other side''s own words, bounded.';
COMMENT ON COLUMN penstock.dead_letters.doubt IS 'An attempt since the last confirmation may have arrived.';
COMMENT ON COLUMN penstock.dead_letters.forever IS 'Discarded for good: never for this key.';
COMMENT ON COLUMN penstock.dead_letters.attempts IS 'How often it was sent.';
COMMENT ON COLUMN penstock.dead_letters.counted_attempts IS 'Those far enough apart to count against the limit, for the present value.';
COMMENT ON COLUMN penstock.dead_letters.expires_at IS 'The end of automatic retries of the present value.';
COMMENT ON COLUMN penstock.dead_letters.next_retry IS 'When it is tried again by itself; null when it waits for a person or is closed.';

CREATE TABLE penstock.doubts (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  state      text        COLLATE "C" NOT NULL REFERENCES penstock.states (id),
  key_hash   bytea       NOT NULL CHECK (octet_length(key_hash) = 12),
  kind       text        NOT NULL CHECK (kind IN ('ADDED', 'UPDATED', 'DELETED')),
  target     bytea       NOT NULL CHECK (octet_length(target) = 16),
  not_before timestamptz NOT NULL,
  origin     bigint      NOT NULL,
  open       boolean     NOT NULL
);
CREATE INDEX doubts_of_state ON penstock.doubts (state);
COMMENT ON TABLE penstock.doubts IS 'Attempts that may have arrived, as of the end of the sync''s last run.';
COMMENT ON COLUMN penstock.doubts.not_before IS 'Nothing else is sent for the key before this, so that the late attempt cannot overwrite it.';
COMMENT ON COLUMN penstock.doubts.open IS 'False when a later attempt was confirmed and only the waiting time is left.';

CREATE TABLE penstock.outbox (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text        NOT NULL,
  dedupe_key text        NOT NULL UNIQUE,
  body       jsonb       NOT NULL,
  created_at timestamptz NOT NULL,
  sent_at    timestamptz
);
CREATE INDEX outbox_unsent ON penstock.outbox (id) WHERE sent_at IS NULL;
COMMENT ON TABLE penstock.outbox IS 'What people are to be told, written in the transaction of what happened; holds no row values.';
