/**
 * Compressed streams, and the files that hold them, as they may arrive: what was encoded comes back, what was damaged is
 * refused where it is wrong or is another tensor, in bounds and in memory that the stream explains.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Codec, CorruptStream, type WordBytes, type Words } from '../../src/codecs/codec.ts';
import { kernels } from '../../src/codecs/kernels/kernels.ts';
import { plainKernels } from '../../src/codecs/kernels/plain.ts';
import { type CodecConfig, codecFor } from '../../src/codecs/registry.ts';
import { bytesOf, newWords, wordBytesOf } from '../../src/codecs/words.ts';
import {
  CODEC_IDS,
  LAYOUTS,
  PARTIAL_WINDOWS,
  RUN_LENGTH_FORMATS,
  ZERO_VALUE_WINDOWS,
} from '../../src/config/resolved-config.ts';
import { FileProblem } from '../../src/host.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { writeNpyHeader } from '../../src/tensors/npy-write.ts';
import { readStreamFile, type StreamSettings, streamFileEnd, streamFileStart } from '../../src/tensors/stream-file.ts';
import { ELEMENT_TYPES, elementsOf, wordBytesOfType } from '../../src/tensors/tensor.ts';
import { UnreadableTensor } from '../../src/tensors/tensor-problem.ts';
import { memoryFiles } from '../unit/memory-files.ts';
import { fuzz } from './fuzz.ts';
import { damaged, damages, HOSTILE_KEYS } from './hostile.ts';
import { changed, hostileLeaf, printJson, treeChanges, treeOf } from './json-text.ts';

const host = nodeHost();
/** A whole number of windows of all sizes below, for every width of words. */
const BLOCK_ELEMENTS = 1024;

const codecConfig: fc.Arbitrary<CodecConfig> = fc.record({
  window: fc.constantFrom(4, 64, 256, 1024),
  runLengthFormat: fc.constantFrom(...RUN_LENGTH_FORMATS),
  zeroValueWindow: fc.constantFrom(...ZERO_VALUE_WINDOWS),
  partialWindow: fc.constantFrom(...PARTIAL_WINDOWS),
});
const codec = fc.tuple(fc.constantFrom(...CODEC_IDS), codecConfig).map(([id, config]) => codecFor(id, config, host));

/** Runs of zeros and of anything else. */
function wordsOfWidth(wordBytes: WordBytes, most: number): fc.Arbitrary<Words> {
  const word = fc.oneof(
    fc.constant(0),
    fc.constant(0),
    fc.constantFrom(1, 0x80, 0xffffffff),
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  );
  const run = fc.tuple(
    word,
    fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constantFrom(31, 32, 33, 63, 64, 255, 256, 300)),
  );
  return fc.array(run, { minLength: 1, maxLength: 12 }).map((runs) => {
    const list = runs.flatMap(([value, length]) => Array<number>(length).fill(value));
    const words = newWords(Math.min(most, list.length), wordBytes);
    words.set(list.slice(0, words.length));
    return words;
  });
}
const anyWords = fc.constantFrom<WordBytes>(4, 2, 1).chain((wordBytes) => wordsOfWidth(wordBytes, 5000));

/** The words of a stream, or null where it is refused as corrupt. Throws on anything else. */
function decode(codec: Codec, stream: Uint8Array, elements: number, wordBytes: WordBytes): Words | null {
  try {
    const words = codec.decode(stream, elements, wordBytes);
    assert.equal(words.length, elements);
    assert.equal(wordBytesOf(words), wordBytes);
    return words;
  } catch (error) {
    assert.ok(error instanceof CorruptStream, String(error));
    assert.ok(error.offset >= 0 && error.offset <= stream.length, error.message);
    return null;
  }
}

test('what was encoded comes back bit for bit', async (t) => {
  await fuzz(t, fc.tuple(anyWords, codec), 700, ([words, codec]) => {
    const stream = codec.encode(words);
    assert.equal(stream.length, codec.sizeBytes(words));
    assert.deepEqual(decode(codec, stream, words.length, wordBytesOf(words)), words);
  });
});

test('a damaged stream is refused, or is what its words are encoded as', async (t) => {
  const inputs = fc.tuple(anyWords, codec).chain(([words, codec]) => {
    const stream = codec.encode(words);
    return damages(stream.length).map((changes) => ({ words, codec, stream: damaged(stream, changes) }));
  });
  await fuzz(t, inputs, 1000, ({ words, codec, stream }) => {
    const found = decode(codec, stream, words.length, wordBytesOf(words));
    // DEFLATE has many streams for the same words; all other formats have one.
    if (found !== null && codec.id !== 'zlib') assert.deepEqual(codec.encode(found), new Uint8Array(stream));
  });
});

test('a stream of a few bytes takes no memory for words that it cannot hold', async (t) => {
  const elements = fc.constantFrom(0, 1, 31, 33, 2 ** 24, 2 ** 31, 2 ** 32, 2 ** 45);
  const inputs = fc.tuple(fc.uint8Array({ maxLength: 64 }), codec, elements, fc.constantFrom<WordBytes>(4, 2, 1));
  await fuzz(t, inputs, 1500, ([stream, codec, elements, wordBytes]) => {
    const before = process.memoryUsage().arrayBuffers;
    const found = decode(codec, stream, elements, wordBytes);
    assert.ok(found === null || elements < 2 ** 31);
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20 + 1024 * stream.length);
  });
});

test('both kernels decode the same, and write nothing behind their words', async (t) => {
  const MARGIN = 64;
  const inputs = fc.tuple(anyWords, fc.constantFrom(...ZERO_VALUE_WINDOWS)).chain(([words, window]) => {
    const stream = codecFor(
      'zvc',
      { window: 64, runLengthFormat: 'token-16', zeroValueWindow: window, partialWindow: 'short' },
      host,
    ).encode(words);
    const changes = fc.oneof(fc.constant([]), damages(stream.length));
    return changes.map((each) => ({ words, window, stream: new Uint8Array(damaged(stream, each)) }));
  });
  await fuzz(t, inputs, 800, ({ words, window, stream }) => {
    const decoded = [kernels(), plainKernels].map((kernel) => {
      const room = newWords(words.length + 2 * MARGIN, wordBytesOf(words));
      const part = kernel.decodeZeroValue(stream, room.subarray(MARGIN, MARGIN + words.length), window);
      assert.ok(part.elements <= words.length && part.bytes <= stream.length, kernel.name);
      assert.ok(part.elements % window === 0 || part.elements === words.length, kernel.name);
      for (const margin of [room.subarray(0, MARGIN), room.subarray(MARGIN + words.length)]) {
        assert.ok(
          margin.every((word) => word === 0),
          kernel.name,
        );
      }
      return room.subarray(MARGIN, MARGIN + part.elements);
    });
    const [one = words, other = words] = decoded;
    const both = Math.min(one.length, other.length);
    assert.deepEqual(one.slice(0, both), other.slice(0, both));
  });
});

const settings: fc.Arbitrary<StreamSettings> = fc
  .tuple(
    codecConfig,
    fc.record({
      codec: fc.constantFrom(...CODEC_IDS),
      dtype: fc.constantFrom(...ELEMENT_TYPES),
      stored: fc.constantFrom(...LAYOUTS),
      layout: fc.constantFrom(null, ...LAYOUTS),
      blockElements: fc.constant(BLOCK_ELEMENTS),
    }),
  )
  .map(([config, rest]) => ({ ...config, ...rest }));

interface Sound {
  settings: StreamSettings;
  words: Words;
  bytes: Uint8Array;
}

/** A file as `cdma compress --out` writes it. */
const soundFile: fc.Arbitrary<Sound> = settings.chain((settings) =>
  wordsOfWidth(wordBytesOfType(settings.dtype), 5000).map((words) => {
    const codec = codecFor(settings.codec, settings, host);
    const blocks = Array.from({ length: Math.ceil(words.length / BLOCK_ELEMENTS) }, (_, block) =>
      codec.encode(words.slice(block * BLOCK_ELEMENTS, (block + 1) * BLOCK_ELEMENTS)),
    );
    const start = streamFileStart(settings, writeNpyHeader(settings.dtype, [words.length]));
    const end = streamFileEnd(blocks.map(({ length }) => length));
    return { settings, words, bytes: Buffer.concat([start, ...blocks, end]) };
  }),
);

/** A damaged file may say that it holds any number of elements, and be right: what is read of it ends here. */
const MOST_READ_BLOCKS = 50;

/** All words of a stream file; null where it is refused. Throws on what is no problem of the file. */
async function readAll(bytes: Uint8Array): Promise<Uint8Array | null> {
  const uri = 'file:///w/a.cdma';
  const file = await memoryFiles({ [uri]: bytes }).open(uri);
  try {
    const { settings, description, blocks } = await readStreamFile(file);
    const parts: Uint8Array[] = [];
    for await (const words of blocks(codecFor(settings.codec, settings, host))) {
      parts.push(bytesOf(words));
      if (parts.length === MOST_READ_BLOCKS) break;
    }
    const whole = Buffer.concat(parts);
    const declared = elementsOf(description.shape) * wordBytesOfType(settings.dtype);
    assert.ok(whole.length === declared || parts.length === MOST_READ_BLOCKS, `${whole.length} of ${declared} bytes`);
    return whole;
  } catch (error) {
    if (error instanceof FileProblem) return null;
    if (!(error instanceof UnreadableTensor)) throw error;
    assert.ok(error.offset === undefined || (error.offset >= 0 && error.offset <= bytes.length), `${error.offset}`);
    return null;
  }
}

test('a stream file gives back the words that it was made of', async (t) => {
  await fuzz(t, soundFile, 250, async ({ words, bytes }) => {
    assert.deepEqual(await readAll(bytes), Buffer.from(bytesOf(words)));
  });
});

test('a damaged stream file is refused or read', async (t) => {
  const inputs = soundFile.chain(({ bytes }) => damages(bytes.length).map((changes) => damaged(bytes, changes)));
  let refused = 0;
  await fuzz(t, inputs, 700, async (bytes) => {
    if ((await readAll(bytes)) === null) refused++;
  });
  assert.ok(refused > 50, `${refused} were refused`);
});

test('a stream file with settings that promise anything is refused or read', async (t) => {
  const key = fc.constantFrom('codec', 'window', 'blockElements', 'layout', ...HOSTILE_KEYS);
  const inputs = fc.tuple(soundFile, treeChanges(key, hostileLeaf)).map(([{ settings, bytes }, changes]) => {
    const sound = new TextEncoder().encode(JSON.stringify(settings));
    const other = new TextEncoder().encode(printJson(changed(treeOf(settings), changes)));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(other.length);
    return Buffer.concat([bytes.subarray(0, 6), length, other, bytes.subarray(10 + sound.length)]);
  });
  await fuzz(t, inputs, 400, async (bytes) => void (await readAll(bytes)));
});
