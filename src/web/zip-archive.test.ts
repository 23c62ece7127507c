import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import { memoryFiles } from '../../test/unit/memory-files.ts';
import { writeNpy } from '../../test/unit/npy-files.ts';
import { type ZipMemberBytes, zipBytes } from '../../test/unit/zip-bytes.ts';
import { FileProblem, type OpenFile, type ZipMember, ZipProblem } from '../host.ts';
import { openZip as openZipOnNode } from '../node/zip-archive.ts';
import { randomFor } from '../synthesis/random.ts';
import { openTensorFile } from '../tensors/tensor-container.ts';
import { zipArchive } from '../zip/zip-member.ts';
import { openZip } from './zip-archive.ts';

const URI = 'file:///t.npz';
const WORDS = Uint32Array.from({ length: 600 }, (_, i) => (i % 3 === 0 ? 0 : i));
const NPY = writeNpy({ dtype: 'float32', shape: [600], words: WORDS });
const NOTHING = new Uint8Array(0);
const fixture = (name: string) => readFileSync(new URL(`../../test/fixtures/tensors/${name}`, import.meta.url));
const archive = (member: Partial<ZipMemberBytes> = {}, ...more: ZipMemberBytes[]) =>
  zipBytes([{ name: 'conv1.npy', content: NPY, ...member }, ...more]);

/** All that a host says of an archive: its members with the hash of what they hold, and why anything is not read. */
async function described(open: typeof openZip, bytes: Uint8Array) {
  const file = await memoryFiles({ [URI]: bytes }).open(URI);
  const orProblem = async <T>(work: () => Promise<T>) => {
    try {
      return await work();
    } catch (error) {
      assert.ok(error instanceof ZipProblem || error instanceof FileProblem, String(error));
      return { problem: error.reason, offset: error instanceof ZipProblem ? error.offset : undefined };
    }
  };
  const archived = await orProblem(() => open(file));
  if ('problem' in archived) return archived;
  const members = [];
  for (const { name, offset, sizeBytes, stored, contentOffset, content } of archived.members) {
    const hash = async () => {
      const sha256 = createHash('sha256');
      for await (const piece of content()) sha256.update(piece);
      return sha256.digest('hex');
    };
    members.push({
      ...{ name, offset, sizeBytes, stored },
      contentOffset: await orProblem(contentOffset),
      content: await orProblem(hash),
    });
  }
  return members;
}

/** A name of bytes that are no ASCII, marked as UTF-8 or not. */
function named(bytes: readonly number[], utf8: boolean): Uint8Array {
  const whole = Buffer.from(archive({ name: '-'.repeat(bytes.length) }));
  const central = whole.indexOf(Uint8Array.of(0x50, 0x4b, 1, 2));
  for (const [name, flags] of [
    [30, 7],
    [central + 46, central + 9],
  ] as const) {
    whole.set(bytes, name);
    if (!utf8) whole[flags] = 0;
  }
  return whole;
}

const tooMuch = deflateRawSync(Buffer.concat([NPY, new Uint8Array(2 ** 24)]));
const tooLittle = deflateRawSync(NPY.subarray(0, 1000));

/** Archives of which both hosts say the same, word for word. */
const ALIKE: [name: string, bytes: Uint8Array][] = [
  ['stored', archive()],
  ['deflated', archive({ method: 'deflated' })],
  ['stored, with 64-bit sizes', zipBytes([{ name: 'a', content: NPY }], true)],
  ['deflated, with 64-bit sizes', zipBytes([{ name: 'a', content: NPY, method: 'deflated' }], true)],
  ['stored, as NumPy writes it', fixture('stored.npz')],
  ['deflated, as NumPy writes it', fixture('deflated.npz')],
  ['more than one piece, stored', archive({ content: Buffer.alloc(2 ** 20 + 1, 'abc') })],
  ['more than one piece, deflated', archive({ content: Buffer.alloc(2 ** 20 + 1, 'abc'), method: 'deflated' })],
  ['no members', zipBytes([])],
  ['no members, with 64-bit sizes', zipBytes([], true)],
  ['an empty member, stored', archive({ content: NOTHING })],
  ['an empty member, deflated', archive({ content: NOTHING, method: 'deflated' })],
  ['folders and other files', zipBytes(['a/', 'readme.txt', 'a/b.npy'].map((name) => ({ name, content: NPY })))],
  ['two members of one name', archive({}, { name: 'conv1.npy', content: NPY })],
  ['a name in UTF-8', archive({ name: 'größe-크기.npy' })],
  ['a name in UTF-8 without its mark', named([0xc3, 0xbc], false)],
  ['a name of code page 437', named([0x01, 0x0a, 0x7f, 0x80, 0x9b, 0xe1, 0xff], false)],
  ['a name that is no UTF-8, though marked', named([0x41, 0xff, 0xc3], true)],
  ['an empty name', archive({ name: '' })],
  ['a name with a place for nothing', archive({ name: './a//b\0.npy' })],
  ['a name that leads out', archive({ name: '../conv1.npy' })],
  ['an absolute name', archive({ name: '/conv1.npy' })],
  ['a name with a drive', archive({ name: 'c:conv1.npy' })],
  ['a name with a backslash', archive({ name: 'a\\conv1.npy' })],
  ['encrypted', archive({ encrypted: true, method: 'deflated' })],
  ['another compression', archive({ methodNumber: 14, compressed: NPY })],
  ['a wrong CRC-32, stored', archive({ crc32: 1 })],
  ['a wrong CRC-32, deflated', archive({ crc32: 1, method: 'deflated' })],
  ['no deflated data', archive({ method: 'deflated', compressed: new Uint8Array(50).fill(255) })],
  ['deflated data cut short', archive({ method: 'deflated', compressed: tooLittle.subarray(0, -9) })],
  ['no deflated data at all', archive({ method: 'deflated', compressed: NOTHING })],
  [
    'something behind the deflated data',
    archive({ method: 'deflated', compressed: Buffer.concat([deflateRawSync(NPY), NPY]) }),
  ],
  ['a stored size beyond the file', archive({ sizeBytes: 1e9 })],
  ['two stored sizes', archive({ compressed: NPY, sizeBytes: 100 })],
];
for (const [name, bytes] of ALIKE) {
  test(`is read or refused as on Node.js: ${name}`, async () => {
    assert.deepEqual(await described(openZip, bytes), await described(openZipOnNode, bytes));
  });
}

/** Archives that both hosts refuse, each in the words of its library, or of this one. */
const REFUSED: [name: string, bytes: Uint8Array, message: RegExp][] = [
  ['0 bytes', NOTHING, /not a sound zip archive: File format is not recognized/],
  ['a .npy file', NPY, /not a sound zip archive: End of central directory not found/],
  ['cut short', archive().subarray(0, -30), /not a sound zip archive: End of central directory not found/],
  ['a directory that is elsewhere', archive().subarray(100), /not a sound zip archive: Ambiguous.*directory offset/],
  ['something in front', Buffer.concat([NPY, archive()]), /not a sound zip archive: Ambiguous.*prepended data/],
  ['something behind', Buffer.concat([archive(), NPY]), /not a sound zip archive: Ambiguous.*appended data/],
];
for (const [name, bytes, message] of REFUSED) {
  test(`refuses, like Node.js: ${name}`, async () => {
    const found = await described(openZip, bytes);
    assert.ok('problem' in found, 'was read');
    assert.match(found.problem, message);
    assert.ok('problem' in (await described(openZipOnNode, bytes)), 'was read on Node.js');
  });
}

const WRONG_SIZE: [name: string, member: Partial<ZipMemberBytes>, message: RegExp][] = [
  ['more than declared', { compressed: tooMuch }, /has more than the declared 2528 bytes in its member conv1\.npy/],
  ['less than declared', { compressed: tooLittle }, /has 1000 of the declared 2528 bytes in its member conv1\.npy/],
  ['a directory that says more', { sizeBytes: 1e9 }, /has 2528 of the declared 1000000000 bytes in its member/],
  ['a directory that says less', { sizeBytes: 1000 }, /has more than the declared 1000 bytes in its member/],
];
for (const [name, member, message] of WRONG_SIZE) {
  test(`refuses a member, like Node.js: ${name}`, async () => {
    const bytes = archive({ method: 'deflated', ...member });
    const contents = [];
    for (const open of [openZip, openZipOnNode]) {
      const found = await described(open, bytes);
      assert.ok(Array.isArray(found), JSON.stringify(found));
      const [content] = found.map((each) => each.content);
      assert.ok(content !== undefined && typeof content !== 'string', 'was read');
      assert.equal(content.offset, 0);
      contents.push(content.problem);
    }
    assert.match(contents[0] ?? '', message);
  });
}

test('a member that inflates to more than is declared is cut off there', async () => {
  // 1 GiB of zeros in 1 MB: flushed parts can be put one behind the other.
  const zeros = deflateRawSync(new Uint8Array(2 ** 26), { finishFlush: constants.Z_SYNC_FLUSH });
  const compressed = Buffer.concat(Array.from({ length: 16 }, () => zeros));
  const before = process.resourceUsage().maxRSS;
  const found = await described(openZip, archive({ method: 'deflated', compressed }));
  assert.match(JSON.stringify(found), /has more than the declared 2528 bytes/);
  assert.ok(process.resourceUsage().maxRSS - before < 50e3, 'took 50 MB or more');
});

test('what is not asked for is neither read nor inflated', async () => {
  const { uniform } = randomFor(20180224, 'content');
  const content = Uint8Array.from({ length: 2 ** 22 }, () => 256 * uniform());
  const { file, readBytes } = counting(archive({ method: 'deflated', content }, { name: 'b', content: NPY }));
  const { members } = await openZip(file);
  const firstPiece = async (member: ZipMember | undefined) => {
    const pieces = member?.content();
    const piece = await pieces?.next();
    await pieces?.return(undefined);
    return piece?.value?.length;
  };
  assert.equal(await firstPiece(members[1]), NPY.length);
  // The end of the directory is looked for in the last 64 KiB.
  assert.ok(readBytes() < 70e3, `${readBytes()} bytes read`);
  assert.equal(await firstPiece(members[0]), 2 ** 16);
  assert.ok(readBytes() < 70e3 + 2 ** 20, `${readBytes()} bytes read`);
});

function counting(bytes: Uint8Array): { file: OpenFile; readBytes: () => number } {
  let count = 0;
  const read = async (into: Uint8Array, offset: number) => {
    count += into.length;
    into.set(bytes.subarray(offset, offset + into.length));
  };
  const file: OpenFile = { uri: URI, sizeBytes: bytes.length, read, close: async () => undefined };
  return { file, readBytes: () => count };
}

/** Of all that follows the directory of an archive with 64-bit sizes. */
const END_BYTES = 56 + 20 + 22;

test('an archive has 65,535 members at most', async () => {
  const { members } = await openZip(await memoryFiles({ [URI]: archive() }).open(URI));
  const [member] = members as [ZipMember];
  async function* repeated(count: number): AsyncGenerator<ZipMember> {
    for (let i = 0; i < count; i++) yield { ...member, name: `${i}.npy` };
  }
  assert.equal((await zipArchive(() => repeated(65535))).members.length, 65535);
  await assert.rejects(
    zipArchive(() => repeated(65536)),
    new ZipProblem('has more than 65535 members'),
  );
});

test('a directory that says that it is larger than any is not read', async () => {
  const sizeBytes = 2 ** 33;
  const tail = Buffer.from(zipBytes([{ name: 'a', content: NPY }], true)).subarray(-END_BYTES);
  tail.writeBigUInt64LE(BigInt(2 ** 32), 40);
  tail.writeBigUInt64LE(0n, 48);
  tail.writeBigUInt64LE(BigInt(sizeBytes - END_BYTES), 56 + 8);
  const read = async (into: Uint8Array, offset: number) => {
    for (let i = 0; i < into.length; i++) into[i] = tail[offset + i - (sizeBytes - tail.length)] ?? 0;
  };
  await assert.rejects(
    openZip({ uri: URI, sizeBytes, read, close: async () => undefined }),
    new ZipProblem(`has a directory of ${2 ** 32} bytes, more than the ${2 ** 26} that are read`),
  );
});

test('a file that cannot be read is no damaged archive', async () => {
  const { file } = counting(archive());
  const read = async () => {
    throw new FileProblem(URI, 'is gone');
  };
  await assert.rejects(openZip({ ...file, read }), new FileProblem(URI, 'is gone'));
  const { members } = await openZip(file);
  file.read = read;
  for (const { contentOffset, content } of members) {
    await assert.rejects(contentOffset(), new FileProblem(URI, 'is gone'));
    await assert.rejects(content().next(), new FileProblem(URI, 'is gone'));
  }
});

/** How many archives one host refuses that the other reads, for some reason of its library's own. */
const MOST_ONLY_HERE = 0.05;
const MOST_ONLY_ON_NODE = 0.02;

for (const name of ['stored.npz', 'deflated.npz', 'with 64-bit sizes']) {
  test(`damaged archives are refused, or read as on Node.js: ${name}`, async () => {
    const members = [
      { name: 'a.npy', content: NPY.subarray(0, 500) },
      { name: 'b.npy', content: NPY.subarray(0, 700), method: 'deflated' as const },
    ];
    const whole = name.endsWith('.npz') ? fixture(name) : Buffer.from(zipBytes(members, true));
    const { uniform } = randomFor(20180224, name);
    const below = (limit: number) => Math.floor(limit * uniform());
    const counts = { alike: 0, refused: 0, onlyHere: 0, onlyOnNode: 0 };
    const runs = 400;
    for (let run = 0; run < runs; run++) {
      const bytes = damaged(whole, below);
      const here = readable(await described(openZip, bytes));
      const onNode = readable(await described(openZipOnNode, bytes));
      if (here === null || onNode === null) {
        counts[here === onNode ? 'refused' : here === null ? 'onlyHere' : 'onlyOnNode']++;
        continue;
      }
      assert.deepEqual(here, onNode);
      counts.alike++;
    }
    assert.ok(counts.alike > runs / 10 && counts.refused > runs / 10, JSON.stringify(counts));
    assert.ok(counts.onlyHere <= MOST_ONLY_HERE * runs, JSON.stringify(counts));
    assert.ok(counts.onlyOnNode <= MOST_ONLY_ON_NODE * runs, JSON.stringify(counts));
  });
}

/** A few bytes set, cut out, put in or copied from elsewhere: where headers and directories lie, mostly. */
function damaged(whole: Buffer, below: (limit: number) => number): Uint8Array {
  const place = [below(300), whole.length - 1 - below(400), below(whole.length)][below(3)] ?? 0;
  const count = 1 + below(12);
  const bytes = Buffer.from(whole);
  switch (below(4)) {
    case 0:
      return bytes.fill(below(256), place, place + count);
    case 1:
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + count)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, place), Buffer.alloc(count, below(256)), bytes.subarray(place)]);
    default: {
      const from = below(whole.length);
      bytes.copyWithin(place, from, from + count);
      return bytes;
    }
  }
}

/** Null where the archive is refused; members of which only the content is keep their place. */
function readable(found: Awaited<ReturnType<typeof described>>) {
  if (!Array.isArray(found)) return null;
  return found.map(({ name, offset, sizeBytes, stored, content }) => {
    return { name, offset, sizeBytes, stored, content: typeof content === 'string' ? content : null };
  });
}

test('tensors of an archive are read as on Node.js', async () => {
  for (const name of ['stored.npz', 'deflated.npz']) {
    const files = memoryFiles({ [URI]: fixture(name) });
    const tensors = [];
    for (const open of [openZip, openZipOnNode]) {
      const opened = await openTensorFile(URI, { files, openZip: open });
      assert.ok('file' in opened, JSON.stringify(opened));
      for (const tensorName of opened.file.names ?? []) {
        const found = await opened.file.tensor(tensorName);
        assert.ok('source' in found, JSON.stringify(found));
        const words: number[] = [];
        for await (const block of found.source.blocks(256)) words.push(...block);
        assert.equal(words.length, found.source.elements);
        tensors.push({ tensorName, randomAccess: found.source.randomAccess, words });
      }
    }
    assert.equal(tensors.length, 6);
    assert.deepEqual(tensors.slice(0, 3), tensors.slice(3));
  }
});
