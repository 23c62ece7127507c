import type { Codec, Words } from '../../src/codecs/codec.ts';
import { nonZeroMasks, nonZerosOf, sizeByMasks } from '../../src/codecs/masks.ts';
import { type CodecConfig, codecFor } from '../../src/codecs/registry.ts';
import { withValueZeros } from '../../src/codecs/value-zeros.ts';
import { leastCommonMultiple, windowElements } from '../../src/codecs/windows.ts';
import { countNonZero } from '../../src/codecs/words.ts';
import {
  CODEC_IDS,
  type CodecId,
  LAYOUTS,
  type Layout,
  ZERO_TESTS,
  type ZeroTest,
} from '../../src/config/resolved-config.ts';
import type { Host } from '../../src/host.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { blocksInLayout } from '../../src/tensors/blocks-in-layout.ts';
import { writeNpyHeader } from '../../src/tensors/npy-write.ts';
import { type StreamSettings, streamFileEnd, streamFileStart } from '../../src/tensors/stream-file.ts';
import { ELEMENT_TYPES, wordBytesOfType } from '../../src/tensors/tensor.ts';
import type { TensorSource } from '../../src/tensors/tensor-source.ts';
import { CODEC_OPTIONS, readChoice, readCodecConfig } from '../codec-options.ts';
import { type OutputFile, writeInPieces } from '../output-file.ts';
import { formatTable } from '../table.ts';
import { withTensors } from '../tensor-file.ts';
import { EXIT_FINDINGS, EXIT_FINE, onlyFile, readArguments, UsageError } from '../usage.ts';

/** A tensor is encoded in blocks of about this many elements. */
const BLOCK_ELEMENTS = 2 ** 20;
/** Masks of words have so many bits, and windows of zero-value compression no more elements. */
const MASK_ELEMENTS = 32;

/** A line of the result; field names are a contract with scripts. */
interface Compressed {
  /** Name within a file of several tensors. */
  tensor: string | null;
  codec: CodecId;
  format: string;
  /** Null for the order of the file. */
  layout: Layout | null;
  dtype: string;
  shape: readonly number[];
  elements: number;
  zeroElements: number;
  density: number;
  rawBytes: number;
  compressedBytes: number;
  ratio: number;
}

/** What is asked for, the same for every tensor of the file. */
interface Request {
  codecs: readonly CodecId[];
  layouts: readonly (Layout | null)[];
  stored: Layout;
  config: CodecConfig;
  /** `value` makes -0.0 a zero. */
  zeroTest: ZeroTest;
  host: Host;
}

/** `cdma compress TENSOR`: real codecs on the tensors of a file, which are streamed. */
export async function compress(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    codec: { type: 'string', default: CODEC_IDS.join(',') },
    layout: { type: 'string' },
    tensor: { type: 'string' },
    stored: { type: 'string', default: 'NCHW' },
    dtype: { type: 'string' },
    'zero-test': { type: 'string', default: 'bit-pattern' },
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
    ...CODEC_OPTIONS,
  });
  const file = onlyFile(positionals, 'tensor');
  const request: Request = {
    codecs: readList(values.codec, CODEC_IDS, 'codec'),
    layouts: values.layout === undefined ? [null] : readList(values.layout, LAYOUTS, 'layout'),
    stored: readChoice(values.stored, LAYOUTS, 'stored'),
    config: readCodecConfig(values),
    zeroTest: readChoice(values['zero-test'], ZERO_TESTS, 'zero-test'),
    host: nodeHost(),
  };
  const { out, tensor } = values;
  if (out !== undefined && (request.codecs.length > 1 || request.layouts.length > 1)) {
    throw new UsageError('--out writes one stream: name one --codec and at most one --layout');
  }
  if (out !== undefined && request.zeroTest === 'value') {
    throw new UsageError(
      '--out writes a stream without loss, and --zero-test value loses the sign of zeros: leave one out',
    );
  }
  const hints = values.dtype === undefined ? {} : { dtype: readChoice(values.dtype, ELEMENT_TYPES, 'dtype') };

  const rows: Compressed[] = [];
  const problems = await withTensors(file, tensor, hints, request.host, async (source, tensors) => {
    if (hints.dtype !== undefined && source.dtype !== hints.dtype) {
      throw new UsageError(`${file} holds ${source.dtype}, not ${hints.dtype}: leave out --dtype`);
    }
    if (out !== undefined && tensors > 1) {
      throw new UsageError(`--out writes one stream: name one --tensor of ${file}`);
    }
    for (const layout of request.layouts) {
      if (out === undefined) rows.push(...(await measureTensor(source, layout, request)));
      else await writeInPieces(out, async (output) => void rows.push(await encode(source, layout, request, output)));
    }
  });
  console.log(values.json ? JSON.stringify(rows, null, 2) : describe(rows));
  for (const problem of problems) console.error(problem);
  return problems.length > 0 ? EXIT_FINDINGS : EXIT_FINE;
}

/** Sizes in every codec, in one pass over the tensor. */
async function measureTensor(source: TensorSource, layout: Layout | null, request: Request): Promise<Compressed[]> {
  const codecs = request.codecs.map((id) => codecFor(id, request.config, request.host));
  const bytes = codecs.map(() => 0);
  let nonZero = 0;
  for await (const words of blocksOf(source, layout, request)) {
    const masks = nonZeroMasks(words);
    nonZero += nonZerosOf(masks, 0, words.length);
    for (const [index, codec] of codecs.entries()) bytes[index] += sizeByMasks(codec, words, masks);
  }
  return codecs.map((codec, index) => row(source, layout, codec, nonZero, bytes[index]));
}

/** Writes the stream of the only codec. */
async function encode(
  source: TensorSource,
  layout: Layout | null,
  request: Request,
  output: OutputFile,
): Promise<Compressed> {
  const { config, stored, host } = request;
  const codec = codecFor(request.codecs[0], config, host);
  const { dtype, shape } = source;
  const blockElements = blockElementsOf(source, config);
  const settings: StreamSettings = { codec: codec.id, ...config, dtype, stored, layout, blockElements };
  await output.write(streamFileStart(settings, source.npyHeader ?? writeNpyHeader(dtype, shape)));
  const blockBytes: number[] = [];
  let nonZero = 0;
  for await (const words of blocksOf(source, layout, request)) {
    nonZero += countNonZero(words);
    const stream = codec.encode(words);
    await output.write(stream);
    blockBytes.push(stream.length);
  }
  await output.write(streamFileEnd(blockBytes));
  return row(
    source,
    layout,
    codec,
    nonZero,
    blockBytes.reduce((sum, bytes) => sum + bytes, 0),
  );
}

function row(
  source: TensorSource,
  layout: Layout | null,
  { id, format }: Codec,
  nonZero: number,
  compressedBytes: number,
): Compressed {
  const { name: tensor, dtype, shape, elements } = source;
  const rawBytes = elements * wordBytesOfType(dtype);
  return {
    tensor,
    codec: id,
    format,
    layout,
    dtype,
    shape,
    elements,
    zeroElements: elements - nonZero,
    density: nonZero / elements,
    rawBytes,
    compressedBytes,
    ratio: rawBytes / compressedBytes,
  };
}

/**
 * The elements in the order asked for, cut where every codec starts a new window, with a line that counts where a
 * person watches.
 */
async function* blocksOf(source: TensorSource, layout: Layout | null, request: Request): AsyncGenerator<Words> {
  const blockElements = blockElementsOf(source, request.config);
  const blocks =
    layout === null ? source.blocks(blockElements) : blocksInLayout(source, request.stored, layout, blockElements);
  const show = process.stderr.isTTY && source.elements > blockElements;
  let done = 0;
  for await (const block of blocks) {
    yield request.zeroTest === 'value' ? withValueZeros(block) : block;
    done += block.length;
    if (show) process.stderr.write(`\r${layout ?? 'as stored'}: ${Math.floor((100 * done) / source.elements)} %`);
  }
  if (show) process.stderr.write('\n');
}

/** A multiple of the elements in a window and of those that share a mask. */
function blockElementsOf({ dtype }: TensorSource, { window }: CodecConfig): number {
  const step = leastCommonMultiple(windowElements(window, wordBytesOfType(dtype)), MASK_ELEMENTS);
  return step * Math.max(1, Math.floor(BLOCK_ELEMENTS / step));
}

function describe(rows: readonly Compressed[]): string {
  const named = rows.some(({ tensor }) => tensor !== null);
  return formatTable<Compressed>(
    [
      ...(named ? [{ heading: 'tensor', align: 'left' as const, cell: ({ tensor }: Compressed) => tensor ?? '' }] : []),
      { heading: 'codec', align: 'left', cell: ({ codec }) => codec },
      { heading: 'format', align: 'left', cell: ({ format }) => format },
      { heading: 'layout', align: 'left', cell: ({ layout }) => layout ?? 'as stored' },
      { heading: 'density', align: 'right', cell: ({ density }) => density.toFixed(4) },
      { heading: 'raw B', align: 'right', cell: ({ rawBytes }) => String(rawBytes) },
      { heading: 'compressed B', align: 'right', cell: ({ compressedBytes }) => String(compressedBytes) },
      { heading: 'ratio', align: 'right', cell: ({ ratio }) => `${ratio.toFixed(3)}x` },
    ],
    rows,
  );
}

/** A comma-separated list of known names. */
function readList<Name extends string>(list: string, known: readonly Name[], option: string): Name[] {
  return list.split(',').map((text) => readChoice(text, known, option));
}
