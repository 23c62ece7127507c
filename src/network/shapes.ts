import type { FeatureShape, Layer, Network, NetworkTable } from './network.ts';
import { isShapeFault, outputShapeOf } from './output-shape.ts';

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
    const outputShape = outputShapeOf(spec, inputShapes);
    if (isShapeFault(outputShape)) throw new Error(`${table.id}: layer ${spec.name}: ${outputShape.problem}`);
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
  const [shape] = layer.inputShapes;
  if (shape === undefined || layer.inputShapes.length > 1) throw new Error(`${layer.name} has not exactly one input`);
  return shape;
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
