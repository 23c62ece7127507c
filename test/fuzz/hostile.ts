/** Texts, keys and numbers that have broken programs before. */
import fc from 'fast-check';

/** Names that every object inherits, and other names that are not what they seem. */
export const HOSTILE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'length',
  '',
  '0',
  '-1',
  'a/b',
  'a~1b',
  'a.b',
  '\u0000',
  '\ud800',
  '\u202eabc',
  '💥',
  'x'.repeat(1000),
] as const;

/** Numbers as JSON text: those that a double cannot hold, or that are no index. */
export const HOSTILE_NUMBERS = [
  ...['0', '-0', '1', '-1', '0.5', '1e-320', '5e-324', '1e308', '1e309', '-1e999', '1e-999'],
  ...['2147483648', '4294967296', '9007199254740993', '123456789012345678901234567890', '0.1e1000000000000000000000'],
] as const;

export const HOSTILE_TEXTS = [
  ...['', ' ', '\u0000', '\n', '\ud800', '\u2028', '../../../../etc/passwd', '/etc/passwd', 'file:///etc/passwd'],
  ...['file://elsewhere/share/a.json', '//elsewhere/share/a.json', '\\\\elsewhere\\share\\a.json'],
  ...['http://elsewhere/a.json', 'https://elsewhere/a.cdma-network.json', 'command:a.json', 'data:,{}#.json'],
  ...['1e999 GB', '1e1000000000000000000000 GB', '0e1000000000000000000000000 GB', '-1 KB', '70KB', '70 kb', '1 Gb/s'],
  ...['NaN', 'Infinity', 'null', 'true', 'unlimited', 'average', 'x'.repeat(5000), '(((((((((('],
] as const;

export const hostileKey: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...HOSTILE_KEYS), fc.string({ maxLength: 8 }));

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** A part of a file: what stands at a place of it, from the start or from the end, where headers and directories are. */
const place = (length: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.nat({ max: Math.min(300, length) }),
    fc.nat({ max: length }),
    fc.integer({ min: Math.max(0, length - 600), max: length }),
  );

/** One change of a file. */
export type Damage =
  | { kind: 'set'; at: number; bytes: Uint8Array }
  | { kind: 'flip'; at: number; bit: number }
  | { kind: 'cut'; at: number; count: number }
  | { kind: 'end'; at: number }
  | { kind: 'insert'; at: number; bytes: Uint8Array }
  | { kind: 'copy'; at: number; from: number; count: number };

/** Changes of a file of `length` bytes, one to three of them. */
export function damages(length: number): fc.Arbitrary<Damage[]> {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
    // The ends of the ranges of numbers of all widths.
    fc.constantFrom(...[0, 0x7f, 0x80, 0xff].flatMap((byte) => [1, 2, 4, 8].map((n) => new Uint8Array(n).fill(byte)))),
  );
  const at = place(length);
  const one: fc.Arbitrary<Damage> = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), at, bytes }),
    fc.record({ kind: fc.constant('flip' as const), at, bit: fc.nat({ max: 7 }) }),
    fc.record({ kind: fc.constant('cut' as const), at, count: fc.nat({ max: 40 }) }),
    fc.record({ kind: fc.constant('end' as const), at }),
    fc.record({ kind: fc.constant('insert' as const), at, bytes }),
    fc.record({ kind: fc.constant('copy' as const), at, from: place(length), count: fc.nat({ max: 40 }) }),
  );
  return fc.array(one, { minLength: 1, maxLength: 3 });
}

export function damaged(whole: Uint8Array, changes: readonly Damage[]): Uint8Array {
  return changes.reduce<Uint8Array>((bytes, change) => damageOnce(Buffer.from(bytes), change), whole);
}

function damageOnce(bytes: Buffer, change: Damage): Uint8Array {
  const { at } = change;
  switch (change.kind) {
    case 'set':
      bytes.set(change.bytes.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
      return bytes;
    case 'flip':
      if (at < bytes.length) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << change.bit), at);
      return bytes;
    case 'cut':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + change.count)]);
    case 'end':
      return bytes.subarray(0, at);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), change.bytes, bytes.subarray(at)]);
    case 'copy':
      bytes.copyWithin(Math.min(at, bytes.length), change.from, change.from + change.count);
      return bytes;
  }
}
