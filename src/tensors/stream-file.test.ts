import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryFiles } from '../../test/unit/memory-files.ts';
import type { Words } from '../codecs/codec.ts';
import { codecFor, DEFAULT_CODEC_CONFIG } from '../codecs/registry.ts';
import { CODEC_IDS, type CodecId, RUN_LENGTH_FORMATS } from '../config/resolved-config.ts';
import { nodeHost } from '../node/node-host.ts';
import { writeNpyHeader } from './npy-write.ts';
import { readStreamFile, type StreamSettings, streamFileEnd, streamFileStart } from './stream-file.ts';
import { UnreadableTensor } from './tensor-problem.ts';

const URI = 'file:///t.cdma-stream';
const host = nodeHost();
const WORDS = Uint32Array.from({ length: 600 }, (_, i) => (i % 7 < 3 ? 0 : i * 2654435761));
const HEADER = writeNpyHeader('float32', [600]);
const SETTINGS = {
  ...DEFAULT_CODEC_CONFIG,
  window: 512,
  dtype: 'float32',
  stored: 'NCHW',
  layout: null,
  blockElements: 256,
} as const;

function streamFile(settings: StreamSettings, header = HEADER): Uint8Array {
  const codec = codecFor(settings.codec, settings, host);
  const streams: Uint8Array[] = [];
  for (let start = 0; start < WORDS.length; start += 256)
    streams.push(codec.encode(WORDS.subarray(start, start + 256)));
  const end = streamFileEnd(streams.map(({ length }) => length));
  return Buffer.concat([streamFileStart(settings, header), ...streams, end]);
}

/** Decodes everything with the settings that the file itself has. */
async function decode(bytes: Uint8Array): Promise<number[]> {
  const file = await memoryFiles({ [URI]: bytes }).open(URI);
  const stream = await readStreamFile(file);
  const words: number[] = [];
  const blocks: AsyncGenerator<Words> = stream.blocks(codecFor(stream.settings.codec, stream.settings, host));
  for await (const block of blocks) words.push(...block);
  return words;
}

const ALL: StreamSettings[] = CODEC_IDS.flatMap((codec: CodecId) =>
  (codec === 'rle' ? RUN_LENGTH_FORMATS : RUN_LENGTH_FORMATS.slice(0, 1)).map((runLengthFormat) => ({
    ...SETTINGS,
    codec,
    runLengthFormat,
  })),
);

for (const settings of ALL) {
  const name = settings.codec === 'rle' ? settings.runLengthFormat : settings.codec;
  const whole = streamFile(settings);

  test(`${name}: the blocks of a stream are the stream of the tensor`, async () => {
    assert.deepEqual(await decode(whole), [...WORDS]);
    const stream = codecFor(settings.codec, settings, host).encode(WORDS);
    const start = streamFileStart(settings, HEADER).length;
    assert.deepEqual(Uint8Array.from(whole.subarray(start, whole.length - 12)), Uint8Array.from(stream));
  });

  test(`${name}: damaged files are read or refused with the byte`, async () => {
    const position = fc.oneof(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 400 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(position, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 }),
        fc.option(position),
        async (edits, cut) => {
          const bytes = Uint8Array.from(whole);
          for (const [at, byte] of edits) bytes[at] = byte;
          try {
            await decode(cut === null ? bytes : bytes.subarray(0, cut));
          } catch (error) {
            assert(error instanceof UnreadableTensor, String(error));
            assert.ok(error.offset !== undefined && error.offset <= whole.length, error.message);
          }
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
}

const settings = (more: object) => streamFile({ ...ALL[0], ...more } as StreamSettings);
const HOSTILE: [name: string, bytes: () => Uint8Array, message: RegExp][] = [
  ['a codec of another version', () => settingsWith({ codec: 'lz4' }), /has settings without a valid "codec"/],
  ['a fraction of a window', () => settings({ window: 512.5 }), /without a valid "window"/],
  ['a block of gigabytes', () => settings({ blockElements: 2 ** 30 }), /without a valid "blockElements"/],
  ['another element type', () => settings({ dtype: 'float16' }), /holds float32; its settings say float16/],
  [
    'another header',
    () => streamFile(ALL[0], new Uint8Array(128)),
    /faulty \.npy header before its stream: it does not start/,
  ],
  [
    'a huge shape',
    () => streamFile(ALL[0], writeNpyHeader('float32', [2 ** 40])),
    /expected the lengths of 4294967296 blocks/,
  ],
];
for (const [name, bytes, message] of HOSTILE) {
  test(`refuses: ${name}`, async () => {
    await assert.rejects(decode(bytes()), message);
  });
}

/** Settings that no codec can be made of. */
function settingsWith(more: object): Uint8Array {
  return streamFileStart({ ...ALL[0], ...more } as StreamSettings, HEADER);
}
