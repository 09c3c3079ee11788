/**
 * Where a room writes what its operator should know; a pino logger fits. Never gets addresses of clients, keys, or
 * anything that was sent.
 */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
