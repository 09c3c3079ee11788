import { dayFromNumber, dayNumberOf, DistinctSketch, startOfDay, type BoundedFieldName, type Day } from '@emc/contract';
import { FIELD_COUNT, fieldName, FIELDS } from './fields.ts';

/** How much of a portal's day went to "other". */
export interface OtherCount {
  siteId: number;
  day: Day;
  /** `any`: hits in which something was replaced, whatever it was. */
  field: BoundedFieldName | 'any';
  hits: number;
  /** Registers of a {@link DistinctSketch} of the values; empty for `any`. */
  sketch: Uint8Array;
}

/** Number of no field. */
const ANY = 0;
const NO_SKETCH = new Uint8Array(0);

interface Counted {
  siteId: number;
  day: number;
  field: number;
  hits: number;
  sketch: DistinctSketch | undefined;
  changed: boolean;
}

/** Counts what went to "other", by portal, day and field. What is older than the day before the newest is forgotten once it was taken. */
export class OtherCounts {
  readonly #counts = new Map<number, Counted>();
  #newest = 0;

  count(siteId: number, day: number, field: number, value: number): void {
    const counted = this.#of(siteId, day, field);
    counted.hits++;
    counted.changed = true;
    (counted.sketch ??= new DistinctSketch()).add(value);
  }

  /** A hit in which something was replaced. */
  countHit(siteId: number, day: number): void {
    const counted = this.#of(siteId, day, ANY);
    counted.hits++;
    counted.changed = true;
  }

  /** Totals that have changed since they were last taken. */
  takeChanged(): OtherCount[] {
    const changed: OtherCount[] = [];
    for (const [key, counted] of this.#counts) {
      const field = counted.field === ANY ? 'any' : fieldName(counted.field);
      if (counted.changed && field !== undefined) {
        const { siteId, hits } = counted;
        const sketch = counted.sketch === undefined ? NO_SKETCH : Uint8Array.from(counted.sketch.registers);
        changed.push({ siteId, day: dayFromNumber(counted.day), field, hits, sketch });
      }
      counted.changed = false;
      if (counted.day < this.#newest - 1) this.#counts.delete(key);
    }
    return changed;
  }

  /** What was taken could not be kept: it will be taken again. */
  giveBack(counts: readonly OtherCount[]): void {
    for (const count of counts) {
      if (!this.#counts.has(keyOf(count.siteId, numberOf(count.day), fieldNumber(count.field)))) this.restore([count]);
      this.#of(count.siteId, numberOf(count.day), fieldNumber(count.field)).changed = true;
    }
  }

  /** Totals of before a restart, to go on from. */
  restore(counts: readonly OtherCount[]): void {
    for (const { siteId, day, field, hits, sketch } of counts) {
      const counted = this.#of(siteId, numberOf(day), fieldNumber(field));
      counted.hits += hits;
      if (sketch.length > 0) (counted.sketch ??= new DistinctSketch()).merge(sketch);
    }
  }

  #of(siteId: number, day: number, field: number): Counted {
    if (day > this.#newest) this.#newest = day;
    const key = keyOf(siteId, day, field);
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const counted: Counted = { siteId, day, field, hits: 0, sketch: undefined, changed: false };
    this.#counts.set(key, counted);
    return counted;
  }
}

function keyOf(siteId: number, day: number, field: number): number {
  return (siteId * 0x1_0000 + (day & 0xffff)) * FIELD_COUNT + field;
}

function numberOf(day: Day): number {
  return dayNumberOf(startOfDay(day));
}

function fieldNumber(field: OtherCount['field']): number {
  return field === 'any' ? ANY : FIELDS[field];
}
