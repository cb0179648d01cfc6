CREATE TABLE penstock.accounts (
  id           text             COLLATE "C" PRIMARY KEY,
  down         text,
  since        timestamptz,
  not_before   timestamptz,
  learned_rate double precision,
  next_place   timestamptz      NOT NULL DEFAULT '-infinity',
  day          date             NOT NULL DEFAULT '-infinity',
  used         bigint           NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
COMMENT ON TABLE penstock.accounts IS 'Where destinations count requests: what all runs know together of an account, and its row of places.';
COMMENT ON COLUMN penstock.accounts.id IS 'No secret.';
COMMENT ON COLUMN penstock.accounts.down IS 'The error code because of which the last run left it alone; null: it answers.';
COMMENT ON COLUMN penstock.accounts.not_before IS 'It asked not to be sent anything before.';
COMMENT ON COLUMN penstock.accounts.learned_rate IS 'Requests a second that it was seen to allow.';
COMMENT ON COLUMN penstock.accounts.next_place IS 'The first place in its row of requests that nobody took yet; by this server''s clock.';
COMMENT ON COLUMN penstock.accounts.used IS 'Places taken on that day, by UTC.';

ALTER TABLE penstock.runs ADD COLUMN due_at timestamptz;
COMMENT ON COLUMN penstock.runs.due_at IS 'When a deferred run may go on, where that is known.';
