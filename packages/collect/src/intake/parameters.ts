/**
 * The names of the tracking contract that mean something to us; all others are skipped without being decoded.
 * The number is the place of the value in {@link Parameters}.
 */
export const NAMES = {
  idsite: 0,
  rec: 1,
  url: 2,
  action_name: 3,
  urlref: 4,
  _id: 5,
  cid: 6,
  send_image: 7,
  ping: 8,
  e_c: 9,
  e_a: 10,
  e_n: 11,
  e_v: 12,
  download: 13,
  link: 14,
  search: 15,
  search_cat: 16,
  c_n: 17,
  c_p: 18,
  c_t: 19,
  c_i: 20,
  ca: 21,
  idgoal: 22,
  gov_dvc: 23,
  gov_dvc_state: 24,
  pf_net: 25,
  pf_srv: 26,
  pf_tfr: 27,
  pf_dm1: 28,
  pf_dm2: 29,
  pf_onl: 30,
  cdt: 31,
  ua: 32,
  uadata: 33,
  cip: 34,
  _rcn: 35,
} as const;
export type Name = keyof typeof NAMES;

const PLACES: ReadonlyMap<string, number> = new Map(Object.entries(NAMES));
const COUNT = PLACES.size;

/**
 * The parameters of one hit, as they were sent (still percent-encoded); '' = not sent. One object serves all requests
 * of a collector, one after another, so that nothing is allocated for a request.
 */
export class Parameters {
  readonly values: string[] = Array.from({ length: COUNT }, () => '');
  /** How many parameters were sent, known to us or not. */
  sent = 0;

  reset(): void {
    this.values.fill('');
    this.sent = 0;
  }

  /** The value as it was sent. */
  raw(place: number): string {
    return this.values[place] as string;
  }

  /** The value, decoded. */
  text(place: number): string {
    const raw = this.values[place] as string;
    return raw === '' ? raw : decode(raw);
  }

  /**
   * Reads `a=b&c=d` from `text`, beginning at `from`. Of a name sent twice the last one counts; a value that is already there
   * stays when `keep` is set: where query string and body both carry a name, the query string wins (as Matomo does).
   */
  read(text: string, from: number, keep: boolean): void {
    const end = text.length;
    let start = from;
    while (start < end) {
      let next = text.indexOf('&', start);
      if (next === -1) next = end;
      if (next > start) this.#readPair(text, start, next, keep);
      start = next + 1;
    }
  }

  #readPair(text: string, start: number, end: number, keep: boolean): void {
    let equals = text.indexOf('=', start);
    if (equals === -1 || equals > end) equals = end;
    this.sent++;
    let name = text.slice(start, equals);
    let place = PLACES.get(name);
    if (place === undefined) {
      if (name.indexOf('%') === -1) return;
      name = decode(name);
      place = PLACES.get(name);
      if (place === undefined) return;
    }
    if (equals >= end) return;
    if (keep && this.values[place] !== '') return;
    this.values[place] = text.slice(equals + 1, end);
  }

  /** Takes a value that did not come percent-encoded (an item of a bulk request that is an object). */
  set(name: string, value: string): void {
    this.sent++;
    const place = PLACES.get(name);
    if (place !== undefined) this.values[place] = encodeURIComponent(value.toWellFormed());
  }
}

/** Form decoding that never throws: what is not valid percent-encoding stays, what is not valid UTF-8 becomes U+FFFD. */
export function decode(raw: string): string {
  const plus = raw.indexOf('+') !== -1;
  if (!plus && raw.indexOf('%') === -1) return raw;
  try {
    return decodeURIComponent(plus ? raw.replaceAll('+', ' ') : raw);
  } catch {
    return new URLSearchParams(`v=${raw.replaceAll('&', '%26')}`).get('v') ?? '';
  }
}

/** What programs write where they have no value. */
const NOTHINGS: ReadonlySet<string> = new Set([
  '',
  'undefined',
  'null',
  '(null)',
  'nil',
  'none',
  'nan',
  'false',
  '[object object]',
  'about:blank',
  'about:srcdoc',
]);
/** A few blanks around the longest of them. */
const LONGEST_NOTHING = 20;

/** Whether a value, decoded, is one in name only. */
export function isNothing(value: string): boolean {
  return value.length <= LONGEST_NOTHING && NOTHINGS.has(value.trim().toLowerCase());
}
