/** One line of what was measured. */
export function report(what: string, figure: string): void {
  console.log(`${what.padEnd(66)} ${figure}`);
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

export function megabytes(bytes: number): string {
  return whole(bytes / 1_048_576);
}
