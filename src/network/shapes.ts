import type { FeatureShape, Layer, LayerSpec, Network, NetworkTable } from './network.ts';

/** Name by which layers refer to the input image. */
export const IMAGE = 'data';

/**
 * The network of a table, with the shape of every map. Throws when a layer reads a map that no earlier layer
 * produces, or whose shape it cannot take: both are faults of the table, not of a user's config.
 */
export function inferShapes(table: NetworkTable): Network {
  const shapes = new Map<string, FeatureShape>([[IMAGE, table.input]]);
  const layers = table.layers.map((spec): Layer => {
    const inputShapes = spec.input.map((name) => {
      const shape = shapes.get(name);
      if (shape === undefined)
        throw new Error(`${table.id}: layer ${spec.name} reads ${name}, which comes later or never`);
      return shape;
    });
    const outputShape = inferOutputShape(spec, inputShapes);
    shapes.set(spec.name, outputShape);
    return { ...spec, inputShapes, outputShape };
  });
  return { id: table.id, title: table.title, source: table.source, input: table.input, layers };
}

/** Elements of a map, per image. */
export function elementsOf([channels, height, width]: FeatureShape): number {
  return channels * height * width;
}

/** The only input of a layer that is not a concat. */
export function inputShapeOf(layer: Layer): FeatureShape {
  return soleInput(layer, layer.inputShapes);
}

function inferOutputShape(spec: LayerSpec, inputShapes: readonly FeatureShape[]): FeatureShape {
  switch (spec.kind) {
    case 'conv': {
      const [, height, width] = soleInput(spec, inputShapes);
      return [spec.channels, convolvedSize(height, spec), convolvedSize(width, spec)];
    }
    case 'pool': {
      const [channels, height, width] = soleInput(spec, inputShapes);
      return [channels, pooledSize(height, spec), pooledSize(width, spec)];
    }
    case 'lrn':
    case 'batch-norm':
      return soleInput(spec, inputShapes);
    case 'concat':
      return concatenatedShape(spec, inputShapes);
    case 'add':
      return commonShape(spec, inputShapes);
    case 'fc':
      return [spec.channels, 1, 1];
  }
}

function soleInput(spec: LayerSpec, inputShapes: readonly FeatureShape[]): FeatureShape {
  const [shape] = inputShapes;
  if (shape === undefined || inputShapes.length > 1) throw new Error(`layer ${spec.name} must have exactly one input`);
  return shape;
}

interface SlidingWindow {
  kernel: number;
  stride: number;
  pad: number;
}

function convolvedSize(size: number, { kernel, stride, pad }: SlidingWindow): number {
  return Math.floor((size + 2 * pad - kernel) / stride) + 1;
}

/** Caffe rounds pooling up, then drops a last window that would lie in the padding alone; Torch rounds down. */
function pooledSize(
  size: number,
  { kernel, stride, pad, rounding }: SlidingWindow & { rounding: 'up' | 'down' },
): number {
  if (rounding === 'down') return convolvedSize(size, { kernel, stride, pad });
  const rounded = Math.ceil((size + 2 * pad - kernel) / stride) + 1;
  return pad > 0 && (rounded - 1) * stride >= size + pad ? rounded - 1 : rounded;
}

function concatenatedShape(spec: LayerSpec, inputShapes: readonly FeatureShape[]): FeatureShape {
  const [first] = inputShapes;
  if (first === undefined) throw new Error(`layer ${spec.name} has no input`);
  const [, height, width] = first;
  if (inputShapes.some(([, otherHeight, otherWidth]) => otherHeight !== height || otherWidth !== width)) {
    throw new Error(`layer ${spec.name} concatenates maps of different height or width`);
  }
  return [inputShapes.reduce((sum, [channels]) => sum + channels, 0), height, width];
}

function commonShape(spec: LayerSpec, inputShapes: readonly FeatureShape[]): FeatureShape {
  const [first] = inputShapes;
  if (first === undefined) throw new Error(`layer ${spec.name} has no input`);
  if (inputShapes.some((shape) => shape.join() !== first.join())) {
    throw new Error(`layer ${spec.name} adds maps of different shapes`);
  }
  return first;
}

/** Weights of a layer, without biases and without the two values per channel of a batch norm. */
export function weightCount(layer: Layer): number {
  switch (layer.kind) {
    case 'conv':
      return (layer.channels * inputShapeOf(layer)[0] * layer.kernel ** 2) / layer.groups;
    case 'fc':
      return layer.channels * elementsOf(inputShapeOf(layer));
    case 'pool':
    case 'lrn':
    case 'concat':
    case 'batch-norm':
    case 'add':
      return 0;
  }
}
