import type { z } from 'zod';

/** Parameters of a question: an object of what is bound to `{name:Type}`. */
export type Params = z.ZodType<Record<string, unknown>>;

/** Settings of ClickHouse for one query. */
type QuerySettings = Record<string, string | number>;

/**
 * A question to the store: SQL with `{name:Type}` parameters, the schema of the parameters and the schema of a row, in
 * one declaration. Parameters are bound by the store, never written into the SQL.
 */
export interface Query<P extends Params = Params, R extends z.ZodType = z.ZodType> {
  /** Shown in the store's log of queries. */
  name: string;
  sql: string;
  params: P;
  row: R;
  settings?: QuerySettings;
}

export function defineQuery<P extends Params, R extends z.ZodType>(query: Query<P, R>): Query<P, R> {
  return query;
}

/** A statement that changes the store (INSERT … SELECT), with bound parameters. */
export interface Statement<P extends Params = Params> {
  name: string;
  sql: string;
  params: P;
  settings?: QuerySettings;
}

export function defineStatement<P extends Params>(statement: Statement<P>): Statement<P> {
  return statement;
}
