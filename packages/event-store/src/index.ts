export * from './hits-table.ts';
export * from './row-writer.ts';
export * from './hit-row.ts';
export * from './child/clickhouse-child.ts';
