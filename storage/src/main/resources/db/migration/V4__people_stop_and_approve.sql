CREATE TABLE penstock.sync_controls (
  project      text        NOT NULL,
  sync         text        NOT NULL,
  paused_at    timestamptz,
  paused_by    text        NOT NULL DEFAULT '',
  pause_reason text        NOT NULL DEFAULT '',
  stop_run     text        COLLATE "C",
  stopped_by   text        NOT NULL DEFAULT '',
  PRIMARY KEY (project, sync)
);
COMMENT ON TABLE penstock.sync_controls IS 'What people said about a sync, whatever its held state.';
COMMENT ON COLUMN penstock.sync_controls.stop_run IS 'The run that was asked to stop; its process looks here.';

ALTER TABLE penstock.runs
  ADD COLUMN mass       bigint[],
  ADD COLUMN decision   text CHECK (decision IN ('approved', 'rejected', 'used')),
  ADD COLUMN decided_by text NOT NULL DEFAULT '',
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN reason     text NOT NULL DEFAULT '';
COMMENT ON COLUMN penstock.runs.mass IS 'Of a run that the guard stopped: rows read, sent and gone, and 1 if all that was held is gone; an approval is of these numbers.';
COMMENT ON COLUMN penstock.runs.decision IS 'What a person said about it; used: a later run went out by this approval.';
