import { withValueZeros } from '../codecs/value-zeros.ts';
import { newWords } from '../codecs/words.ts';
import type { Layout, ZeroTest } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import { blocksInLayout } from '../tensors/blocks-in-layout.ts';
import type { ActivationManifest, ManifestTensor } from '../tensors/manifest.ts';
import { wordBytesOfType } from '../tensors/tensor.ts';
import { type OpenTensor, openTensor } from '../tensors/tensor-file.ts';
import type { TensorProblem } from '../tensors/tensor-problem.ts';
import type { ActivationMap } from './activation-map.ts';

/** About as much of a map is in memory at a time. */
const BLOCK_ELEMENTS = 2 ** 20;

export interface OpenMap {
  uri: string;
  map: ActivationMap;
  /** Ends reading. */
  close(): Promise<void>;
}

/** Opens a map that a manifest lists, to be read piece by piece, with -0.0 as what `zeroTest` makes of it. The caller closes it. */
export async function openMap(
  entry: ManifestTensor,
  manifest: ActivationManifest,
  manifestUri: string,
  zeroTest: ZeroTest,
  host: Host,
): Promise<OpenMap | { problem: TensorProblem }> {
  const opened = await openTensor(entry, manifest, manifestUri, host);
  if ('problem' in opened) return opened;
  return { uri: opened.uri, map: mapOf(opened, manifest.layout, zeroTest), close: opened.close };
}

function mapOf({ source, shape }: OpenTensor, stored: Layout, zeroTest: ZeroTest): ActivationMap {
  const { dtype, elements } = source;
  const blocks = async function* (layout: Layout, blockElements: number) {
    for await (const block of blocksInLayout(source, stored, layout, blockElements)) {
      yield zeroTest === 'value' ? withValueZeros(block) : block;
    }
  };
  return {
    dtype,
    shape,
    elements,
    blocks: (layout, unitElements) => {
      const units = Math.max(1, Math.floor(BLOCK_ELEMENTS / unitElements));
      return blocks(layout, units * unitElements);
    },
    images: async (first, count) => {
      const length = elements / shape[0];
      const words = newWords(count * length, wordBytesOfType(dtype));
      let image = 0;
      for await (const block of blocks('NCHW', length)) {
        if (image >= first) words.set(block, (image - first) * length);
        if (++image === first + count) break;
      }
      return words;
    },
  };
}
