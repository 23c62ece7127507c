import type { Host } from '../host.ts';
import { memoryOverIteration } from '../memory/memory-over-iteration.ts';
import { networkById } from '../network/catalogue.ts';
import { uncompressedTimes } from '../timing/training-times.ts';
import type { Bytes } from '../units.ts';
import { type EvaluationGpu, resolveFile } from './configs.ts';
import type { Concat, NetworkEvaluation } from './evaluation.ts';
import type { Comparison } from './row.ts';
import { mean } from './statistics.ts';

/** What is published of one GPU, in per cent, and what +-20 % of all compute times is worth there, in points. */
interface PublishedPerformance {
  gpu: EvaluationGpu;
  title: string;
  loss: { average: number; worst: number; source: string; uncertainty: number };
  gain: { average: number; best: number; source: string; uncertainty: { average: number; best: number } };
  reasons: Record<'lossAverage' | 'lossWorst' | 'gainAverage' | 'gainBest', string>;
}

const PUBLISHED: readonly PublishedPerformance[] = [
  {
    gpu: 'titanx-maxwell',
    title: 'Maxwell Titan X',
    loss: { average: 31, worst: 52, source: 'introduction of arXiv 1705.01626 (docslib.org)', uncertainty: 5 },
    gain: {
      average: 32,
      best: 61,
      source: 'abstract of arXiv 1705.01626; that the card is the Maxwell Titan X is recalled',
      uncertainty: { average: 6, best: 7 },
    },
    reasons: {
      lossAverage: 'Nothing was fitted to it.',
      lossWorst: 'SqueezeNet; the two semantics of concat lie on both sides, and which one the paper had is unknown.',
      gainAverage: 'Nothing was fitted to it.',
      gainBest: 'SqueezeNet; the two semantics of concat lie on both sides, and which one the paper had is unknown.',
    },
  },
  {
    gpu: 'titanxp',
    title: 'Titan Xp',
    loss: { average: 51, worst: 63, source: 'recalled from HPCA 2018, with a public paper note', uncertainty: 5 },
    gain: { average: 53, best: 79, source: 'slide 61', uncertainty: { average: 9, best: 9 } },
    reasons: {
      lossAverage:
        'Compute is about 25 % too slow here: the model knows cuDNN up to 5.1, and a GPU 30 % faster would give 51 %. Neither semantics of concat explains it.',
      lossWorst: 'SqueezeNet, of which no public log of layer times exists.',
      gainAverage: 'Agrees although the loss does not: against the oracle, vDNN and cDMA both come out too fast.',
      gainBest: 'SqueezeNet, of which no public log of layer times exists.',
    },
  },
];

/** Slides 60-61 and the abstracts: what vDNN loses and cDMA gains; and vDNN's own paper. */
export async function performanceRows(evaluations: readonly NetworkEvaluation[], host: Host): Promise<Comparison[]> {
  return [
    ...PUBLISHED.flatMap((published) => gpuRows(published, evaluations)),
    await vgg16OfVdnn(host),
    ...(await memoryRows(host)),
  ];
}

function gpuRows(
  { gpu, title, loss, gain, reasons }: PublishedPerformance,
  evaluations: readonly NetworkEvaluation[],
): Comparison[] {
  const figure = (concat: Concat, kind: 'loss' | 'gain') =>
    evaluations.map(({ performance }) => {
      const { vdnn, cdma } = performance[gpu][concat];
      return kind === 'loss' ? 100 * (1 - vdnn) : 100 * (cdma.zvc / vdnn - 1);
    });
  const row = (
    name: string,
    quantity: string,
    kind: 'loss' | 'gain',
    combine: (values: readonly number[]) => number,
    published: number,
    tolerance: number,
    reason: string,
  ): Comparison => ({
    id: `${gpu}-${name}`,
    quantity: `${title}: ${quantity}`,
    unit: '%',
    published,
    source: kind === 'loss' ? loss.source : gain.source,
    simulated: combine(figure('zero-copy', kind)),
    alternative: { name: 'copying concat', simulated: combine(figure('copy', kind)) },
    digits: 1,
    tolerance,
    // Beyond what compute times are uncertain by, only the two semantics of concat make a row close.
    closeTolerance: tolerance,
    kind: 'published',
    status: 'predicted',
    reason,
  });
  const most = (values: readonly number[]) => Math.max(...values);
  return [
    row(
      'loss-average',
      'loss of vDNN against the oracle, mean of six networks',
      'loss',
      mean,
      loss.average,
      loss.uncertainty,
      reasons.lossAverage,
    ),
    row(
      'loss-worst',
      'loss of vDNN against the oracle, worst network',
      'loss',
      most,
      loss.worst,
      loss.uncertainty,
      reasons.lossWorst,
    ),
    row(
      'gain-average',
      'gain of cDMA (zero-value) over vDNN, mean of six networks',
      'gain',
      mean,
      gain.average,
      gain.uncertainty.average,
      reasons.gainAverage,
    ),
    row(
      'gain-best',
      'gain of cDMA (zero-value) over vDNN, best network',
      'gain',
      most,
      gain.best,
      gain.uncertainty.best,
      reasons.gainBest,
    ),
  ];
}

/** The abstract of vDNN: VGG-16 at batch 256 on a Titan X, with the library of that time. */
async function vgg16OfVdnn(host: Host): Promise<Comparison> {
  const file = {
    gpu: { preset: 'titanx-maxwell', computeLibrary: 'cudnn-4' },
    workload: { network: 'vgg16', batch: 256 },
  };
  const { oracleSeconds, vdnn } = uncompressedTimes(await resolveFile(file, host), networkById('vgg16'));
  return {
    id: 'vdnn-vgg16-loss',
    quantity: 'Maxwell Titan X: loss of vDNN on VGG-16, batch 256, cuDNN 4',
    unit: '%',
    published: 18,
    source: 'abstract of vDNN (arXiv 1602.08124)',
    simulated: 100 * (1 - oracleSeconds / vdnn.seconds),
    digits: 1,
    tolerance: 5,
    kind: 'published',
    status: 'predicted',
    reason:
      'vDNN may choose slower algorithms where memory is short, which is not modelled; the library version is recalled.',
  };
}

/** The abstract of vDNN: how much less memory it needs on average, and what VGG-16 needs without it. */
async function memoryRows(host: Host): Promise<Comparison[]> {
  const rows: Comparison[] = [];
  for (const { id, published } of [
    { id: 'alexnet', published: 89 },
    { id: 'overfeat', published: 91 },
    { id: 'googlenet', published: 95 },
  ]) {
    const { resident, offloaded, weights } = await memoryOf(id, 128, host);
    rows.push({
      id: `vdnn-memory-${id}`,
      quantity: `${networkById(id).title}: average memory that vDNN saves, batch 128`,
      unit: '%',
      published,
      source: 'abstract of vDNN (arXiv 1602.08124): "up to", with neither batch nor algorithms; batch 128 recalled',
      simulated: 100 * (1 - (offloaded - weights) / (resident - weights)),
      alternative: { name: 'weights counted', simulated: 100 * (1 - offloaded / resident) },
      digits: 0,
      tolerance: 5,
      kind: 'published',
      status: 'predicted',
      reason:
        'Maps and gradients, averaged over the iteration. What the paper counts as usage is not known, nor is its workspace.',
    });
  }
  const { resident } = await memoryOf('vgg16', 256, host);
  rows.push({
    id: 'vdnn-vgg16-memory',
    quantity: 'VGG-16: memory for training without vDNN, batch 256',
    unit: 'GB',
    published: 28,
    source: 'abstract of vDNN (arXiv 1602.08124)',
    simulated: resident / 1e9,
    digits: 1,
    tolerance: 0.1,
    kind: 'published',
    status: 'predicted',
    reason: 'Maps, gradients, weights and momentum; the workspace of cuDNN’s algorithms is not modelled.',
  });
  return rows;
}

/** Memory with everything resident, its average with vDNN, and the part of both that weights take; in bytes. */
async function memoryOf(
  id: string,
  batch: number,
  host: Host,
): Promise<{ resident: Bytes; offloaded: Bytes; weights: Bytes }> {
  const gpu = { preset: 'titanx-maxwell', computeLibrary: 'cudnn-4' };
  const { workload, ...config } = await resolveFile({ gpu, workload: { network: id, batch } }, host);
  const network = networkById(id);
  const { vdnn } = uncompressedTimes({ ...config, workload }, network);
  const { components, resident, offloaded } = memoryOverIteration({ network, workload }, vdnn, config.gpu.dramCapacity);
  const { weightBytes, weightGradientBytes, momentumBytes } = components;
  return {
    resident: resident.averageBytes,
    offloaded: offloaded?.averageBytes ?? Number.NaN,
    weights: weightBytes + weightGradientBytes + momentumBytes,
  };
}
