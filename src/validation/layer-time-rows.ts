import type { ComputeLibrary } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import { networkById } from '../network/catalogue.ts';
import type { Layer } from '../network/network.ts';
import { IMAGE, inferShapes } from '../network/shapes.ts';
import { conv } from '../network/tables/layers.ts';
import { kernelCosts, layerComputeTimes } from '../timing/compute-time.ts';
import { forwardKernels } from '../timing/kernels.ts';
import { MEASURED_LOGS, type MeasuredLog, measuredTimes } from '../timing/measured-times.ts';
import { resolveFile } from './configs.ts';
import type { Comparison } from './row.ts';
import { median, rootMeanSquare } from './statistics.ts';

const PASSES = ['forward', 'backward'] as const;
type Pass = (typeof PASSES)[number];

const REASONS: Record<Pass, string> = {
  forward: 'The convolutions of this log are among those that the constants were fitted to.',
  backward:
    'As forward; and the log computes the gradient of the image too (force_backward), which training and the model do not.',
};

/** The compute model beside logs with a time for every layer, and beside single convolutions. */
export async function layerTimeRows(host: Host): Promise<Comparison[]> {
  const logs = await Promise.all(MEASURED_LOGS.map((log) => compareLog(log, host)));
  const pooled = PASSES.map((pass): Comparison => {
    const errors = logs.flatMap(({ logErrors }) => logErrors[pass]);
    return {
      id: `layers-rms-${pass}`,
      quantity: `all ${errors.length} layers of the four logs, ${pass}: rms of |log error|`,
      unit: '%',
      published: [0, 25],
      source: 'Caffe logs of soumith/convnet-benchmarks',
      simulated: 100 * rootMeanSquare(errors),
      digits: 1,
      tolerance: 0,
      kind: 'measured',
      status: 'calibrated',
      reason:
        'The convolutions among them are what the constants were fitted to, one set for all; small layers are the worst.',
    };
  });
  return [...logs.flatMap(({ rows }) => rows), ...pooled, ...(await convolutionRows(host))];
}

interface LogComparison {
  rows: Comparison[];
  /** Log of modelled over measured time, for each layer. */
  logErrors: Record<Pass, number[]>;
}

async function compareLog(log: MeasuredLog, host: Host): Promise<LogComparison> {
  const [id = ''] = log.networks;
  // The conditions of the logs: no Winograd and no weight update.
  const { gpu } = await resolveFile(
    { gpu: { preset: log.gpu, computeLibrary: 'cudnn-4' satisfies ComputeLibrary } },
    host,
  );
  const network = networkById(id);
  const workload = { batch: log.batch, weightUpdate: false, layerTimes: 'model' } as const;
  const measured = measuredTimes(network, gpu, log.batch);
  const layers = layerComputeTimes(network, gpu, workload).flatMap((modelled) => {
    const time = measured.get(modelled.layer);
    return time === undefined ? [] : [{ modelled, time }];
  });
  const logErrors = { forward: [] as number[], backward: [] as number[] };
  const rows = PASSES.flatMap((pass, index): Comparison[] => {
    const errors = layers.map(({ modelled, time }) => Math.log(modelled[pass].seconds / time[pass]));
    logErrors[pass] = errors;
    const common = { source: log.source, kind: 'measured', status: 'calibrated' } as const;
    return [
      {
        ...common,
        id: `layers-${id}-${pass}`,
        quantity: `${network.title}, batch ${log.batch}, ${pass}: sum of ${layers.length} layers`,
        unit: 'ms',
        published: Number((log.totalMs[index] ?? Number.NaN).toFixed(1)),
        simulated: layers.reduce((sum, { modelled }) => sum + modelled[pass].seconds, 0) * 1e3,
        digits: 1,
        tolerance: 0.15,
        reason: REASONS[pass],
      },
      {
        ...common,
        id: `layers-${id}-${pass}-median`,
        quantity: `${network.title}, ${pass}: median of |log error| of its layers`,
        unit: '%',
        published: [0, 20],
        simulated: 100 * median(errors.map(Math.abs)),
        digits: 1,
        tolerance: 0,
        reason: 'Layer by layer the model is rougher than in total: errors of both signs cancel.',
      },
    ];
  });
  return { rows, logErrors };
}

/** Forward time of single convolutions on a Titan Xp, cuDNN 6.0.21: VGG shapes at batch 16. */
async function convolutionRows(host: Host): Promise<Comparison[]> {
  const { gpu } = await resolveFile({ gpu: { preset: 'titanxp' } }, host);
  return [
    { size: 112, from: 64, to: 128, measuredMs: 1.89 },
    { size: 56, from: 128, to: 256, measuredMs: 1.76 },
    { size: 28, from: 256, to: 512, measuredMs: 1.43 },
    { size: 14, from: 512, to: 512, measuredMs: 0.86 },
  ].map(({ size, from, to, measuredMs }): Comparison => {
    const layer = soleConvolution(size, from, to);
    const context = { batch: 16, computeLibrary: gpu.computeLibrary, weightUpdate: false, consumers: 1 };
    // The first kernel is the convolution, without its bias.
    const seconds = kernelCosts(forwardKernels(layer, context).slice(0, 1), gpu).seconds;
    return {
      id: `convolution-${size}`,
      quantity: `3x3 convolution, ${from} to ${to} channels of ${size} x ${size}, batch 16, forward`,
      unit: 'ms',
      published: measuredMs,
      source: 'DeepBench, Titan Xp, CUDA 8.0.88, cuDNN 6.0.21',
      simulated: seconds * 1e3,
      digits: 2,
      tolerance: 0.15,
      kind: 'measured',
      status: 'predicted',
      reason:
        'Held out; the model’s newest library is cuDNN 5.1. Speech shapes with one input channel are not claimed.',
    };
  });
}

/** A 3x3 convolution of stride 1 that keeps the size of its map. */
function soleConvolution(size: number, from: number, to: number): Layer {
  const [layer] = inferShapes({
    ...{ id: 'convolution', title: 'a convolution', source: 'DeepBench', defaultBatch: 16, defaultBatchSource: '' },
    input: [from, size, size],
    layers: [conv('convolution', IMAGE, to, 3, { pad: 1, relu: false })],
  }).layers;
  if (layer === undefined) throw new Error('a table of one layer has one layer');
  return layer;
}
