import type { LayerSpec } from '../network.ts';

/** Short hand for layer tables: what most layers share is left out. */

interface ConvolutionOptions {
  stride?: number;
  pad?: number;
  groups?: number;
  relu?: boolean;
  bias?: boolean;
  slideName?: string;
}

/** A square convolution; stride 1, no padding, a bias and a ReLU behind it unless told otherwise. */
export function conv(
  name: string,
  input: string,
  channels: number,
  kernel: number,
  options: ConvolutionOptions = {},
): LayerSpec {
  const usual = { stride: 1, pad: 0, groups: 1, relu: true, bias: true };
  return { name, kind: 'conv', input: [input], channels, kernel, ...usual, ...options };
}

interface PoolingOptions {
  pad?: number;
  rounding?: 'up' | 'down';
  slideName?: string;
}

export function maxPool(
  name: string,
  input: string,
  kernel: number,
  stride: number,
  options: PoolingOptions = {},
): LayerSpec {
  return { name, kind: 'pool', input: [input], mode: 'max', kernel, stride, pad: 0, rounding: 'up', ...options };
}

export function averagePool(name: string, input: string, kernel: number, stride: number): LayerSpec {
  return { name, kind: 'pool', input: [input], mode: 'average', kernel, stride, pad: 0, rounding: 'up' };
}

export function lrn(name: string, input: string): LayerSpec {
  return { name, kind: 'lrn', input: [input] };
}

export function concat(name: string, input: readonly string[]): LayerSpec {
  return { name, kind: 'concat', input };
}

/** Batch norm with a ReLU in place, unless told otherwise. */
export function batchNorm(name: string, input: string, relu = true): LayerSpec {
  return { name, kind: 'batch-norm', input: [input], relu };
}

/** Sum of maps with a ReLU in place: the end of a residual block. */
export function add(name: string, input: readonly string[]): LayerSpec {
  return { name, kind: 'add', input, relu: true };
}

interface FullyConnectedOptions {
  relu?: boolean;
  dropout?: boolean;
  slideName?: string;
}

/** A classifier's layer; the last one has neither ReLU nor dropout. */
export function fullyConnected(
  name: string,
  input: string,
  channels: number,
  options: FullyConnectedOptions = {},
): LayerSpec {
  return { name, kind: 'fc', input: [input], channels, relu: false, dropout: false, ...options };
}
