/** Where the API writes what a person should look at; a pino logger fits. Never a client's address, never a key. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
