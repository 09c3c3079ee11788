/** A place in the grid of tiles: column and row, from 0. Roughly where the province lies, never to scale. */
export type Place = readonly [column: number, row: number];

/** Until 30/06/2025: 63 provinces and cities. */
const SIXTY_THREE: Record<string, Place> = {
  H22: [3, 0], H14: [4, 0],
  H35: [0, 1], H38: [1, 1], H63: [2, 1], H60: [3, 1], H03: [4, 1], H37: [5, 1],
  H18: [0, 2], H52: [1, 2], H44: [2, 2], H62: [3, 2], H55: [4, 2], H02: [5, 2], H49: [6, 2],
  H28: [2, 3], H26: [3, 3], H05: [4, 3], H23: [5, 3], H24: [6, 3],
  H25: [3, 4], H31: [4, 4], H54: [5, 4],
  H56: [2, 5], H42: [3, 5], H40: [4, 5],
  H41: [2, 6], H27: [3, 7], H46: [3, 8], H50: [4, 9],
  H57: [5, 10], H17: [6, 10], H47: [6, 11],
  H34: [5, 12], H48: [6, 12], H21: [5, 13], H08: [6, 13], H15: [5, 14], H45: [6, 14],
  H16: [4, 15], H36: [5, 15], H32: [6, 15],
  H53: [1, 16], H10: [2, 16], H09: [3, 16], H19: [4, 16], H11: [5, 16], H43: [6, 16],
  H39: [2, 17], H29: [3, 17], H06: [4, 17],
  H01: [0, 18], H20: [1, 18], H58: [2, 18], H07: [3, 18],
  H33: [0, 19], H13: [1, 19], H61: [2, 19], H59: [3, 19],
  H30: [1, 20], H51: [2, 20], H12: [0, 21], H04: [1, 21],
}; // prettier-ignore

/** From 01/07/2025 (Resolution 202/2025/QH15): 34 provinces and cities. */
const THIRTY_FOUR: Record<string, Place> = {
  H35: [0, 0], H38: [1, 0], H60: [2, 0], H14: [3, 0],
  H18: [0, 1], H52: [1, 1], H44: [2, 1], H55: [3, 1], H37: [4, 1],
  H26: [2, 2], H05: [3, 2], H49: [4, 2],
  H31: [3, 3], H24: [4, 3],
  H56: [2, 4], H42: [3, 4],
  H41: [2, 5], H27: [3, 6], H50: [3, 7], H57: [4, 8], H17: [5, 9],
  H48: [5, 10], H21: [5, 11], H15: [5, 12],
  H36: [4, 13], H32: [5, 13],
  H53: [2, 14], H19: [3, 14],
  H01: [0, 15], H20: [1, 15], H29: [3, 15],
  H13: [1, 16], H61: [2, 16], H12: [1, 17],
}; // prettier-ignore

/** An archipelago stands in the sea and belongs to a province. */
interface Archipelago {
  name: 'hoangSa' | 'truongSa';
  of: string;
  place: Place;
}

export interface TileLayout {
  columns: number;
  rows: number;
  places: Record<string, Place>;
  archipelagos: readonly Archipelago[];
}

const MERGED_ON = '2025-07-01';

/** The grid that holds on a day. Hoàng Sa is part of Đà Nẵng, Trường Sa of Khánh Hòa. */
export function tileLayout(day: string): TileLayout {
  if (day < MERGED_ON) {
    return {
      columns: 9,
      rows: 22,
      places: SIXTY_THREE,
      archipelagos: [
        { name: 'hoangSa', of: 'H17', place: [7, 10] },
        { name: 'truongSa', of: 'H32', place: [7, 16] },
      ],
    };
  }
  return {
    columns: 8,
    rows: 18,
    places: THIRTY_FOUR,
    archipelagos: [
      { name: 'hoangSa', of: 'H17', place: [6, 9] },
      { name: 'truongSa', of: 'H32', place: [6, 14] },
    ],
  };
}
