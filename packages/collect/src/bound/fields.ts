import { BOUNDED_FIELDS, type BoundedFieldName } from '@emc/contract';

/** One more than the largest number of a field. */
export const FIELD_COUNT = 16;

/** Numbers of the fields, by name. */
export const FIELDS = Object.fromEntries(
  Object.entries(BOUNDED_FIELDS).map(([name, { number }]) => [name, number]),
) as Readonly<Record<BoundedFieldName, number>>;

/** Names, by the number of the field. */
export function fieldName(number: number): BoundedFieldName | undefined {
  return (Object.keys(FIELDS) as BoundedFieldName[]).find((name) => FIELDS[name] === number);
}

/** New values that a portal may bring on one day, by the number of the field; 0 where there is none. */
export function placesByNumber(other: Partial<Record<BoundedFieldName, number>> = {}): Uint32Array {
  const places = new Uint32Array(FIELD_COUNT);
  for (const name of Object.keys(FIELDS) as BoundedFieldName[])
    places[FIELDS[name]] = other[name] ?? BOUNDED_FIELDS[name].places;
  return places;
}
