/**
 * How the zeros of an activation map cluster. A pre-activation is the sum of independent normal parts; the shares
 * are variances, of 0 or more, and their sum is below 1. Some maps may be zero altogether; all else is said of the others.
 */
export interface Clustering {
  /** Part that a channel has in common over all images and positions. */
  channelShare: number;
  /** Part that a position of a channel has in common over all images. */
  positionShare: number;
  /** Part that a map, one channel of one image, has in common over its positions. */
  mapShare: number;
  /** Correlation of horizontal neighbours in the mask of zeros, from 0 to below 1. */
  neighbourCorrelation: number;
  /** The same of vertical neighbours. */
  verticalCorrelation: number;
  /** Share of channels that are zero in all images, 0 to 1. */
  deadChannels: number;
  /** Share of the maps of all other channels that are zero, 0 to 1. */
  deadMaps: number;
}

/** What the measured trainings were not analysed for. */
const NOT_MEASURED = { mapShare: 0, deadChannels: 0, deadMaps: 0 } as const;

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
    return {
      channelShare: between(0.92, 0.13),
      positionShare: 0,
      neighbourCorrelation: 0,
      verticalCorrelation: 0,
      ...NOT_MEASURED,
    };
  }
  const neighbourCorrelation = between(0.7, trainedNeighbourCorrelation(layer.width));
  return {
    channelShare: layer.isFirst ? 0.05 : between(0.6, 0.15),
    positionShare: layer.isFirst ? 0.03 : between(0.13, 0.2),
    neighbourCorrelation,
    verticalCorrelation: neighbourCorrelation,
    ...NOT_MEASURED,
  };
}

/** Measured for widths of 14 and more, 7 to 8, and 3 to 4; other widths take the nearest of these. */
function trainedNeighbourCorrelation(width: number): number {
  if (width >= 11) return 0.6;
  return width >= 6 ? 0.45 : 0.55;
}

/** The noise of each element keeps this share of the variance at least. */
const LEAST_NOISE = 0.01;

/** Shares from different sources may sum to 1 or more: then they shrink in proportion. */
export function withinShares(clustering: Clustering): Clustering {
  const { channelShare, positionShare, mapShare } = clustering;
  const sum = channelShare + positionShare + mapShare;
  if (sum <= 1 - LEAST_NOISE) return clustering;
  const scale = (1 - LEAST_NOISE) / sum;
  return {
    ...clustering,
    channelShare: scale * channelShare,
    positionShare: scale * positionShare,
    mapShare: scale * mapShare,
  };
}
