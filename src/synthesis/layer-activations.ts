import type { ActivationPoint, ClusteringSettings, LayerActivationSettings } from '../config/resolved-config.ts';
import type { Density } from '../units.ts';
import { type Clustering, withinShares } from './clustering.ts';
import { DENSITY_CURVE, densityDuringTraining } from './density.ts';

/** What the generator draws a layer's maps from, at one point of training. */
export interface MapStatistics extends Clustering {
  density: Density;
}

/** What holds for a layer without settings of its own. */
interface LayerLaw {
  /** Mean over training. */
  averageDensity: Density;
  clustering: Clustering;
}

/**
 * Density and clustering of a layer at a point of training: each from the points of its measured curve, else from the
 * layer's own constants, else from the law.
 *
 * @param trainingProgress 0 to 1
 */
export function mapStatistics(
  law: LayerLaw,
  settings: LayerActivationSettings,
  trainingProgress: number,
): MapStatistics {
  const points = 'points' in settings ? settings.points : [];
  const measured = interpolated(points, 'density', trainingProgress);
  return {
    density: measured ?? densityFromCurve(law, settings, trainingProgress),
    ...clusteringFrom(law.clustering, settings, points, trainingProgress),
  };
}

function densityFromCurve(law: LayerLaw, settings: LayerActivationSettings, trainingProgress: number): Density {
  if ('points' in settings) return densityDuringTraining(law.averageDensity, trainingProgress);
  const { averageDensity = law.averageDensity } = settings;
  return densityDuringTraining(averageDensity, trainingProgress, {
    initialDensity: settings.initialDensity ?? DENSITY_CURVE.initialDensity,
    fallTime: settings.fallTime ?? DENSITY_CURVE.fallTime,
    overshoot: settings.overshoot ?? DENSITY_CURVE.overshoot,
  });
}

function clusteringFrom(
  law: Clustering,
  constants: ClusteringSettings,
  points: readonly ActivationPoint[],
  trainingProgress: number,
): Clustering {
  const set = (key: keyof Clustering) => interpolated(points, key, trainingProgress) ?? constants[key];
  const neighbourCorrelation = set('neighbourCorrelation') ?? law.neighbourCorrelation;
  return withinShares({
    channelShare: set('channelShare') ?? law.channelShare,
    positionShare: set('positionShare') ?? law.positionShare,
    mapShare: set('mapShare') ?? law.mapShare,
    neighbourCorrelation,
    verticalCorrelation: set('verticalCorrelation') ?? neighbourCorrelation,
    deadChannels: set('deadChannels') ?? law.deadChannels,
    deadMaps: set('deadMaps') ?? law.deadMaps,
  });
}

/** Linear between the points that state the key, the nearest of them outside; undefined where none does. */
function interpolated(
  points: readonly ActivationPoint[],
  key: 'density' | keyof ClusteringSettings,
  trainingProgress: number,
): number | undefined {
  let before: { at: number; value: number } | undefined;
  for (const point of points) {
    const value = point[key];
    if (value === undefined) continue;
    const at = point.trainingProgress;
    if (at >= trainingProgress) {
      if (before === undefined) return value;
      return before.value + ((value - before.value) * (trainingProgress - before.at)) / (at - before.at);
    }
    before = { at, value };
  }
  return before?.value;
}
