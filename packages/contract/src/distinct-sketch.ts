const REGISTERS = 256;
const INDEX_BITS = 8;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/**
 * How many different hashes of 32 bits there were, in 256 bytes, within about 15 %: HyperLogLog. Source: Flajolet and others, 2007.
 * Those of several collectors are put together without counting a value twice.
 */
export class DistinctSketch {
  readonly registers = new Uint8Array(REGISTERS);

  add(hash: number): void {
    const at = hash & (REGISTERS - 1);
    const rank = Math.clz32(hash >>> INDEX_BITS) - INDEX_BITS + 1;
    if (rank > this.registers[at]!) this.registers[at] = rank;
  }

  merge(registers: Uint8Array): void {
    for (let at = 0; at < REGISTERS; at++) {
      this.registers[at] = Math.max(this.registers[at]!, registers[at] ?? 0);
    }
  }

  estimate(): number {
    let sum = 0;
    let empty = 0;
    for (const rank of this.registers) {
      sum += 2 ** -rank;
      if (rank === 0) empty++;
    }
    const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
    return Math.round(raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw);
  }
}
