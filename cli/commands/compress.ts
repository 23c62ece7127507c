import { codecFor } from '../../src/codecs/registry.ts';
import { countNonZero } from '../../src/codecs/words.ts';
import { CODEC_IDS, type CodecId, LAYOUTS, type Layout } from '../../src/config/resolved-config.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { layOut } from '../../src/tensors/layout.ts';
import { writeStreamFile } from '../../src/tensors/stream-file.ts';
import { formatTable } from '../table.ts';
import { readTensorFile, toTensor } from '../tensor-file.ts';
import { EXIT_FINE, onlyFile, readArguments, UsageError, writeOutput } from '../usage.ts';

/** Formats without an option on this command. */
const CODEC_CONFIG = { window: 4096, runLengthFormat: 'word-aligned' } as const;

/** A line of the result; field names are a contract with scripts. */
interface Compressed {
  codec: CodecId;
  format: string;
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

/** `cdma compress TENSOR`: real codecs on a real tensor, which is taken to be stored in NCHW order. */
export async function compress(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    codec: { type: 'string', default: CODEC_IDS.join(',') },
    layout: { type: 'string' },
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
  });
  const file = onlyFile(positionals, 'tensor');
  const codecs = readList(values.codec, CODEC_IDS, 'codec');
  const layouts = values.layout === undefined ? [null] : readList(values.layout, LAYOUTS, 'layout');
  if (values.out !== undefined && (codecs.length > 1 || layouts.length > 1)) {
    throw new UsageError('--out writes one stream: name one --codec and at most one --layout');
  }

  const host = nodeHost();
  const array = await readTensorFile(file, host);
  const rows: Compressed[] = [];
  for (const layout of layouts) {
    const words = layout === null ? array.words : layOut(toTensor(array, 'NCHW'), layout).words;
    for (const id of codecs) {
      const codec = codecFor(id, CODEC_CONFIG, host);
      const nonZero = countNonZero(words);
      const compressedBytes = codec.sizeBytes(words);
      rows.push({
        codec: id,
        format: codec.format,
        layout,
        dtype: array.dtype,
        shape: array.shape,
        elements: words.length,
        zeroElements: words.length - nonZero,
        density: nonZero / words.length,
        rawBytes: words.byteLength,
        compressedBytes,
        ratio: words.byteLength / compressedBytes,
      });
      if (values.out !== undefined) {
        const header = { codec: id, ...CODEC_CONFIG, dtype: array.dtype, shape: array.shape, layout };
        writeOutput(values.out, writeStreamFile(header, codec.encode(words)));
      }
    }
  }
  console.log(values.json ? JSON.stringify(rows, null, 2) : describe(rows));
  return EXIT_FINE;
}

function describe(rows: readonly Compressed[]): string {
  return formatTable(
    [
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
  return list.split(',').map((text) => {
    const name = known.find((candidate) => candidate.toLowerCase() === text.trim().toLowerCase());
    if (name === undefined) throw new UsageError(`--${option} ${text}: expected ${known.join(', ')}`);
    return name;
  });
}
