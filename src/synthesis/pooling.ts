import type { FeatureShape, Layer } from '../network/network.ts';
import { elementsOf, type TensorShape } from '../tensors/tensor.ts';

/** How a pool reads its input, in elements of a row or column. */
export type PoolWindow = Pick<Extract<Layer, { kind: 'pool' }>, 'mode' | 'kernel' | 'stride' | 'pad'>;

/**
 * Pools every map of an NCHW tensor to the given output size; windows are cut at the edge of the map, as in
 * Caffe's ceil mode. Pooling a generated map, rather than drawing one, gives the pooled density and the repeated
 * maxima of overlapping windows, which zlib finds.
 */
export function pool(
  input: Float32Array,
  shape: TensorShape,
  layer: PoolWindow & { outputShape: FeatureShape },
): Float32Array {
  const [images, channels, height, width] = shape;
  const [, outHeight, outWidth] = layer.outputShape;
  const output = new Float32Array(elementsOf([images, channels, outHeight, outWidth]));
  let position = 0;
  for (let map = 0; map < input.length; map += height * width) {
    for (let y = 0; y < outHeight; y++) {
      const [top, bottom] = span(y, layer, height);
      for (let x = 0; x < outWidth; x++) {
        const [left, right] = span(x, layer, width);
        let sum = 0;
        let maximum = 0;
        for (let row = top; row < bottom; row++) {
          for (let i = map + row * width + left; i < map + row * width + right; i++) {
            sum += input[i];
            maximum = Math.max(maximum, input[i]);
          }
        }
        output[position++] = layer.mode === 'max' ? maximum : sum / layer.kernel ** 2;
      }
    }
  }
  return output;
}

/** Rows or columns below one output. */
function span(index: number, layer: PoolWindow, size: number): [start: number, end: number] {
  const start = index * layer.stride - layer.pad;
  return [Math.max(0, start), Math.min(size, start + layer.kernel)];
}
