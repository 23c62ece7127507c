import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { memoryFiles } from '../../test/unit/memory-files.ts';
import { zipBytes } from '../../test/unit/zip-bytes.ts';
import { nodeHost } from '../node/node-host.ts';
import { type Random, randomFor } from '../synthesis/random.ts';
import { webHost } from './web-host.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SEED = 20180224;
const files = memoryFiles({});
const web = webHost(files);
const node = nodeHost();

type Content = (bytes: number, random: Random) => Uint8Array;

const randomBytes: Content = (bytes, { uniform }) => Uint8Array.from({ length: bytes }, () => 256 * uniform());
const letters: Content = (bytes, { uniform }) => Uint8Array.from({ length: bytes }, () => 97 + 6 * uniform());
/** Activations: normal float32 values, of which a part is not zero. */
const sparse =
  (density: number): Content =>
  (bytes, { uniform, gaussian }) => {
    const values = Float32Array.from({ length: Math.ceil(bytes / 4) }, () => (uniform() < density ? gaussian() : 0));
    return new Uint8Array(values.buffer).subarray(0, bytes);
  };

const CONTENTS: [name: string, content: Content][] = [
  ['zeros', (bytes) => new Uint8Array(bytes)],
  ['random bytes', randomBytes],
  ['six letters', letters],
  ...[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((density): [string, Content] => [
    `density ${density}`,
    sparse(density),
  ]),
];
const WINDOW_BYTES = [0, 1, 2, 3, 128, 511, 4096, 65536];
/** Of each content and length. */
const WINDOWS = 4;

function* windows(longestBytes = Number.POSITIVE_INFINITY): Generator<{ name: string; window: Uint8Array }> {
  for (const [content, make] of CONTENTS) {
    for (const bytes of WINDOW_BYTES.filter((length) => length <= longestBytes)) {
      for (let i = 0; i < WINDOWS; i++) {
        const name = `${content}, ${bytes} bytes, number ${i}`;
        yield { name, window: make(bytes, randomFor(SEED, name)) };
      }
    }
  }
}

test('the files are those that it is given', () => {
  assert.equal(web.files, files);
});

test('a window deflates to the very bytes that it deflates to on Node.js, and inflates to itself', () => {
  for (const { name, window } of windows()) {
    const stream = web.deflate(window);
    assert.deepEqual(Buffer.from(stream), Buffer.from(node.deflate(window)), name);
    const { data, consumedBytes } = web.inflate(stream, window.length);
    assert.deepEqual(Buffer.from(data), Buffer.from(window), name);
    assert.equal(consumedBytes, stream.length, name);
    assert.deepEqual(Buffer.from(node.inflate(stream, window.length).data), Buffer.from(window), name);
  }
});

test('inflates what Node.js deflates, whatever the level', () => {
  for (const { name, window } of windows()) {
    for (const level of [0, 1, 9]) {
      const stream = deflateSync(window, { level });
      const { data, consumedBytes } = web.inflate(Buffer.concat([stream, stream]), window.length);
      assert.deepEqual(Buffer.from(data), Buffer.from(window), name);
      assert.equal(consumedBytes, stream.length, name);
    }
  }
});

test('inflate stops at the end of one stream, and refuses longer data than asked for', () => {
  const first = web.deflate(new Uint8Array(4096));
  const streams = new Uint8Array([...first, ...web.deflate(Uint8Array.of(1, 2, 3))]);
  const { data, consumedBytes } = web.inflate(streams, 4096);
  assert.deepEqual([data.length, consumedBytes], [4096, first.length]);
  assert.deepEqual([...web.inflate(streams.subarray(consumedBytes), 4096).data], [1, 2, 3]);
  assert.throws(() => web.inflate(streams, 4095), /more than 4095 bytes/);
  for (let length = 0; length < first.length; length++) {
    assert.throws(() => web.inflate(first.subarray(0, length), 4096), /unexpected end of file/);
  }
  assert.deepEqual(web.inflate(web.deflate(new Uint8Array(0)), 0).data.length, 0);
  assert.throws(() => web.inflate(web.deflate(Uint8Array.of(1)), 0), /more than 0 bytes/);
});

test('inflate takes neither gzip nor raw streams nor such with a dictionary, like Node.js', () => {
  const window = letters(4096, randomFor(SEED, 'other streams'));
  for (const stream of [
    gzipSync(window),
    deflateRawSync(window),
    deflateSync(window, { dictionary: window.subarray(0, 100) }),
  ]) {
    assert.throws(() => web.inflate(stream, 4096));
    assert.throws(() => node.inflate(stream, 4096));
  }
});

test('damaged streams are refused, or read alike, on both hosts', () => {
  const { uniform } = randomFor(SEED, 'damages');
  const counts = { read: 0, refused: 0 };
  for (const { name, window } of windows(4096)) {
    const stream = Buffer.from(node.deflate(window));
    for (let i = 0; i < 20; i++) {
      const damaged = Buffer.from(stream);
      // Where the codes of a block are declared rather than used, mostly.
      const at = Math.floor(uniform() * Math.min(damaged.length, i % 2 === 0 ? 100 : damaged.length));
      damaged[at] = 256 * uniform();
      const results = [web, node].map((host) => {
        try {
          const { data, consumedBytes } = host.inflate(damaged, window.length);
          return { data: Buffer.from(data), consumedBytes };
        } catch {
          return null;
        }
      });
      assert.deepEqual(results[0], results[1], `${name}, byte ${at} changed to ${damaged[at]}`);
      counts[results[0] === null ? 'refused' : 'read']++;
    }
  }
  assert.ok(counts.refused > 1000 && counts.read > 10, JSON.stringify(counts));
});

test('SHA-256 of text and bytes', () => {
  // FIPS 180-2, appendix B.1.
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.equal(web.sha256('abc'), expected);
  assert.equal(web.sha256(Uint8Array.of(97, 98, 99)), expected);
  const hash = web.startSha256();
  hash.update(Uint8Array.of(97));
  hash.update(Uint8Array.of(98, 99));
  assert.equal(hash.hexadecimal(), expected);
});

test('SHA-256 is the same on both hosts, whole and in parts', () => {
  const random = randomFor(SEED, 'hashed');
  for (let length = 0; length < 300; length++) {
    const data = randomBytes(length, random);
    assert.equal(web.sha256(data), node.sha256(data));
    const hash = web.startSha256();
    for (let offset = 0; offset < length; offset += 37) hash.update(data.subarray(offset, offset + 37));
    assert.equal(hash.hexadecimal(), node.sha256(data));
  }
  // The last one is half a pair of UTF-16 units, which has no UTF-8.
  for (const text of ['', 'ü', '압축 🗜', '\ufeffx', 'x\ud83d']) assert.equal(web.sha256(text), node.sha256(text));
});

test('a pause lets messages be handled that wait already', async () => {
  for (let i = 0; i < 100; i++) {
    const { port1, port2 } = new MessageChannel();
    let handled = false;
    port1.onmessage = () => {
      handled = true;
    };
    port2.postMessage(null);
    await web.pause();
    port1.close();
    assert.equal(handled, true);
  }
});

/** A thread without what only Node.js has. Answers the message that reaches it between two pauses. */
const PROGRAM = `
import { webHost } from './src/web/web-host.ts';
const { port, archive } = globalThis;
async function run() {
  const read = async (into, offset) => into.set(archive.subarray(offset, offset + into.length));
  const host = webHost({});
  const { members } = await host.openZip({ uri: 'file:///t.npz', sizeBytes: archive.length, read });
  const stream = host.deflate(host.inflate(host.deflate(archive), archive.length).data);
  const hash = host.startSha256();
  for (const member of members) for await (const piece of member.content()) hash.update(piece);
  let asked = false;
  port.on('message', () => { asked = true; });
  port.postMessage('ready');
  while (!asked) await host.pause();
  port.postMessage([host.sha256(stream), hash.hexadecimal()]);
  port.close();
}
run();
`;

test('runs with no more than a Web Worker has, where a message reaches it between two pauses', {
  timeout: 60e3,
}, async (context) => {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'js' },
    bundle: true,
    minify: true,
    legalComments: 'none',
    write: false,
    platform: 'browser',
    logLevel: 'error',
  });
  const bundle = outputFiles[0]?.text ?? '';
  const content = letters(5000, randomFor(SEED, 'archive'));
  const archive = zipBytes([
    { name: 'a', content, method: 'deflated' },
    { name: 'b', content },
  ]);
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    globalThis.port = parentPort;
    globalThis.archive = workerData;
    const names = ['Buffer', 'process', 'global', 'setImmediate', 'clearImmediate', 'require', 'module', 'exports'];
    for (const name of names) delete globalThis[name];
    ${bundle}`;
  const worker = new Worker(code, { eval: true, workerData: archive });
  context.after(() => worker.terminate());
  assert.deepEqual(await once(worker, 'message'), ['ready']);
  worker.postMessage('asked');
  const [[deflated, contents]] = await once(worker, 'message');
  assert.equal(deflated, node.sha256(node.deflate(archive)));
  assert.equal(contents, node.sha256(Buffer.concat([content, content])));
  // What is added to the simulator (docs/performance.md).
  assert.ok(bundle.length <= 120e3, `${bundle.length} bytes`);
});
