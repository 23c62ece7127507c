import { networkById } from '../network/catalogue.ts';
import type { EvaluationGpu, EvaluationNetwork } from './configs.ts';
import type { NetworkEvaluation } from './evaluation.ts';
import type { Comparison } from './row.ts';

/** Density, ratios, best layer, and performance relative to the oracle as an independent implementation has them. */
interface Reference {
  density: number;
  ratio: Record<'rle' | 'zvc', number>;
  zlibTraffic: number;
  best: number;
  vdnn: Record<EvaluationGpu, number>;
  cdma: Record<EvaluationGpu, number>;
}

const REFERENCES: Record<EvaluationNetwork, Reference> = {
  alexnet: reference(0.442, [1.51, 2.11, 0.436], 4.3, [0.69, 0.87], [0.52, 0.75]),
  overfeat: reference(0.394, [1.6, 2.35, 0.422], 4.4, [0.89, 0.97], [0.8, 0.93]),
  nin: reference(0.312, [1.91, 2.92, 0.341], 6.5, [0.8, 0.98], [0.64, 0.93]),
  vgg16: reference(0.337, [1.78, 2.72, 0.379], 6.8, [0.8, 0.95], [0.62, 0.88]),
  squeezenet: reference(0.313, [2.0, 2.91, 0.325], 7.8, [0.55, 0.82], [0.4, 0.69]),
  googlenet: reference(0.4, [1.71, 2.32, 0.33], 8.2, [0.57, 0.79], [0.42, 0.66]),
};

function reference(
  density: number,
  [rle, zvc, zlibTraffic]: readonly [rle: number, zvc: number, zlibTraffic: number],
  best: number,
  maxwell: readonly [vdnn: number, cdma: number],
  pascal: readonly [vdnn: number, cdma: number],
): Reference {
  return {
    density,
    ratio: { rle, zvc },
    zlibTraffic,
    best,
    vdnn: { 'titanx-maxwell': maxwell[0], titanxp: pascal[0] },
    cdma: { 'titanx-maxwell': maxwell[1], titanxp: pascal[1] },
  };
}

const CODEC_NAMES = { rle: 'run length', zvc: 'zero-value' };
const CLUSTERING =
  'Another generator: ours clusters zeros as measured on real tensors, so runs are longer and pooled maps sparser.';

/** Ours beside another implementation with a similar generator (docs/activations.md): where two readings differ. */
export function referenceRows(evaluations: readonly NetworkEvaluation[]): Comparison[] {
  return evaluations.flatMap(({ network, traffic, performance }): Comparison[] => {
    const expected = REFERENCES[network];
    const { title } = networkById(network);
    const { density, normalised, bestLayerRatio } = traffic['zero-copy'];
    const common = {
      source: 'independent implementation, zero-copy concat',
      kind: 'identity',
      status: 'predicted',
    } as const;
    return [
      {
        ...common,
        id: `reference-density-${network}`,
        quantity: `${title}: density of what moves`,
        unit: '%',
        published: Number((100 * expected.density).toFixed(1)),
        simulated: 100 * density,
        digits: 1,
        tolerance: 1.5,
        reason: CLUSTERING,
      },
      ...(['rle', 'zvc'] as const).map((codec) => ({
        ...common,
        id: `reference-${codec}-${network}`,
        quantity: `${title}: ratio, ${CODEC_NAMES[codec]}`,
        unit: 'x',
        published: expected.ratio[codec],
        simulated: 1 / normalised[codec],
        digits: 2,
        tolerance: 0.08,
        reason: CLUSTERING,
      })),
      {
        ...common,
        id: `reference-zlib-${network}`,
        quantity: `${title}: traffic of zlib over vDNN`,
        unit: '%',
        published: Number((100 * expected.zlibTraffic).toFixed(1)),
        simulated: 100 * normalised.zlib,
        // Implementations of zlib differ by about 0.1 %.
        digits: 0,
        tolerance: 2,
        reason: CLUSTERING,
      },
      {
        ...common,
        id: `reference-best-${network}`,
        quantity: `${title}: best layer, zero-value`,
        unit: 'x',
        published: expected.best,
        simulated: bestLayerRatio.zvc,
        digits: 1,
        tolerance: 0.03,
        reason: 'Density alone decides it, and both have the same depth law.',
      },
      ...(['titanx-maxwell', 'titanxp'] as const).flatMap((gpu) => [
        {
          ...common,
          id: `reference-vdnn-${gpu}-${network}`,
          quantity: `${title}, ${gpu}: vDNN, relative to the oracle`,
          unit: 'of oracle',
          published: expected.vdnn[gpu],
          simulated: performance[gpu]['zero-copy'].vdnn,
          digits: 2,
          tolerance: 0.005,
          reason: 'The same equations, written twice.',
        },
        {
          ...common,
          id: `reference-cdma-${gpu}-${network}`,
          quantity: `${title}, ${gpu}: cDMA (zero-value), relative to the oracle`,
          unit: 'of oracle',
          published: expected.cdma[gpu],
          simulated: performance[gpu]['zero-copy'].cdma.zvc,
          digits: 2,
          tolerance: 0.03,
          reason: CLUSTERING,
        },
      ]),
    ];
  });
}
