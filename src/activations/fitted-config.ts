import type { ActivationPoint } from '../config/resolved-config.ts';
import type { ActivationStudy, StudiedLayer } from './activation-study.ts';

/** Digits that a fit to a few images is worth. */
const DIGITS = 4;

/**
 * The fitted generator as the text of a config that others can extend: for every layer with fitted parameters its measured
 * curve, in which the points where tensors were recorded also say how zeros cluster. Layers that are made from their inputs
 * have none.
 *
 * @param manifest named in the config's own name
 */
export function fittedConfig(study: ActivationStudy, manifest: string): string {
  const layers = study.layers.flatMap((layer): [string, { points: ActivationPoint[] }][] => {
    const points = pointsOf(layer);
    return points.length === 0 ? [] : [[layer.name, { points }]];
  });
  const config = {
    name: `Generator fitted to ${manifest}`,
    workload: { activations: { source: 'model', layers: Object.fromEntries(layers) } },
  };
  return `${JSON.stringify(config, roundNumbers, 2)}\n`;
}

function pointsOf({ densities, coded }: StudiedLayer): ActivationPoint[] {
  const fits = new Map(
    coded.flatMap(({ trainingProgress, fitted }): [number, ActivationPoint][] =>
      fitted === null || fitted.parameters === null ? [] : [[trainingProgress, fitted.parameters]],
    ),
  );
  if (fits.size === 0) return [];
  return densities.map((point) => ({ ...fits.get(point.trainingProgress), ...point }));
}

function roundNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(DIGITS)) : value;
}
