import { perCodec } from '../codecs/per-codec.ts';
import type { ActivationConfig, CodecId, ResolvedConfig } from '../config/resolved-config.ts';
import { locateFile } from '../config/uri.ts';
import type { Host } from '../host.ts';
import type { Memo } from '../memo.ts';
import type { Network } from '../network/network.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import { constantLineSizes, type LineSizes, withMean } from '../pipeline/line-sizes.ts';
import { filesOf, readManifest, stampsOf } from '../tensors/read-manifest.ts';
import type { TensorProblem } from '../tensors/tensor-problem.ts';
import type { CompressionRatio } from '../units.ts';
import type { ActivationSample } from './activation.ts';
import { type CharacteriseRequest, characteriseSynthetic } from './characterise.ts';
import { characteriseTensors, type TensorCharacterisation } from './characterise-tensors.ts';
import { codingOf } from './coding.ts';

/** How well every offloaded map compresses. */
export interface Compressibility {
  /** One for each map asked for; none when a file could not be used. */
  samples: readonly ActivationSample[];
  /** Manifest or tensor files that could not be used. */
  problems: readonly TensorProblem[];
  /** What else is to be known of recorded tensors. */
  tensors: TensorCharacterisation | null;
  /** Files that were read. */
  dependencies: readonly string[];
}

/** Compressions by everything that decides them. An edit of the hardware then costs none. */
export type CompressibilityMemo = Memo<Compressibility>;

/** Ratio of a sample with one codec. */
export function ratioOf(sample: ActivationSample, codec: CodecId): CompressionRatio {
  return sample.rawBytes / sample.compressedBytes[codec];
}

/** Bytes of the 128 B lines of a sample's map with one codec; a longer map repeats them. */
export function lineSizesOf(sample: ActivationSample, codec: CodecId): LineSizes {
  const { zeroValueLineBytes, rawBytes, elements } = sample;
  const ratio = ratioOf(sample, codec);
  // The other codecs look at windows of many lines, of which a line has no size of its own.
  if (codec !== 'zvc' || zeroValueLineBytes === null || zeroValueLineBytes.length === 0) {
    return constantLineSizes(ratio, CONSTANT_LINES);
  }
  return withMean(zeroValueLineBytes, LINE_BYTES / ratio, rawBytes / elements);
}

/** Period of line sizes that are all alike: long enough that their rounding to bytes does not show, and a multiple of 240. */
const CONSTANT_LINES = 960;

interface Context {
  host: Host;
  /** Where relative manifest paths start. */
  configUri: string;
  memo: CompressibilityMemo;
  signal?: AbortSignal | undefined;
}

/**
 * Compressibility of the output maps of `layers`, from the source that the config names.
 * Throws `Cancelled` once the signal is aborted; file faults are in the result.
 */
export async function compressibilityOf(
  config: Pick<ResolvedConfig, 'workload' | 'dma'>,
  network: Network,
  layers: readonly string[],
  context: Context,
): Promise<Compressibility> {
  const { activations } = config.workload;
  if (activations.source === 'uniform') {
    return known(layers.map((layer) => uniformSample(layer, activations.ratio)));
  }
  const request: CharacteriseRequest = { network, layers, activations, dma: codingOf(config.dma) };
  const key = JSON.stringify([network, layers, activations, request.dma]);
  switch (activations.source) {
    case 'model':
      return context.memo.get(key, async () =>
        known(await characteriseSynthetic(request, context.host, context.signal)),
      );
    case 'tensors':
      return fromTensors(activations, request, key, context);
  }
}

async function fromTensors(
  activations: Extract<ActivationConfig, { source: 'tensors' }>,
  request: CharacteriseRequest,
  key: string,
  { host, configUri, memo, signal }: Context,
): Promise<Compressibility> {
  const read = await readManifest(activations.manifest, configUri, host);
  if ('problem' in read) {
    // A path that leads nowhere is no file to watch.
    const uri = locateFile(activations.manifest, configUri);
    return { samples: [], problems: [read.problem], tensors: null, dependencies: uri === undefined ? [] : [uri] };
  }
  const { manifest, uri } = read;
  const files = filesOf(manifest, uri);
  return memo.get(JSON.stringify([key, await stampsOf(files, host)]), async () => {
    const tensors = await characteriseTensors(manifest, uri, request, host, signal);
    const { problems } = tensors;
    return { samples: problems.length > 0 ? [] : tensors.samples, problems, tensors, dependencies: files };
  });
}

function known(samples: readonly ActivationSample[]): Compressibility {
  return { samples, problems: [], tensors: null, dependencies: [] };
}

/** Stands for a map of which only the ratio is known. */
function uniformSample(layer: string, ratio: CompressionRatio): ActivationSample {
  return {
    layer,
    origin: { kind: 'uniform' },
    trainingProgress: [],
    elements: 0,
    nonZeroElements: 0,
    density: Number.NaN,
    nonFiniteElements: 0,
    zeroRuns: 0,
    rawBytes: 1,
    compressedBytes: perCodec(() => 1 / ratio),
    zlibHalfWidth: 0,
    zeroValueLineBytes: null,
  };
}
