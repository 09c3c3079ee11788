import { looksRandom } from './random.ts';

/** Words that a machine drew become a digest, so that what they name stays apart from others without being named. */

const UUID = /(?<![a-z0-9])[0-9a-f]{8}[-_]?[0-9a-f]{4}[-_]?[0-9a-f]{4}[-_]?[0-9a-f]{4}[-_]?[0-9a-f]{12}(?![a-z0-9])/gi;
const SHORTEST_UUID = 32;
/** A JSON Web Token: begins with `{"` in base64. */
const TOKEN = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,4}/g;
const WORD = /[A-Za-z0-9_+~-]{10,}={0,2}/g;
const PIECE = /[A-Za-z0-9]{10,}/g;

type Digest = (word: string) => string;

/** @param text without official codes, which may look like anything */
export function digestRandom(text: string, digest: Digest): string {
  const withoutIds = text.length < SHORTEST_UUID ? text : text.replace(UUID, digest);
  const withoutTokens = withoutIds.includes('eyJ') ? withoutIds.replace(TOKEN, digest) : withoutIds;
  return withoutTokens.replace(WORD, (word) => digestWord(word, digest));
}

function digestWord(word: string, digest: Digest): string {
  // What is a digest already stays one.
  if (!word.includes('~') && looksRandom(word)) return digest(word);
  return word.replace(PIECE, (piece) => (looksRandom(piece) ? digest(piece) : piece));
}

/** Segments of an address behind which comes what opens something once. */
const OPENS =
  /reset|recover|token|verif|confirm|activat|invit|magic|unsubscribe|password|otp|xac-?nhan|xac-?thuc|kich-?hoat|dat-?lai|quen-?mat|mat-?khau/i;
const SHORTEST_OPENING = 6;

/** The short words of one's own links: `/dat-lai-mat-khau/Ab12cd`. */
export function digestOpenings(path: string, digest: Digest): string {
  if (!path.includes('/') || !OPENS.test(path)) return path;
  const segments = path.split('/');
  return segments
    .map((segment, at) => (at > 0 && OPENS.test(segments[at - 1]!) && opens(segment) ? digest(segment) : segment))
    .join('/');
}

function opens(segment: string): boolean {
  if (segment.length < SHORTEST_OPENING || !/^[A-Za-z0-9_]+$/.test(segment)) return false;
  return /[0-9]/.test(segment) || /[a-z][A-Z]/.test(segment);
}
