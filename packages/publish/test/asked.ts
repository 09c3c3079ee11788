/** What the stand-ins were asked, newest last. */
export type Asked = { what: string; with: unknown[] }[];
