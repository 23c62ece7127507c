/** Streams of the narrow element types, byte for byte, against those of independent encoders (test/golden/codec-counts-types.json). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { RUN_LENGTH_FORMATS, ZERO_VALUE_WINDOWS } from '../config/resolved-config.ts';
import { nodeHost } from '../node/node-host.ts';
import { type ElementType, wordBytesOfType } from '../tensors/tensor.ts';
import type { Codec, Words } from './codec.ts';
import { codecFor, DEFAULT_CODEC_CONFIG } from './registry.ts';
import { withValueZeros } from './value-zeros.ts';
import { countNonZero, newWords } from './words.ts';

interface Golden {
  tensors: Record<
    string,
    {
      type: ElementType;
      elements: number;
      nonZero: number;
      nonZeroByValue: number;
      streams: Record<string, { bytes: number; sha256: string }>;
      /** Hexadecimal; "0*N" stands for N zero words. */
      words: string;
    }
  >;
}

const host = nodeHost();
const golden = JSON.parse(
  readFileSync(new URL('../../test/golden/codec-counts-types.json', import.meta.url), 'utf8'),
) as Golden;

const CODECS: ReadonlyMap<string, Codec> = new Map([
  ...ZERO_VALUE_WINDOWS.map((zeroValueWindow): [string, Codec] => [
    `zvc-${zeroValueWindow}`,
    codecFor('zvc', { ...DEFAULT_CODEC_CONFIG, zeroValueWindow }, host),
  ]),
  ...RUN_LENGTH_FORMATS.flatMap((runLengthFormat) => {
    const codec = (window: number, partialWindow: 'short' | 'zero-padded') =>
      codecFor('rle', { ...DEFAULT_CODEC_CONFIG, window, runLengthFormat, partialWindow }, host);
    return [
      [`${runLengthFormat}, windows of 4096 B`, codec(4096, 'short')],
      [`${runLengthFormat}, windows of 4096 B, zero-padded`, codec(4096, 'zero-padded')],
      [`${runLengthFormat}, windows of 1048576 B`, codec(2 ** 20, 'short')],
    ] satisfies [string, Codec][];
  }),
]);

function parseWords(text: string, elements: number, type: ElementType): Words {
  const words = newWords(elements, wordBytesOfType(type));
  let next = 0;
  for (const part of text.split(' ')) {
    const [word = '', count = '1'] = part.split('*');
    words.fill(Number.parseInt(word, 16), next, next + Number(count));
    next += Number(count);
  }
  assert.equal(next, elements);
  return words;
}

for (const [name, { type, elements, nonZero, nonZeroByValue, streams, words: text }] of Object.entries(
  golden.tensors,
)) {
  test(`independent streams: ${name}`, () => {
    const words = parseWords(text, elements, type);
    assert.equal(countNonZero(words), nonZero);
    assert.equal(countNonZero(withValueZeros(words)), nonZeroByValue);
    assert.deepEqual(Object.keys(streams).sort(), [...CODECS.keys()].sort());
    for (const [format, codec] of CODECS) {
      const stream = codec.encode(words);
      assert.equal(codec.sizeBytes(words), streams[format]?.bytes, format);
      assert.equal(host.sha256(stream), streams[format]?.sha256, format);
      assert.deepEqual(codec.decode(stream, elements, wordBytesOfType(type)), words, format);
    }
  });
}
