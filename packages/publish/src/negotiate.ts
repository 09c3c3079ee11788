import type { Language } from '@emc/contract';

/** Which of the offers a request prefers: one reading of Accept, Accept-Language and Accept-Encoding. */

interface Range {
  name: string;
  quality: number;
}

function rangesOf(header: string): Range[] {
  return header.split(',').map((part) => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const quality = parameters.find((parameter) => /^q=/i.test(parameter));
    return { name: name.toLowerCase(), quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
  });
}

/** 3 = named exactly, 2 = named by a wider range (`en` for `en-GB`, `text/*`), 1 = by a star, 0 = not at all. */
function closeness(range: string, offer: string): number {
  if (range === offer) return 3;
  if (
    range.startsWith(`${offer}-`) ||
    (range.endsWith('/*') && range !== '*/*' && offer.startsWith(range.slice(0, -1)))
  )
    return 2;
  return range === '*' || range === '*/*' ? 1 : 0;
}

function rate(ranges: Range[], offer: string): { quality: number; close: number } {
  const rated = ranges
    .map((range) => ({ quality: range.quality, close: closeness(range.name, offer) }))
    .filter(({ close }) => close > 0);
  const closest = Math.max(0, ...rated.map(({ close }) => close));
  return {
    quality: Math.max(0, ...rated.filter(({ close }) => close === closest).map(({ quality }) => quality)),
    close: closest,
  };
}

/**
 * The offer that the header rates highest; between equals the one named more exactly, then the one offered first.
 * `undefined` when the header takes none of them. No header takes everything, so the first offer.
 */
export function preferred<T extends string>(header: string | undefined, offers: readonly T[]): T | undefined {
  if (header === undefined || header.trim() === '') return offers[0];
  const ranges = rangesOf(header);
  const rated = offers
    .map((offer, index) => ({ offer, index, ...rate(ranges, offer) }))
    .filter(({ quality }) => quality > 0);
  rated.sort((a, b) => b.quality - a.quality || b.close - a.close || a.index - b.index);
  return rated[0]?.offer;
}

/** Vietnamese unless the reader prefers English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return preferred(acceptLanguage, ['vi', 'en'] as const) ?? 'vi';
}
