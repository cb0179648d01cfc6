ALTER TABLE penstock.dead_letters
  ADD COLUMN key_values text[] NOT NULL DEFAULT '{}',
  ADD COLUMN print      text   NOT NULL DEFAULT '',
  ADD COLUMN request_id text   NOT NULL DEFAULT '',
  ADD COLUMN reason     text   NOT NULL DEFAULT '',
  ADD COLUMN decided_by text   NOT NULL DEFAULT '',
  ADD COLUMN decided_at timestamptz;
CREATE INDEX dead_letters_alike ON penstock.dead_letters (state, print) WHERE status = 'open';
COMMENT ON COLUMN penstock.dead_letters.key_values IS 'The canonical value of each key column, to find the row again; empty where an older build wrote it.';
COMMENT ON COLUMN penstock.dead_letters.print IS 'Failures with one cause share it.';
COMMENT ON COLUMN penstock.dead_letters.request_id IS 'The destination''s own name of the request.';
COMMENT ON COLUMN penstock.dead_letters.reason IS 'Why a person decided as the status says.';
