import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/node/crc32.ts';

/** A member of an archive; what is left out is right for its content. */
export interface ZipMemberBytes {
  name: string;
  content: Uint8Array;
  method?: 'stored' | 'deflated';
  /** As deflated bytes lie in the file. */
  compressed?: Uint8Array;
  crc32?: number;
  /** Of the content, as the directory says it. */
  sizeBytes?: number;
  encrypted?: boolean;
  methodNumber?: number;
}

/** A zip archive, byte by byte (APPNOTE 6.3.9), with 64-bit sizes throughout if asked for. */
export function zipBytes(members: readonly ZipMemberBytes[], zip64 = false): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  const add = (list: Uint8Array[], bytes: Uint8Array) => {
    list.push(bytes);
    if (list === parts) offset += bytes.length;
  };
  for (const member of members) {
    const { local, central, data } = headersOf(member, offset, zip64);
    add(parts, local);
    add(parts, data);
    directory.push(central);
  }
  const directoryOffset = offset;
  for (const entry of directory) add(parts, entry);
  const directoryBytes = offset - directoryOffset;
  if (zip64) {
    const endOffset = offset;
    add(
      parts,
      numbers([
        [4, 0x06064b50],
        [8, 44],
        [2, 45],
        [2, 45],
        [4, 0],
        [4, 0],
        [8, members.length],
        [8, members.length],
        [8, directoryBytes],
        [8, directoryOffset],
      ]),
    );
    add(
      parts,
      numbers([
        [4, 0x07064b50],
        [4, 0],
        [8, endOffset],
        [4, 1],
      ]),
    );
  }
  const short = (value: number, bytes: 2 | 4): [number, number] => [bytes, zip64 ? 2 ** (8 * bytes) - 1 : value];
  const counts = [
    short(members.length, 2),
    short(members.length, 2),
    short(directoryBytes, 4),
    short(directoryOffset, 4),
  ];
  add(parts, numbers([[4, 0x06054b50], [2, 0], [2, 0], ...counts, [2, 0]]));
  return Buffer.concat(parts);
}

function headersOf(member: ZipMemberBytes, offset: number, zip64: boolean) {
  const { name, content, method = 'stored', encrypted = false } = member;
  const data = member.compressed ?? (method === 'deflated' ? deflateRawSync(content) : content);
  const size = member.sizeBytes ?? content.length;
  const compressedSize = method === 'stored' && member.compressed === undefined ? size : data.length;
  const nameBytes = new TextEncoder().encode(name);
  const extra = zip64
    ? numbers([
        [2, 1],
        [2, 24],
        [8, size],
        [8, compressedSize],
        [8, offset],
      ])
    : new Uint8Array(0);
  const short = (value: number): [number, number] => [4, zip64 ? 0xffffffff : value];
  const shared: [number, number][] = [
    [2, 45],
    [2, (encrypted ? 1 : 0) | 0x800],
    [2, member.methodNumber ?? (method === 'deflated' ? 8 : 0)],
    [2, 0],
    [2, 0x21],
    [4, member.crc32 ?? crc32(content, 0)],
    short(compressedSize),
    short(size),
    [2, nameBytes.length],
  ];
  const local = Buffer.concat([numbers([[4, 0x04034b50], ...shared, [2, 0]]), nameBytes]);
  const central = Buffer.concat([
    numbers([[4, 0x02014b50], [2, 45], ...shared, [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], short(offset)]),
    nameBytes,
    extra,
  ]);
  return { local, central, data };
}

/** Little-endian numbers, each with its width in bytes. */
function numbers(fields: readonly (readonly [bytes: number, value: number])[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([bytes, value]) =>
      Array.from({ length: bytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn)),
    ),
  );
}
