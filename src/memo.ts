/** Values kept by everything they depend on; the least recently used go first. */
export class Memo<Value> {
  private readonly entries = new Map<string, Value>();

  constructor(private readonly capacity = 32) {}

  /** The value of a key, computed where it is not known. A computation that rejects is not kept. */
  async get(key: string, compute: () => Promise<Value>): Promise<Value> {
    const known = this.entries.get(key);
    const value = known ?? (await compute());
    // Oldest first: the one used just now goes to the end.
    this.entries.delete(key);
    this.entries.set(key, value);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.capacity) break;
      this.entries.delete(oldest);
    }
    return value;
  }
}
