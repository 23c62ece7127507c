import { elementsOf, type TensorShape } from '../tensors/tensor.ts';
import type { Density } from '../units.ts';
import type { Clustering } from './clustering.ts';
import { liveMapsOf } from './live-maps.ts';
import type { Random } from './random.ts';
import { nthSmallest } from './selection.ts';
import { latentCorrelation } from './tetrachoric.ts';

/**
 * Output of a ReLU whose zeros cluster as asked, in NCHW order. Pre-activations of live maps are normal,
 *
 *     z[n,c,h,w] = sqrt(a) u[c] + sqrt(b) g[c,h,w] + sqrt(p) v[n,c] + sqrt(1-a-b-p) f[n,c,h,w]
 *
 * with a, b and p the channel, position and map shares of {@link Clustering} and g, f fields that are autoregressive
 * along W and then H. The threshold is an empirical quantile, so exactly `round(density * elements)` outputs are
 * non-zero: where too few maps would be live for that, fewer are dead ({@link liveMapsOf}). Where live maps have no zeros,
 * as in a layer without ReLU, the output is z itself.
 */
export function reluOutput(shape: TensorShape, density: Density, clustering: Clustering, random: Random): Float32Array {
  const area = shape[2] * shape[3];
  const nonZero = Math.round(density * elementsOf(shape));
  const live = liveMapsOf(shape, Math.ceil(nonZero / area), clustering, random);
  const output = new Float32Array(elementsOf(shape));
  if (nonZero === 0) return output;

  // Double precision: differences from the threshold must have random low mantissa bits, as real values have.
  const latent = latentMaps(shape, live, density, clustering, random);
  const zeros = latent.length - nonZero;
  const threshold = zeros === 0 ? null : nthSmallest(latent, zeros - 1);
  let position = 0;
  for (let map = 0; map < live.length; map++) {
    if (live[map] === 0) continue;
    for (let i = map * area; i < (map + 1) * area; i++) {
      const value = latent[position++];
      output[i] = threshold === null ? value : Math.max(0, value - threshold);
    }
  }
  return output;
}

/** Neighbours are never quite alike: equal pre-activations would have no quantile between them. */
const STRONGEST_FIELD_CORRELATION = 0.9999;

/** Pre-activations of the live maps, in NCHW order one behind the other. */
function latentMaps(
  [images, channels, height, width]: TensorShape,
  live: Uint8Array,
  density: Density,
  clustering: Clustering,
  random: Random,
): Float64Array {
  const area = height * width;
  const places = placesOf(live);
  const latent = new Float64Array(area * places.count);
  const liveShare = places.count / live.length;
  const { channelShare, positionShare, mapShare } = clustering;
  const liveDensity = Math.min(1, density / liveShare);
  const fieldCorrelation = (maskCorrelation: number) => {
    const neighbour = latentCorrelation(maskCorrelation, liveDensity);
    const ofField = (neighbour - channelShare - mapShare) / (1 - channelShare - mapShare);
    return Math.min(STRONGEST_FIELD_CORRELATION, Math.max(0, ofField));
  };
  const alongRows = fieldCorrelation(clustering.neighbourCorrelation);
  const alongColumns = fieldCorrelation(clustering.verticalCorrelation);
  const positionScale = Math.sqrt(positionShare);
  const imageScale = Math.sqrt(1 - channelShare - positionShare - mapShare);

  const common = new Float64Array(area);
  for (let c = 0; c < channels; c++) {
    const channelLevel = Math.sqrt(channelShare) * random.gaussian();
    if (positionShare > 0) fillField(common, width, alongRows, alongColumns, random);
    for (let n = 0; n < images; n++) {
      if (live[n * channels + c] === 0) continue;
      const start = places.of[n * channels + c] * area;
      const map = latent.subarray(start, start + area);
      const level = mapShare > 0 ? channelLevel + Math.sqrt(mapShare) * random.gaussian() : channelLevel;
      fillField(map, width, alongRows, alongColumns, random);
      for (let i = 0; i < area; i++) map[i] = level + positionScale * common[i] + imageScale * map[i];
    }
  }
  return latent;
}

/** Position of each live map among the live ones, and how many there are. */
function placesOf(live: Uint8Array): { of: Uint32Array; count: number } {
  const of = new Uint32Array(live.length);
  let count = 0;
  for (let map = 0; map < live.length; map++) {
    of[map] = count;
    count += live[map];
  }
  return { of, count };
}

/** Stationary normal field of unit variance, whose neighbours in a row and in a column correlate as given. */
function fillField(field: Float64Array, width: number, alongRows: number, alongColumns: number, random: Random): void {
  const rowNoise = Math.sqrt(1 - alongRows * alongRows);
  for (let row = 0; row < field.length; row += width) {
    let previous = random.gaussian();
    field[row] = previous;
    for (let i = row + 1; i < row + width; i++) {
      previous = alongRows * previous + rowNoise * random.gaussian();
      field[i] = previous;
    }
  }
  const columnNoise = Math.sqrt(1 - alongColumns * alongColumns);
  for (let i = width; i < field.length; i++) field[i] = alongColumns * field[i - width] + columnNoise * field[i];
}
