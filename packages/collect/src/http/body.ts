const FIRST_BLOCK_BYTES = 4 * 1024;
const LARGEST_BLOCK_BYTES = 64 * 1024;

/**
 * A body while it comes in. A single piece, as nearly every hit is, stays where it lies; many are gathered in blocks, since a body
 * that is sent byte by byte would otherwise hold a hundred times its length.
 */
export class Body {
  size_bytes = 0;
  #blocks: Buffer[] = [];
  /** How much of the last block is used. */
  #used_bytes = 0;

  add(piece: Buffer): void {
    this.size_bytes += piece.length;
    if (this.#blocks.length === 0) {
      this.#blocks.push(piece);
      this.#used_bytes = piece.length;
      return;
    }
    for (let from = 0; from < piece.length;) {
      let last = this.#blocks.at(-1)!;
      if (this.#used_bytes === last.length) {
        last = Buffer.allocUnsafeSlow(Math.min(Math.max(last.length * 2, FIRST_BLOCK_BYTES), LARGEST_BLOCK_BYTES));
        this.#blocks.push(last);
        this.#used_bytes = 0;
      }
      const copied = piece.copy(last, this.#used_bytes, from);
      this.#used_bytes += copied;
      from += copied;
    }
  }

  /** Of what came so far. */
  text(): string {
    const blocks = this.#full();
    return (blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)).toString('utf8');
  }

  /** For another thread: the memory of all but the first block, which belongs to the connection, goes along instead of a copy. */
  pieces(): { pieces: Uint8Array[]; memory: ArrayBuffer[] } {
    const pieces = this.#full().map((block, at) => (at === 0 ? Uint8Array.from(block) : block));
    return { pieces, memory: pieces.map(({ buffer }) => buffer as ArrayBuffer) };
  }

  #full(): Buffer[] {
    return this.#blocks.map((block, at) =>
      at === this.#blocks.length - 1 ? block.subarray(0, this.#used_bytes) : block,
    );
  }
}
