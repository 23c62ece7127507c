import type { ComputeLibrary } from '../config/resolved-config.ts';
import type { Seconds } from '../units.ts';

/**
 * Constants of the compute-time model, the same for every GPU. Origin and error of each: docs/model.md,
 * "Compute time". None of them was fitted to a result of the cDMA paper.
 */

/**
 * Convolution: share of peak compute, and the reduction length at which half of it is reached. Least squares on
 * 75 convolutions timed with Caffe on a Titan X (soumith/convnet-benchmarks).
 */
export const CONVOLUTION = { efficiency: 0.836, halfReduction: 45.8, tileRows: 64 };

/**
 * The same for the weight gradient. Its long half-reduction captures how it collapses for few input channels
 * (VGG-16's first layer reaches 0.26 TFLOP/s).
 */
export const WEIGHT_GRADIENT = { efficiency: 0.991, halfReduction: 689, tileRows: 64 };

/** Fully connected layer: share of peak compute; its batch fills tiles of 128 rows. */
export const FULLY_CONNECTED = { efficiency: 0.75, tileRows: 128 };

/** Share of the nominal DRAM bandwidth that streaming kernels reach: ReLU rows of the same logs, 210-237 of 336 GB/s. */
export const STREAMING_BANDWIDTH_SHARE = 0.68;

/** Pooling: 2x2 stride 2 reaches 222 GB/s forward, 3x3 stride 1 is bound by 78 G comparisons/s; backward 70-84 GB/s. */
export const POOLING = { efficiency: 75e9 / 7e12, forwardBandwidthShare: 0.66, backwardBandwidthShare: 0.235 };

/** Local response normalisation: assumed, no public log has it. */
export const NORMALISATION = { forwardBandwidthShare: 0.5, backwardBandwidthShare: 0.35 };

/** Launch overhead of a kernel. Anything from 10 to 50 us moves vDNN's loss by less than a point. */
export const LAUNCH_OVERHEAD: Seconds = 20e-6;

/**
 * Speed-up of 3x3 stride-1 convolutions from Winograd's F(2x2, 3x3), which saves 2.25x of the multiplications.
 * From VGG-16 in jcjohnson/cnn-benchmarks, with the same GPU under three cuDNN versions.
 */
export const WINOGRAD_SPEEDUP: Readonly<
  Record<ComputeLibrary, { forward: number; dataGradient: number; weightGradient: number }>
> = {
  'cudnn-4': { forward: 1, dataGradient: 1, weightGradient: 1 },
  'cudnn-5.0': { forward: 2, dataGradient: 1.6, weightGradient: 1 },
  'cudnn-5.1': { forward: 2, dataGradient: 2, weightGradient: 1.7 },
};

/** Activations, weights and gradients are float32. */
export const BYTES_PER_ELEMENT = 4;
