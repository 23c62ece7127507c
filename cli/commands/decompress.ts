import type { Words } from '../../src/codecs/codec.ts';
import { codecFor } from '../../src/codecs/registry.ts';
import { bytesOf } from '../../src/codecs/words.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { swapBytes } from '../../src/tensors/byte-order.ts';
import { DIMENSIONS } from '../../src/tensors/layout.ts';
import { type Run, runsInFile } from '../../src/tensors/runs-in-file.ts';
import { storageOf } from '../../src/tensors/storage.ts';
import { readStreamFile, type StreamFile } from '../../src/tensors/stream-file.ts';
import { wordBytesOfType } from '../../src/tensors/tensor.ts';
import { writeInPieces } from '../output-file.ts';
import { asUsageError, uriOf } from '../tensor-file.ts';
import { EXIT_FINE, onlyFile, readArguments, UsageError } from '../usage.ts';

/** `cdma decompress F --out TENSOR`: the tensor that `cdma compress --out` was given, bit for bit, as a `.npy` file. */
export async function decompress(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { out: { type: 'string' } });
  const file = onlyFile(positionals, 'stream file');
  const { out } = values;
  if (out === undefined) throw new UsageError('no --out TENSOR given');
  const host = nodeHost();
  try {
    const opened = await host.files.open(uriOf(file));
    try {
      const stream = await readStreamFile(opened);
      const { settings, description } = stream;
      await writeNpyFile(out, stream, stream.blocks(codecFor(settings.codec, settings, host)));
      console.log(`${out}: ${settings.dtype} (${description.shape.join(', ')})`);
    } finally {
      await opened.close();
    }
  } catch (error) {
    throw asUsageError(error, file);
  }
  return EXIT_FINE;
}

async function writeNpyFile(name: string, stream: StreamFile, decoded: AsyncIterable<Words>): Promise<void> {
  const { settings, description, npyHeader } = stream;
  const { dtype, layout, stored } = settings;
  const wordBytes = wordBytesOfType(dtype);
  const runs =
    layout === null
      ? inSequence(decoded)
      : runsInFile(decoded, dtype, storageOf(description, stored), DIMENSIONS[layout]);
  await writeInPieces(name, async (output) => {
    await output.write(npyHeader, 0);
    for await (const { first, words } of runs) {
      const bytes = bytesOf(description.byteOrder === 'big' ? swapBytes(words) : words);
      await output.write(bytes, npyHeader.length + first * wordBytes);
    }
  });
}

/** Blocks that follow each other in the file, too. */
async function* inSequence(blocks: AsyncIterable<Words>): AsyncGenerator<Run> {
  let first = 0;
  for await (const words of blocks) {
    yield { first, words };
    first += words.length;
  }
}
