import { elementsOf, type TensorShape } from '../tensors/tensor.ts';
import type { Density } from '../units.ts';
import { type Clustering, latentCorrelation } from './clustering.ts';
import type { Random } from './random.ts';

/**
 * Output of a ReLU whose zeros cluster as asked, in NCHW order. Pre-activations are normal,
 *
 *     z[n,c,h,w] = sqrt(a) u[c] + sqrt(b) g[c,h,w] + sqrt(1-a-b) f[n,c,h,w]
 *
 * with a and b the shares of {@link Clustering} and g, f fields that are autoregressive along W and then H. The
 * threshold is the empirical (1 - density) quantile, so exactly `round(density * elements)` outputs are non-zero.
 * Density 1 stands for a layer without ReLU: z itself.
 */
export function reluOutput(shape: TensorShape, density: Density, clustering: Clustering, random: Random): Float32Array {
  // Double precision: differences from the threshold must have random low mantissa bits, as real values have.
  const latent = latentTensor(shape, density, clustering, random);
  const nonZero = Math.round(density * latent.length);
  if (nonZero === latent.length) return Float32Array.from(latent);
  const zeros = latent.length - nonZero;
  const threshold = zeros === 0 ? Number.NEGATIVE_INFINITY : nthSmallest(latent.slice(), zeros - 1);
  const output = new Float32Array(latent.length);
  for (let i = 0; i < latent.length; i++) output[i] = Math.max(0, latent[i] - threshold);
  return output;
}

function latentTensor(shape: TensorShape, density: Density, clustering: Clustering, random: Random): Float64Array {
  const [images, channels, height, width] = shape;
  const { channelShare, positionShare } = clustering;
  const neighbour = latentCorrelation(clustering.neighbourCorrelation, density);
  const fieldCorrelation = Math.max(0, (neighbour - channelShare) / (1 - channelShare));
  const positionScale = Math.sqrt(positionShare);
  const imageScale = Math.sqrt(1 - channelShare - positionShare);

  const latent = new Float64Array(elementsOf(shape));
  const area = height * width;
  const common = new Float64Array(area);
  for (let c = 0; c < channels; c++) {
    const channelLevel = Math.sqrt(channelShare) * random.gaussian();
    if (positionShare > 0) fillField(common, width, fieldCorrelation, random);
    for (let n = 0; n < images; n++) {
      const start = (n * channels + c) * area;
      const map = latent.subarray(start, start + area);
      fillField(map, width, fieldCorrelation, random);
      for (let i = 0; i < area; i++) map[i] = channelLevel + positionScale * common[i] + imageScale * map[i];
    }
  }
  return latent;
}

/** Stationary normal field of unit variance; neighbours in a row or a column correlate by `correlation`. */
function fillField(field: Float64Array, width: number, correlation: number, random: Random): void {
  const innovation = Math.sqrt(1 - correlation * correlation);
  for (let row = 0; row < field.length; row += width) {
    let previous = random.gaussian();
    field[row] = previous;
    for (let i = row + 1; i < row + width; i++) {
      previous = correlation * previous + innovation * random.gaussian();
      field[i] = previous;
    }
  }
  for (let i = width; i < field.length; i++) field[i] = correlation * field[i - width] + innovation * field[i];
}

/** Element of rank `rank` (0 is the smallest), by Hoare's selection; reorders `values`. */
function nthSmallest(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const value = values[i];
        values[i++] = values[j];
        values[j--] = value;
      }
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank];
}
