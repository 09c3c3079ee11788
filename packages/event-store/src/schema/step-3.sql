ALTER TABLE dossier_changes MODIFY COLUMN delivery Enum8('unknown' = 0, 'desk' = 1, 'post' = 2, 'electronic' = 3, 'desk-electronic' = 4);

ALTER TABLE dossier_events ADD COLUMN IF NOT EXISTS flags UInt16 COMMENT 'Bits of DOSSIER_CONTRADICTIONS, where is_end is 2';

ALTER TABLE dossier_events COMMENT COLUMN is_end '0 receipt, 1 end, 2 something that cannot be';

CREATE TABLE IF NOT EXISTS dossier_contradictions (
  system_id UInt32 COMMENT 'Procedure system',
  day Date COMMENT 'Day of receipt in Asia/Ho_Chi_Minh; of the first arrival where not received',
  dossier String COMMENT 'As in dossiers',
  resolved_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the dossier was resolved',
  flags UInt16 COMMENT 'Bits of DOSSIER_CONTRADICTIONS; 0 = none any more'
) ENGINE = ReplacingMergeTree(resolved_at) PARTITION BY toYYYYMM(day) ORDER BY (system_id, day, dossier)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Dossiers of which something that was said cannot be. The newest row of a system, day and dossier holds';

CREATE MATERIALIZED VIEW IF NOT EXISTS dossier_contradictions_from_events TO dossier_contradictions AS
SELECT system_id, day, dossier, resolved_at, flags FROM dossier_events WHERE is_end = 2;

TRUNCATE TABLE dossier_rounds;
