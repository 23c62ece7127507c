import type { Layer, Network } from '../network/network.ts';
import type { Density } from '../units.ts';

/** Points of training progress whose mean stands for a whole training. */
export const AVERAGE_TRAINING_POINTS: readonly number[] = [0.05, 0.15, 0.3, 0.5, 0.7, 0.9];

/** First convolution: slide 22. */
const FIRST_CONV_DENSITY = 0.49;
/** How density falls with depth: least squares in log space on slides 25 (.36 at level 1) and 26 (.22 at level 4). */
const DEPTH_EXPONENT = 0.489;
/** Hidden fully connected layers: slide 66. */
const FULLY_CONNECTED_DENSITY = 0.31;

/** How density goes over training: {@link densityDuringTraining}. */
export interface DensityCurve {
  /** At random weights. */
  initialDensity: Density;
  /** Time constant of the early fall, as a share of the training; above 0. */
  fallTime: number;
  /** How far the fall goes below the average before density recovers; 0 does not recover. */
  overshoot: number;
}

/**
 * Half of a symmetric distribution, as at random weights and zero bias; then the early fall and the slow recovery of
 * slide 31, whose constants are assumed, not fitted.
 */
export const DENSITY_CURVE: Readonly<DensityCurve> = { initialDensity: 0.5, fallTime: 0.04, overshoot: 0.4 };

/**
 * Zero-based depth of each layer: the longest chain of convolutions from the input, this layer's included, less
 * one. Layers before the first convolution have -1.
 */
export function convolutionLevels(network: Network): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (const layer of network.layers) {
    const below = Math.max(...layer.input.map((name) => levels.get(name) ?? -1));
    levels.set(layer.name, layer.kind === 'conv' ? below + 1 : below);
  }
  return levels;
}

/**
 * Training average of the density of a layer's output: `0.49 (1 + k)^-0.489` at convolution level k, 0.31 for hidden
 * fully connected layers, 1 without a ReLU. A batch norm or a sum counts at the level of the convolutions before it; that
 * sums follow the same law is assumed. The other kinds of layer have no density of their own; it follows from the tensor
 * they are applied to.
 */
export function averageDensity(
  layer: Extract<Layer, { kind: 'conv' | 'fc' | 'batch-norm' | 'add' }>,
  level: number,
): Density {
  if (!layer.relu) return 1;
  if (layer.kind === 'fc') return FULLY_CONNECTED_DENSITY;
  return FIRST_CONV_DENSITY * (1 + level) ** -DEPTH_EXPONENT;
}

/** Densities stay within this whatever their scatter. */
const LEAST_DENSITY = 0.01;

/**
 * A density with log-normal scatter around the depth law: `average exp(sigma z - sigma^2 / 2)`, whose mean is `average`.
 * With sigma = 0.3 the sparsest of about a hundred layers comes near the published maximum ratio of 13.8x (slide 61): the
 * scatter is calibrated to that figure and off by default. `z` is drawn from the standard normal distribution.
 */
export function scatteredDensity(average: Density, sigma: number, z: number): Density {
  return Math.min(1, Math.max(LEAST_DENSITY, average * Math.exp(sigma * z - sigma ** 2 / 2)));
}

/**
 * Density at a point of training: the initial one at random weights, a fast fall below the average and a slow recovery.
 *
 *     d(t) = initial (average / initial)^g(t),  g(t) = (1 - e^(-t / fallTime)) (1 + overshoot (1 - t)) / its mean
 *
 * Its mean over training is `average` to about 1 % (7 % for averages below 0.1). Constant where the average is not below
 * the initial density.
 *
 * @param trainingProgress 0 to 1
 */
export function densityDuringTraining(
  average: Density,
  trainingProgress: number,
  curve: Readonly<DensityCurve> = DENSITY_CURVE,
): Density {
  const { initialDensity } = curve;
  if (average >= initialDensity) return average;
  const depth = fall(trainingProgress, curve) / meanFall(curve);
  return initialDensity * (average / initialDensity) ** depth;
}

function fall(progress: number, { fallTime, overshoot }: DensityCurve): number {
  return (1 - Math.exp(-progress / fallTime)) * (1 + overshoot * (1 - progress));
}

/** Mean of {@link fall} over [0, 1], in closed form. */
function meanFall({ fallTime, overshoot }: DensityCurve): number {
  const decayed = Math.exp(-1 / fallTime);
  const meanDecay = fallTime * (1 - decayed);
  const meanProgressDecay = fallTime ** 2 - (fallTime ** 2 + fallTime) * decayed;
  return 1 + overshoot / 2 - (1 + overshoot) * meanDecay + overshoot * meanProgressDecay;
}
