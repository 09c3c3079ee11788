import type { ValueBound } from './value-bound.ts';
import type { KeptShare } from './network.ts';

/**
 * What the bound keeps on disk: records of 12 bytes, three unsigned numbers of 32 bits, little-endian.
 *
 * | first | second | third |
 * |---|---|---|
 * | portal | hash of field and value | day in bits 0–15, group of networks in 16–27, field in 28–31 |
 * | portal (0: the country) | hours with hits, bits 0–23 | day, group, 14 |
 * | portal (0: the country) | hours that the group carried, bits 0–23; hour of the day, 24–28 | day, group, 15: completes the record before |
 */
export const RECORD_BYTES = 12;
const WITH_HITS = 14;
const CARRIED = 15;
const HOUR_MASK = 0xff_ffff;

type Put = (first: number, second: number, third: number) => void;

function third(day: number, group: number, what: number): number {
  return ((day & 0xffff) | (group << 16) | (what << 28)) >>> 0;
}

export function putPlaced(
  put: Put,
  { siteId, value, field, day, group }: { siteId: number; value: number; field: number; day: number; group: number },
): void {
  put(siteId, value, third(day, group, field));
}

export function putShare(put: Put, siteId: number, share: KeptShare): void {
  if (share.group < 0) return;
  const day = Math.floor(share.hour / 24);
  put(siteId, share.withHits, third(day, share.group, WITH_HITS));
  put(siteId, share.carried | ((share.hour % 24) << 24), third(day, share.group, CARRIED));
}

/** Gives a bound what records hold; a last one that is cut is left out. */
export function readRecords(bytes: Buffer, bound: ValueBound): void {
  let withHits = 0;
  for (let at = 0; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    const siteId = bytes.readUInt32LE(at);
    const second = bytes.readUInt32LE(at + 4);
    const last = bytes.readUInt32LE(at + 8);
    const [day, group, what] = [last & 0xffff, (last >>> 16) & 0xfff, last >>> 28];
    if (what === WITH_HITS) withHits = second;
    else if (what === CARRIED) {
      const hour = day * 24 + (second >>> 24);
      bound.share(siteId).restore({ hour, group, withHits, carried: second & HOUR_MASK });
    } else if (second !== 0) bound.giveAgain(siteId, second, what, day, group);
  }
}
