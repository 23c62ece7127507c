import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { FileProblem } from '../host.ts';
import { crc32, crc32ByTable } from './crc32.ts';
import { nodeHost } from './node-host.ts';

const host = nodeHost();
let folder = '';
const uri = (name: string) => pathToFileURL(join(folder, name)).href;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cdma-host-'));
  await writeFile(join(folder, 'text.json'), '{"ü": 1}');
  await writeFile(join(folder, 'latin1.json'), Buffer.from([0x7b, 0xfc, 0x7d]));
});
after(() => rm(folder, { recursive: true }));

test('reads text, bytes and sizes', async () => {
  assert.equal(await host.files.readText(uri('text.json')), '{"ü": 1}');
  assert.equal((await host.files.readBytes(uri('text.json'), 9)).length, 9);
  assert.equal((await host.files.stat(uri('text.json'))).sizeBytes, 9);
});

test('says in plain words why a file cannot be read', async () => {
  const reason = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => null,
      (rejection: unknown) => rejection,
    );
    assert(error instanceof FileProblem, String(error));
    return error.reason;
  };
  assert.equal(await reason(host.files.readText(uri('none.json'))), 'does not exist');
  assert.equal(await reason(host.files.stat(uri('none.json'))), 'does not exist');
  assert.equal(await reason(host.files.readText(uri('.'))), 'is a folder');
  assert.equal(await reason(host.files.readText(uri('text.json/x'))), 'does not exist (a part of its path is a file)');
  assert.equal(await reason(host.files.readText(uri('latin1.json'))), 'is not UTF-8 text');
  assert.equal(await reason(host.files.readText('https://example.org/x')), 'is not the URI of a local file');
  assert.match(await reason(host.files.readBytes(uri('text.json'), 8)), /has 9 bytes, more than the 8/);
});

test('reads parts of an open file, and says where it ends', async () => {
  const file = await host.files.open(uri('text.json'));
  const part = new Uint8Array(3);
  await file.read(part, 6);
  assert.equal(Buffer.from(part).toString(), ' 1}');
  await assert.rejects(file.read(part, 7), /text\.json ends before byte 10/);
  await assert.rejects(file.read(part, Number.MAX_SAFE_INTEGER), FileProblem);
  // Cut by another program meanwhile.
  await writeFile(join(folder, 'shrinking'), new Uint8Array(100));
  const shrinking = await host.files.open(uri('shrinking'));
  await writeFile(join(folder, 'shrinking'), new Uint8Array(50));
  await assert.rejects(shrinking.read(part, 80), /shrinking ends before byte 83/);
  await shrinking.close();
  await file.close();
  await assert.rejects(host.files.open(uri('none.json')), /none\.json does not exist/);
  await assert.rejects(host.files.open(uri('.')), /is a folder/);
});

test('inflate stops at the end of one stream, and refuses longer data than asked for', () => {
  const first = host.deflate(new Uint8Array(4096));
  const streams = new Uint8Array([...first, ...host.deflate(Uint8Array.of(1, 2, 3))]);
  const { data, consumedBytes } = host.inflate(streams, 4096);
  assert.deepEqual([data.length, consumedBytes], [4096, first.length]);
  assert.throws(() => host.inflate(streams, 4095));
  assert.throws(() => host.inflate(first.subarray(0, -1), 4096));
});

test('SHA-256 of text and bytes', () => {
  // FIPS 180-2, appendix B.1.
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.equal(host.sha256('abc'), expected);
  assert.equal(host.sha256(Uint8Array.of(97, 98, 99)), expected);
  const hash = host.startSha256();
  hash.update(Uint8Array.of(97));
  hash.update(Uint8Array.of(98, 99));
  assert.equal(hash.hexadecimal(), expected);
});

test('CRC-32 of the polynomial that zip archives use, whole and in parts', () => {
  const digits = new TextEncoder().encode('123456789');
  // The check value that catalogues of checksums give for CRC-32/ISO-HDLC.
  for (const checksum of [crc32, crc32ByTable]) {
    assert.equal(checksum(digits, 0), 0xcbf43926);
    assert.equal(checksum(digits.subarray(4), checksum(digits.subarray(0, 4), 0)), 0xcbf43926);
  }
});
