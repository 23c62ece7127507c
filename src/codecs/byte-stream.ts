import { CorruptStream, type WordBytes } from './codec.ts';

/** Appends little-endian words to a buffer of the right size. */
export class ByteWriter {
  offset = 0;
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  word(value: number, wordBytes: WordBytes): void {
    if (wordBytes === 4) this.view.setUint32(this.offset, value, true);
    else if (wordBytes === 2) this.view.setUint16(this.offset, value, true);
    else this.view.setUint8(this.offset, value);
    this.offset += wordBytes;
  }
}

/** Takes little-endian words from a stream that may be damaged. */
export class ByteReader {
  private readonly view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    readonly format: string,
    public offset = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Next word. Throws {@link CorruptStream} at the end of the stream. */
  word(wordBytes: WordBytes, expectation: string): number {
    const offset = this.offset;
    if (offset + wordBytes > this.bytes.length) throw this.corrupt(`expected ${expectation}, found the end`);
    this.offset += wordBytes;
    if (wordBytes === 4) return this.view.getUint32(offset, true);
    return wordBytes === 2 ? this.view.getUint16(offset, true) : this.view.getUint8(offset);
  }

  corrupt(expectation: string, offset = this.offset): CorruptStream {
    return new CorruptStream(this.format, offset, expectation);
  }
}
