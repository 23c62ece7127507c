import { codecFor, DEFAULT_CODEC_CONFIG } from '../codecs/registry.ts';
import { countNonZero } from '../codecs/words.ts';
import { type CodecId, LAYOUTS, type Layout, type RunLengthFormat } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import { networkById } from '../network/catalogue.ts';
import { averageDensity, convolutionLevels, densityDuringTraining } from '../synthesis/density.ts';
import { layOut } from '../tensors/layout.ts';
import { parseManifest } from '../tensors/manifest.ts';
import type { Tensor } from '../tensors/tensor.ts';
import { readTensor } from '../tensors/tensor-file.ts';
import type { NetworkEvaluation } from './evaluation.ts';
import type { Comparison } from './row.ts';

/** Figures measured on real activations: by others, and on the recorded tensors of the examples. */
export async function activationRows(
  evaluations: readonly NetworkEvaluation[],
  manifestUri: string,
  host: Host,
): Promise<Comparison[]> {
  const recorded = await readRecorded(manifestUri, host);
  const trained = recorded.filter(({ trainingProgress }) => trainingProgress === 1);
  const densityOf = (layer: string) => trained.find((tensor) => tensor.layer === layer)?.density ?? Number.NaN;
  return [
    ...halfPrecisionRows(evaluations),
    ...sizeRows(recorded, host),
    ...trainedSparsityRows(
      'recorded',
      'recorded AlexNet-shaped network, trained',
      'tensors of examples/traces (72 x 72 digits, trained from scratch)',
      (layer) => Number((100 * (1 - densityOf(layer))).toFixed(1)),
    ),
    ...trainedSparsityRows(
      'scratch',
      'AlexNet trained from scratch, epoch 52',
      'lukasc-ch/ExtendedBitPlaneCompression, sparsityByEpoch.ipynb (plot reading, +-1.5)',
      (layer) => [37, 43, 66, 67, 63, 79, 86][RELU_LAYERS.indexOf(layer)] ?? Number.NaN,
    ),
    ...trainedSparsityRows(
      'torchvision',
      'torchvision’s AlexNet',
      'lukasc-ch/ExtendedBitPlaneCompression, sparsityBoxplot.ipynb (plot reading, medians)',
      (layer) => [60, 80.5, 82.5, 81, 88, 72, 85][RELU_LAYERS.indexOf(layer)] ?? Number.NaN,
    ),
  ];
}

/** Zero-value compression of float16 words with one mask bit each, on trained networks: 1 / (d + 1/16). */
function halfPrecisionRows(evaluations: readonly NetworkEvaluation[]): Comparison[] {
  return [
    { network: 'alexnet', measured: 3.0, name: 'AlexNet' },
    { network: 'vgg16', measured: 2.15, name: 'VGG-16 (theirs with batch normalisation)' },
    { network: 'squeezenet', measured: 1.7, name: 'SqueezeNet (theirs is 1.1, ours 1.0)' },
  ].map(({ network, measured, name }): Comparison => {
    const density = evaluations.find((evaluation) => evaluation.network === network)?.traffic['zero-copy'].density;
    return {
      id: `half-precision-${network}`,
      quantity: `${name}: zero-value compression in float16`,
      unit: 'x',
      published: measured,
      source: 'ETH Zurich, lukasc-ch/ExtendedBitPlaneCompression, totalComprRatio_plot.ipynb (plot reading)',
      simulated: 1 / ((density ?? Number.NaN) + 1 / 16),
      digits: 2,
      tolerance: 0.1,
      kind: 'measured',
      status: 'predicted',
      reason:
        'One depth law for all networks does not give the order that was measured; do not quote our ratios of single networks. Load densities or tensors of your own.',
    };
  });
}

/** Layers of AlexNet with a ReLU. */
const RELU_LAYERS = ['conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'fc6', 'fc7'];

/** The density law at the end of training beside a trained network of AlexNet's shape. */
function trainedSparsityRows(
  id: string,
  title: string,
  source: string,
  measuredPercent: (layer: string) => number,
): Comparison[] {
  const { layers, ...network } = networkById('alexnet');
  const levels = convolutionLevels({ ...network, layers });
  return RELU_LAYERS.map((name) => {
    const layer = layers.find((candidate) => candidate.name === name);
    if (layer?.kind !== 'conv' && layer?.kind !== 'fc') throw new Error(`AlexNet has no layer ${name}`);
    const density = densityDuringTraining(averageDensity(layer, levels.get(name) ?? 0), 1);
    return {
      id: `sparsity-${id}-${name}`,
      quantity: `${title}: sparsity of ${name}`,
      unit: '%',
      published: measuredPercent(name),
      source,
      simulated: 100 * (1 - density),
      digits: 1,
      tolerance: 10,
      kind: 'measured',
      status: 'predicted',
      reason:
        'Held out. Densities depend on data and recipe: the slides’ AlexNet keeps conv0 at 50 %, these do not agree among themselves.',
    };
  });
}

interface RecordedTensor {
  layer: string;
  trainingProgress: number;
  density: number;
  tensor: Tensor;
}

async function readRecorded(manifestUri: string, host: Host): Promise<RecordedTensor[]> {
  const parsed = parseManifest(JSON.parse(await host.files.readText(manifestUri)));
  if ('problems' in parsed) throw new Error(`${manifestUri} is not a manifest`);
  const { manifest } = parsed;
  return Promise.all(
    manifest.tensors.map(async (entry): Promise<RecordedTensor> => {
      const read = await readTensor(entry, manifest, manifestUri, host);
      if ('problem' in read) throw new Error(`${read.problem.uri} ${read.problem.message}`);
      const { tensor } = read;
      const { layer, trainingProgress } = entry;
      return { layer, trainingProgress, density: countNonZero(tensor.words) / tensor.words.length, tensor };
    }),
  );
}

/** Total sizes of the thirty recorded tensors, beside those of independent encoders. */
function sizeRows(tensors: readonly RecordedTensor[], host: Host): Comparison[] {
  const total = (codec: CodecId, runLengthFormat: RunLengthFormat, layout: Layout) => {
    const encoder = codecFor(codec, { ...DEFAULT_CODEC_CONFIG, runLengthFormat }, host);
    return tensors.reduce((sum, { tensor }) => sum + encoder.sizeBytes(layOut(tensor, layout).words), 0);
  };
  const byteForByte = 'Byte for byte; the format is documented.';
  const cases: {
    codec: CodecId;
    format: RunLengthFormat;
    layout: Layout;
    name: string;
    bytes: number;
    reason: string;
  }[] = [
    ...LAYOUTS.map((layout) => ({
      codec: 'zvc' as const,
      format: 'word-aligned' as const,
      layout,
      name: 'zero-value',
      bytes: 2_534_772,
      reason: 'The same in every layout, as its size depends on density alone.',
    })),
    ...(
      [
        ['NCHW', 3_382_252],
        ['NHWC', 4_576_428],
        ['CHWN', 3_674_052],
      ] as const
    ).map(([layout, bytes]) => ({
      codec: 'rle' as const,
      format: 'word-aligned' as const,
      layout,
      name: 'run length, word-aligned',
      bytes,
      reason:
        'Byte for byte. Across layouts it shows slide 49: good only when zeros are clustered, which they are in NCHW.',
    })),
    {
      codec: 'rle',
      format: 'token-16',
      layout: 'NCHW',
      name: 'run length, 16-bit tokens',
      bytes: 2_869_904,
      reason: byteForByte,
    },
  ];
  const rawBytes = tensors.reduce((sum, { tensor }) => sum + tensor.words.byteLength, 0);
  return [
    ...cases.map(
      ({ codec, format, layout, name, bytes, reason }): Comparison => ({
        id: `recorded-size-${codec === 'zvc' ? codec : format}-${layout.toLowerCase()}`,
        quantity: `thirty recorded tensors in ${layout}, ${name}`,
        unit: 'B',
        published: bytes,
        source: 'independent numpy encoders over the same files',
        simulated: total(codec, format, layout),
        digits: 0,
        tolerance: 0,
        kind: 'measured',
        status: 'identity',
        reason,
      }),
    ),
    {
      id: 'recorded-size-zlib',
      quantity: 'thirty recorded tensors in NCHW, zlib in 4 KiB windows: share of the raw size',
      unit: '%',
      published: 41,
      source: 'zlib 1.2.13 over the same files: 2,367,206 of 5,750,784 B',
      simulated: (100 * total('zlib', 'word-aligned', 'NCHW')) / rawBytes,
      digits: 0,
      tolerance: 0,
      kind: 'measured',
      status: 'identity',
      reason: 'Implementations of zlib differ by about 0.1 % in total.',
    },
  ];
}
