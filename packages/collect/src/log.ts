/** Where a room writes what its operator should know; pino fits. Never gets addresses of clients or anything they sent. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
