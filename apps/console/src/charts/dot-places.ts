/** A dot on a line of shares: `x_px` along it, `row` away from it (0 = nearest). */
export interface DotPlace {
  x_px: number;
  row: number;
}

/**
 * Puts dots side by side without overlap: each goes to the nearest row in which it is free of its neighbours. Dots whose
 * distance is at least `apart_px` share a row. Equal input gives equal places; `values_px` need not be sorted.
 */
export function placeDots(values_px: readonly number[], apart_px: number, mostRows: number): DotPlace[] {
  const places: DotPlace[] = values_px.map((x_px) => ({ x_px, row: 0 }));
  const lastInRow: number[] = [];
  const order = places.toSorted((a, b) => a.x_px - b.x_px);
  for (const place of order) {
    let row = lastInRow.findIndex((last_px) => place.x_px - last_px >= apart_px);
    if (row === -1) row = lastInRow.length < mostRows ? lastInRow.length : mostRows - 1;
    lastInRow[row] = place.x_px;
    place.row = row;
  }
  return places;
}
