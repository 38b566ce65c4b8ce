const blockSize = 4096;

/** A stack of whole numbers below 2^32, of which millions take four bytes each and are never copied as a whole. */
export class NumberStack {
  /** The newest; at least one wherever there is any. */
  private newest: number[] = [];
  private readonly older: Uint32Array[] = [];

  get height(): number {
    return this.older.length * blockSize + this.newest.length;
  }

  get last(): number | undefined {
    return this.newest[this.newest.length - 1];
  }

  push(value: number): void {
    // Half of them stay, so that going up and down at a boundary moves no block each time.
    if (this.newest.length === 2 * blockSize) this.older.push(Uint32Array.from(this.newest.splice(0, blockSize)));
    this.newest.push(value);
  }

  pop(): number | undefined {
    const value = this.newest.pop();
    if (this.newest.length === 0) this.newest = [...(this.older.pop() ?? [])];
    return value;
  }

  replaceLast(value: number): void {
    this.newest[this.newest.length - 1] = value;
  }
}
