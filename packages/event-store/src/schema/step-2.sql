CREATE TABLE IF NOT EXISTS visit_rounds (
  only UInt8 COMMENT 'Always 0',
  looked_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the look for hits that the round began with',
  through DateTime64(3, 'UTC') COMMENT 'Clock of the collectors: visits are computed from everything that was acknowledged before'
) ENGINE = ReplacingMergeTree(looked_at) ORDER BY only
COMMENT 'How far visits and visitors of the country are, noted after rounds that computed all there was to compute. The newest row holds';
