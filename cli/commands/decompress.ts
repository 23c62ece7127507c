import { CorruptStream } from '../../src/codecs/codec.ts';
import { codecFor } from '../../src/codecs/registry.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { layOut } from '../../src/tensors/layout.ts';
import { writeNpy } from '../../src/tensors/npy-write.ts';
import { readStreamFile, type StreamHeader } from '../../src/tensors/stream-file.ts';
import { elementsOf } from '../../src/tensors/tensor.ts';
import { readFileBytes, toTensor } from '../tensor-file.ts';
import { EXIT_FINE, onlyFile, readArguments, UsageError, writeOutput } from '../usage.ts';

/** `cdma decompress F --out TENSOR`: the tensor that `cdma compress --out` was given, bit for bit. */
export async function decompress(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { out: { type: 'string' } });
  const file = onlyFile(positionals, 'stream file');
  if (values.out === undefined) throw new UsageError('no --out TENSOR given');
  const host = nodeHost();
  const read = readStreamFile(await readFileBytes(file, host));
  if ('message' in read) throw new UsageError(`${file} ${read.message} (byte ${read.offset})`);
  const { header, stream } = read;
  try {
    const wordBytes = header.dtype === 'float32' ? 4 : 2;
    const words = codecFor(header.codec, header, host).decode(stream, elementsOf(header.shape), wordBytes);
    const array = { dtype: header.dtype, shape: header.shape, words };
    writeOutput(values.out, writeNpy({ ...array, words: inStoredOrder(array, header.layout) }));
  } catch (error) {
    if (error instanceof CorruptStream) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
  console.log(`${values.out}: ${header.dtype} (${header.shape.join(', ')})`);
  return EXIT_FINE;
}

/** Words of a stream in `layout` put back in the NCHW order of the file they came from. */
function inStoredOrder(array: Parameters<typeof toTensor>[0], layout: StreamHeader['layout']): typeof array.words {
  if (layout === null || layout === 'NCHW') return array.words;
  const { shape } = toTensor(array, 'NCHW');
  return layOut({ dtype: array.dtype, shape, layout, words: array.words }, 'NCHW').words;
}
