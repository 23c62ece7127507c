import type { Host } from '../host.ts';
import { networkById } from '../network/catalogue.ts';
import type { Network } from '../network/network.ts';
import { weightCount } from '../network/shapes.ts';
import { uncompressedTimes } from '../timing/training-times.ts';
import { EVALUATION_NETWORK_IDS, type EvaluationNetwork, resolveFile } from './configs.ts';
import { type Comparison, EXACT } from './row.ts';

/** Parameters (with biases) and multiply-accumulates of the six networks. */
export function networkCountRows(): Comparison[] {
  const totals: Record<EvaluationNetwork, { parameters: number; macs: number }> = {
    alexnet: { parameters: 60_965_224, macs: 724_406_816 },
    overfeat: { parameters: 145_920_872, macs: 2_801_403_904 },
    nin: { parameters: 7_595_176, macs: 1_100_188_800 },
    vgg16: { parameters: 138_357_544, macs: 15_470_264_320 },
    squeezenet: { parameters: 1_248_424, macs: 861_339_936 },
    googlenet: { parameters: 6_998_552, macs: 1_582_671_872 },
  };
  return EVALUATION_NETWORK_IDS.flatMap((id): Comparison[] => {
    const network = networkById(id);
    return [
      {
        ...EXACT,
        id: `parameters-${id}`,
        quantity: `${network.title}: weights and biases`,
        unit: 'parameters',
        published: totals[id].parameters,
        source: 'commonly quoted (recalled); equal to a count over the prototxt',
        simulated: parameters(network),
        digits: 0,
      },
      {
        ...EXACT,
        id: `multiply-accumulates-${id}`,
        quantity: `${network.title}: multiply-accumulates of an image`,
        unit: 'MAC',
        published: totals[id].macs,
        source: 'independent count over the prototxt',
        simulated: multiplyAccumulates(network),
        digits: 0,
      },
    ];
  });
}

function parameters({ layers }: Network): number {
  return layers.reduce((sum, layer) => {
    const biases = layer.kind === 'conv' || layer.kind === 'fc' ? layer.channels : 0;
    return sum + weightCount(layer) + biases;
  }, 0);
}

function multiplyAccumulates({ layers }: Network): number {
  return layers.reduce((sum, layer) => sum + weightCount(layer) * layer.outputShape[1] * layer.outputShape[2], 0);
}

/** Elements that move for an image, counted independently from the prototxt files. */
export async function offloadVolumeRows(host: Host): Promise<Comparison[]> {
  const elements: Record<EvaluationNetwork, { zeroCopy: number; copy: number; conv: number }> = {
    alexnet: { zeroCopy: 1_240_352, copy: 1_240_352, conv: 243_040 },
    overfeat: { zeroCopy: 929_280, copy: 929_280, conv: 333_312 },
    nin: { zeroCopy: 1_831_168, copy: 1_831_168, conv: 1_263_712 },
    vgg16: { zeroCopy: 15_052_800, copy: 15_052_800, conv: 8_931_328 },
    squeezenet: { zeroCopy: 5_070_824, copy: 7_825_896, conv: 2_515_360 },
    googlenet: { zeroCopy: 5_446_448, copy: 6_682_032, conv: 2_649_136 },
  };
  const rows: Comparison[] = [];
  for (const id of EVALUATION_NETWORK_IDS) {
    const network = networkById(id);
    for (const { name, key, settings } of [
      { name: 'zero-copy', key: 'zeroCopy', settings: { concat: 'zero-copy' } },
      { name: 'copying concat', key: 'copy', settings: { concat: 'copy' } },
      { name: 'policy conv', key: 'conv', settings: { policy: 'conv' } },
    ] as const) {
      const config = await resolveFile({ workload: { network: id, ...settings } }, host);
      rows.push({
        ...EXACT,
        id: `offload-${id}-${name.replaceAll(' ', '-')}`,
        quantity: `${network.title}: elements that move, ${name}`,
        unit: 'elements',
        published: elements[id][key],
        source: 'independent count over the prototxt',
        simulated: uncompressedTimes(config, network).plan.reduce((sum, map) => sum + map.elementsPerImage, 0),
        digits: 0,
        // Where a pool reads a map after the convolutions did, ours stays.
        reason:
          id === 'googlenet' && name === 'policy conv'
            ? 'The count has every map that some convolution reads; ours moves a map under this policy only when its last reader is a convolution, and inception modules read their input last with a pool.'
            : EXACT.reason,
      });
    }
  }
  return rows;
}
