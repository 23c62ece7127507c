import type { ActivationConfig, CodecId, ResolvedConfig } from '../config/resolved-config.ts';
import { FileProblem, type Host } from '../host.ts';
import type { Network } from '../network/network.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import { constantLineSizes, type LineSizes, withMean } from '../pipeline/line-sizes.ts';
import { type ActivationManifest, parseManifest } from '../tensors/manifest.ts';
import type { TensorProblem } from '../tensors/npy.ts';
import { locateTensor } from '../tensors/tensor-file.ts';
import type { CompressionRatio } from '../units.ts';
import type { ActivationSample } from './activation.ts';
import { type CharacteriseRequest, characteriseSynthetic } from './characterise.ts';
import { characteriseTensors, type TensorCharacterisation } from './characterise-tensors.ts';

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

/** Results kept by everything they depend on. An edit of the hardware then costs no compression. */
export class CompressibilityMemo {
  private readonly entries = new Map<string, Compressibility>();

  constructor(private readonly capacity = 32) {}

  async get(key: string, compute: () => Promise<Compressibility>): Promise<Compressibility> {
    const known = this.entries.get(key);
    const value = known ?? (await compute());
    // Oldest first: the one used just now goes to the end.
    this.entries.delete(key);
    this.entries.set(key, value);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.capacity) break;
      this.entries.delete(oldest);
    }
    return value;
  }
}

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
  const { window, runLengthFormat } = config.dma;
  const request: CharacteriseRequest = { network, layers, activations, dma: { window, runLengthFormat } };
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
  if ('problem' in read)
    return { samples: [], problems: [read.problem], tensors: null, dependencies: [read.problem.uri] };
  const { manifest, uri } = read;
  const files = [uri, ...manifest.tensors.map(({ file }) => locateTensor(file, uri))];
  const stamps = await Promise.all(files.map((file) => stampOf(file, host)));
  return memo.get(JSON.stringify([key, stamps]), async () => {
    const tensors = await characteriseTensors(manifest, uri, request, host, signal);
    const { problems } = tensors;
    return { samples: problems.length > 0 ? [] : tensors.samples, problems, tensors, dependencies: files };
  });
}

async function readManifest(
  path: string,
  configUri: string,
  host: Host,
): Promise<{ manifest: ActivationManifest; uri: string } | { problem: TensorProblem }> {
  let uri: string;
  try {
    uri = locateTensor(path, configUri);
  } catch {
    return { problem: { uri: path, message: 'cannot be found from a config that has not been saved: save it first' } };
  }
  try {
    const parsed = parseManifest(JSON.parse(await host.files.readText(uri)));
    if ('manifest' in parsed) return { manifest: parsed.manifest, uri };
    const places = parsed.problems.map((problem) => `${problem.path.join('.') || 'the manifest'} ${problem.message}`);
    return { problem: { uri, message: `is not a manifest: ${places.join('; ')}` } };
  } catch (error) {
    if (error instanceof FileProblem) return { problem: { uri, message: error.reason } };
    if (error instanceof SyntaxError) return { problem: { uri, message: `is not JSON: ${error.message}` } };
    throw error;
  }
}

function known(samples: readonly ActivationSample[]): Compressibility {
  return { samples, problems: [], tensors: null, dependencies: [] };
}

/** Recognises an unchanged file; a file that cannot be read has a stamp of its own. */
async function stampOf(uri: string, host: Host): Promise<string> {
  try {
    const { sizeBytes, modifiedMs } = await host.files.stat(uri);
    return `${uri} ${sizeBytes} ${modifiedMs}`;
  } catch (error) {
    if (error instanceof FileProblem) return `${uri} ${error.reason}`;
    throw error;
  }
}

/** Stands for a map of which only the ratio is known. */
function uniformSample(layer: string, ratio: CompressionRatio): ActivationSample {
  const bytes = 1 / ratio;
  return {
    layer,
    origin: { kind: 'uniform' },
    trainingProgress: [],
    elements: 0,
    nonZeroElements: 0,
    density: Number.NaN,
    rawBytes: 1,
    compressedBytes: { rle: bytes, zvc: bytes, zlib: bytes },
    zlibHalfWidth: 0,
    zeroValueLineBytes: null,
  };
}
