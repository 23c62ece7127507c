import { unitSamples } from '../sampling/sampling.ts';
import { type Axis, type DesignSpace, gridSpace, listedSpace } from './design-space.ts';
import type { Parameter, Sample } from './exploration.ts';

/** Every parameter alone, or with its group, in the order of the first of them. */
export function axesOf(parameters: readonly Parameter[], together: readonly (readonly number[])[]): Axis[] {
  return [...parameters.keys()].flatMap((index): Axis[] => {
    const group = together.find((one) => one.includes(index)) ?? [index];
    if (group[0] !== index) return [];
    return [{ parameters: group, size: parameters[index]?.values.length ?? 0 }];
  });
}

/** Every combination of the axes' steps. */
export function wholeSpace(parameters: readonly Parameter[], together: readonly (readonly number[])[]): DesignSpace {
  return gridSpace(parameters, axesOf(parameters, together));
}

/** Points of a unit cube with a side for each axis, point by point: where a sample draws its values from. */
export function sharesOf({ method, points, seed }: Sample, axes: number): Float64Array {
  return unitSamples(method, points, axes, seed);
}

/** The shares of one axis. */
export function sharesOfAxis(shares: Float64Array, axes: number, axis: number): Float64Array {
  return Float64Array.from({ length: shares.length / axes }, (_, point) => shares[point * axes + axis] ?? 0);
}

/**
 * A sample's designs: of a parameter with steps the one that a share of its list falls on; of any other, whose values were
 * drawn one for each point, that of the point.
 */
export function sampledSpace(
  parameters: readonly Parameter[],
  axisOf: (parameter: number) => number,
  isDrawn: (parameter: number) => boolean,
  shares: Float64Array,
  axes: number,
): DesignSpace {
  const points = axes === 0 ? 0 : shares.length / axes;
  const indices = new Uint32Array(points * parameters.length);
  for (let point = 0, at = 0; point < points; point++) {
    for (const [parameter, { values }] of parameters.entries()) {
      const share = shares[point * axes + axisOf(parameter)] ?? 0;
      indices[at++] = isDrawn(parameter) ? point : Math.min(values.length - 1, Math.floor(share * values.length));
    }
  }
  return listedSpace(parameters, indices);
}
