import type { Parameter, ParameterValue } from './exploration.ts';

/** The designs that an exploration is about: each a place, from 0 on, that says which value each parameter has. */
export interface DesignSpace {
  readonly parameters: readonly Parameter[];
  /** Number of designs. */
  readonly size: number;
  /**
   * Of a grid: parameters that step together, the last axis fastest; every combination of their steps is a design. Of a
   * sample there is none.
   */
  readonly axes: readonly Axis[] | undefined;
  /** Which of its values a parameter has at a place. */
  indexAt(place: number, parameter: number): number;
}

/** Parameters of a grid that change together: one, or a zipped group. */
export interface Axis {
  /** Indices of parameters. */
  parameters: readonly number[];
  /** Steps: the number of values of each. */
  size: number;
}

/** Values of all parameters at a place, as they are written in a config. */
export function valuesAt(space: DesignSpace, place: number): ParameterValue[] {
  return space.parameters.map(({ values }, parameter) => {
    const value = values[space.indexAt(place, parameter)];
    if (value === undefined) throw new RangeError(`place ${place} has no value of parameter ${parameter}`);
    return value;
  });
}

/** Every combination of the axes' steps, the last axis fastest. */
export function gridSpace(parameters: readonly Parameter[], axes: readonly Axis[]): DesignSpace {
  const strides = new Array<number>(parameters.length).fill(1);
  const sizes = new Array<number>(parameters.length).fill(1);
  let size = 1;
  for (const axis of [...axes].reverse()) {
    for (const parameter of axis.parameters) {
      strides[parameter] = size;
      sizes[parameter] = axis.size;
    }
    size *= axis.size;
  }
  return {
    parameters,
    size,
    axes,
    indexAt: (place, parameter) => Math.floor(place / (strides[parameter] ?? 1)) % (sizes[parameter] ?? 1),
  };
}

/** Given designs: `indices` has a row of the parameters' values for each. */
export function listedSpace(parameters: readonly Parameter[], indices: Uint32Array): DesignSpace {
  const width = parameters.length;
  return {
    parameters,
    size: width === 0 ? 0 : indices.length / width,
    axes: undefined,
    indexAt: (place, parameter) => indices[place * width + parameter] ?? 0,
  };
}
