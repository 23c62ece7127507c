import type { ComputeLibrary } from '../config/resolved-config.ts';
import type { Layer } from '../network/network.ts';
import { elementsOf, IMAGE, inputShapeOf, weightCount } from '../network/shapes.ts';
import type { Bytes } from '../units.ts';
import {
  BYTES_PER_ELEMENT,
  CONVOLUTION,
  FULLY_CONNECTED,
  NORMALISATION,
  POOLING,
  STREAMING_BANDWIDTH_SHARE,
  WEIGHT_GRADIENT,
  WINOGRAD_SPEEDUP,
} from './compute-constants.ts';

/** One GPU kernel: what it computes and moves, and which shares of the GPU's nominal rates it reaches (0 to 1]. */
export interface Kernel {
  /** Floating-point operations executed; Winograd's savings are already taken off. */
  flop: number;
  computeShare: number;
  dramBytes: Bytes;
  bandwidthShare: number;
}

/** What decides a layer's kernels besides the layer itself. */
export interface KernelContext {
  batch: number;
  computeLibrary: ComputeLibrary;
  /** Whether the SGD update of the layer's weights is part of its backward step. */
  weightUpdate: boolean;
  /** Layers that read the output map. */
  consumers: number;
}

/** Kernels of a layer's forward step, in-place ReLU included (docs/model.md, "Compute time"). */
export function forwardKernels(layer: Layer, context: KernelContext): Kernel[] {
  const { input, output } = mapBytes(layer, context.batch);
  switch (layer.kind) {
    case 'conv': {
      const bias = layer.bias ? [streaming(2 * output)] : [];
      return [convolution(layer, context, 'forward'), ...bias, ...(layer.relu ? [streaming(2 * output)] : [])];
    }
    case 'pool': {
      const comparisons = (output / BYTES_PER_ELEMENT) * layer.kernel ** 2;
      return [
        {
          flop: comparisons,
          computeShare: POOLING.efficiency,
          dramBytes: input + output,
          bandwidthShare: POOLING.forwardBandwidthShare,
        },
      ];
    }
    case 'lrn':
      return [streaming(2 * output, NORMALISATION.forwardBandwidthShare)];
    case 'concat':
      return [streaming(2 * output)];
    case 'batch-norm':
    case 'add':
      return [streaming(3 * output), ...(layer.relu ? [streaming(2 * output)] : [])];
    case 'fc':
      return [fullyConnected(layer, context.batch), ...(layer.relu ? [streaming(2 * output)] : [])];
  }
}

/** Kernels of a layer's backward step: gradients of its map, data and weights, and the weight update. */
export function backwardKernels(layer: Layer, context: KernelContext): Kernel[] {
  const { output } = mapBytes(layer, context.batch);
  // Every consumer leaves a gradient of the map; a kernel of its own adds them up (Caffe's "split" layer).
  const gradientSum = context.consumers > 1 ? [streaming((context.consumers + 1) * output)] : [];
  return [...gradientSum, ...gradientKernels(layer, context), ...(context.weightUpdate ? updateKernels(layer) : [])];
}

function gradientKernels(layer: Layer, context: KernelContext): Kernel[] {
  const { input, output } = mapBytes(layer, context.batch);
  switch (layer.kind) {
    case 'conv':
      return [
        ...(layer.relu ? [streaming(3 * output)] : []),
        ...(layer.bias ? [streaming(output)] : []),
        convolution(layer, context, 'weightGradient'),
        ...(layer.input.includes(IMAGE) ? [] : [convolution(layer, context, 'dataGradient')]),
      ];
    case 'pool':
      return [streaming(2 * (input + output), POOLING.backwardBandwidthShare)];
    case 'lrn':
      return [streaming(4 * output, NORMALISATION.backwardBandwidthShare)];
    case 'concat':
      return [streaming(2 * output)];
    case 'batch-norm':
      return [...(layer.relu ? [streaming(3 * output)] : []), streaming(5 * output)];
    case 'add':
      // The gradient of a sum is the gradient of each of its terms: nothing is computed.
      return layer.relu ? [streaming(3 * output)] : [];
    case 'fc': {
      const gradient = fullyConnected(layer, context.batch);
      return [...(layer.relu ? [streaming(3 * output)] : []), gradient, gradient];
    }
  }
}

/** SGD with momentum reads weight, gradient and momentum and writes weight and momentum. */
function updateKernels(layer: Layer): Kernel[] {
  const weights = weightCount(layer);
  return weights === 0 ? [] : [streaming(5 * weights * BYTES_PER_ELEMENT)];
}

type Convolution = Extract<Layer, { kind: 'conv' }>;

function convolution(
  layer: Convolution,
  { batch, computeLibrary }: KernelContext,
  pass: 'forward' | 'dataGradient' | 'weightGradient',
): Kernel {
  const { input, output } = mapBytes(layer, batch);
  const inputChannels = inputShapeOf(layer)[0] / layer.groups;
  const outputChannels = layer.channels / layer.groups;
  const [, height, width] = layer.outputShape;
  const multiplyAccumulates = batch * weightCount(layer) * height * width;
  const winograd = layer.kernel === 3 && layer.stride === 1 ? WINOGRAD_SPEEDUP[computeLibrary][pass] : 1;
  const { efficiency, halfReduction, tileRows } = pass === 'weightGradient' ? WEIGHT_GRADIENT : CONVOLUTION;
  // As a matrix product: rows of the result fill tiles, the reduction fills the pipeline.
  const [rows, reductionChannels] =
    pass === 'dataGradient' ? [inputChannels, outputChannels] : [outputChannels, inputChannels];
  const reduction = reductionChannels * layer.kernel ** 2;
  return {
    flop: (2 * multiplyAccumulates) / winograd,
    computeShare: efficiency * tileUtilisation(rows, tileRows) * (reduction / (reduction + halfReduction)),
    dramBytes: input + output + weightCount(layer) * BYTES_PER_ELEMENT,
    bandwidthShare: STREAMING_BANDWIDTH_SHARE,
  };
}

function fullyConnected(layer: Extract<Layer, { kind: 'fc' }>, batch: number): Kernel {
  return {
    flop: 2 * batch * weightCount(layer),
    computeShare: FULLY_CONNECTED.efficiency * tileUtilisation(batch, FULLY_CONNECTED.tileRows),
    dramBytes: weightCount(layer) * BYTES_PER_ELEMENT,
    bandwidthShare: STREAMING_BANDWIDTH_SHARE,
  };
}

/** A kernel that only moves data. */
function streaming(dramBytes: Bytes, bandwidthShare = STREAMING_BANDWIDTH_SHARE): Kernel {
  return { flop: 0, computeShare: 1, dramBytes, bandwidthShare };
}

/** Share of the rows that do work when a dimension is cut into whole tiles. */
function tileUtilisation(rows: number, tileRows: number): number {
  return rows / (tileRows * Math.ceil(rows / tileRows));
}

function mapBytes(layer: Layer, batch: number): { input: Bytes; output: Bytes } {
  const bytes = batch * BYTES_PER_ELEMENT;
  const inputElements = layer.inputShapes.reduce((sum, shape) => sum + elementsOf(shape), 0);
  return { input: inputElements * bytes, output: elementsOf(layer.outputShape) * bytes };
}
