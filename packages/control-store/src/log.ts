/** Where this package says what it does; a pino logger will do. */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
}
