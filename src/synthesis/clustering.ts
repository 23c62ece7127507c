import type { Density } from '../units.ts';

/**
 * How the zeros of an activation map cluster. A pre-activation is the sum of independent normal parts; the shares
 * are variances.
 */
export interface Clustering {
  /** Part that a channel has in common over all images and positions. */
  channelShare: number;
  /** Part that a position of a channel has in common over all images. */
  positionShare: number;
  /** Correlation of horizontal neighbours in the mask of zeros. */
  neighbourCorrelation: number;
}

/** Progress after which the measured trainings no longer resembled their random start. */
const SETTLED_PROGRESS = 0.05;

/**
 * Clustering measured on six trainings from scratch (docs/activations.md), as medians over layers of a kind.
 * Between random weights and 5 % of training it is interpolated.
 *
 * @param width of the map; fully connected maps have 1
 * @param trainingProgress 0 to 1
 */
export function clusteringOf(
  layer: { kind: 'conv' | 'fc'; isFirst: boolean; width: number },
  trainingProgress: number,
): Clustering {
  const settled = Math.min(1, trainingProgress / SETTLED_PROGRESS);
  const between = (start: number, end: number) => start + (end - start) * settled;
  if (layer.kind === 'fc') {
    return { channelShare: between(0.92, 0.13), positionShare: 0, neighbourCorrelation: 0 };
  }
  return {
    channelShare: layer.isFirst ? 0.05 : between(0.6, 0.15),
    positionShare: layer.isFirst ? 0.03 : between(0.13, 0.2),
    neighbourCorrelation: between(0.7, trainedNeighbourCorrelation(layer.width)),
  };
}

/** Measured for widths of 14 and more, 7 to 8, and 3 to 4; other widths take the nearest of these. */
function trainedNeighbourCorrelation(width: number): number {
  if (width >= 11) return 0.6;
  return width >= 6 ? 0.45 : 0.55;
}

/**
 * Correlation of two normal variables whose signs above the (1 - density) quantile correlate by `maskCorrelation`
 * (tetrachoric correlation): the s at which the bivariate normal excess
 * `integral from 0 to s of exp(-h^2 / (1 + x)) / (2 pi sqrt(1 - x^2)) dx` is `maskCorrelation d (1 - d)`.
 *
 * @param maskCorrelation 0 to 1
 */
export function latentCorrelation(maskCorrelation: number, density: Density): number {
  const target = 2 * Math.PI * maskCorrelation * density * (1 - density);
  const squaredThreshold = normalQuantile(density) ** 2;
  // With x = sin(angle) the integrand is smooth; midpoint steps up to the target.
  const step = Math.PI / 2 / 1000;
  let excess = 0;
  for (let angle = 0; angle < Math.PI / 2; angle += step) {
    const slice = step * Math.exp(-squaredThreshold / (1 + Math.sin(angle + step / 2)));
    if (excess + slice >= target) return Math.sin(angle + (step * (target - excess)) / slice);
    excess += slice;
  }
  return 1;
}

/** Inverse of the normal distribution function, by bisection. */
function normalQuantile(probability: number): number {
  let low = -8;
  let high = 8;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (normalDistribution(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun, 26.2.17: absolute error below 7.5e-8. */
function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return x >= 0 ? 1 - tail : tail;
}
