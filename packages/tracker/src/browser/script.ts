import type { Odd } from './guard.ts';

/** The `<script>` that loaded us. A tag manager that runs scripts from text leaves none: then an empty one stands in. */
export const script = (document.currentScript || document.createElement('script')) as HTMLScriptElement;

/** Where the server's paths begin: the script's own address without `embed/` and file name. */
export const base = script.src.replace(/(embed\/)?[^/]*$/, '');

/** Loaded under a Matomo name, the queue `_paq` is ours without question and wrappers expect `window.Piwik`. */
export const underMatomoName = /(matomo|piwik)[^/]*$/.test(script.src);

/** What the tracker lends to its second file, which finds it on its own `<script>`: no further global name. */
export const lent = {
  o: (host) => host === location.host,
  e: /\.(7z|apk|csv|docx?|exe|gz|mp[34]|od[pst]|pdf|pptx?|rar|rtf|txt|xlsx?|xml|zip)([?&#]|$)/i,
  x: '',
} as Lent;

/** A command: gets the site its queue speaks to, and what was pushed with the name. */
export type Command = (site: Odd, a?: Odd, b?: Odd, c?: Odd) => unknown;
/** By name; a text lists the parameters of the hit to send, in the order of the command's arguments. */
export type CommandTable = Record<string, Command | string | undefined>;

/**
 * What the tracker lends to its second file. Both are cached by browsers on their own, so a page may meet an old one
 * with a new other: these names are short but fixed, and only ever added to.
 */
export interface Lent {
  /** The table of commands, to be added to. */
  c: CommandTable;
  /** Is this a host of the portal, so that a link to it is not outgoing? */
  o: (host: string) => boolean;
  /** Recognises downloads. */
  e: RegExp;
  /** Parameters added to every hit. */
  x: string;
  /** Hits held back while consent is awaited. None: it is not awaited. */
  w?: string[] | undefined;
  /** Sends a hit: `h(site, '&c_n=&c_p=', ['Banner', 'image'])`. */
  h: (site: Odd, names: string, values: unknown[]) => void;
  /** Sends what was held back: an address. */
  s: (address: string) => void;
  /** What a pushed function finds as `this`. */
  t?: object;
}
