import type { Axis } from './design-space.ts';

/** Some axes of a grid: the combinations of their steps, numbered with the last of them fastest. */
export interface SubGrid {
  /** Indices of its axes in the grid. */
  axes: readonly number[];
  size: number;
  /** For every axis of the grid: by how much the number grows with a step of it; 0 for axes that are not in it. */
  strides: Float64Array;
}

export function subGrid(axes: readonly Axis[], wanted: (axis: Axis) => boolean): SubGrid {
  const indices = [...axes.keys()].filter((index) => {
    const axis = axes[index];
    return axis !== undefined && wanted(axis);
  });
  const strides = new Float64Array(axes.length);
  let size = 1;
  for (const index of [...indices].reverse()) {
    strides[index] = size;
    size *= axes[index]?.size ?? 1;
  }
  return { axes: indices, size, strides };
}

/**
 * For every combination of a sub-grid, in its order, its number in each of some other sub-grids, written in turn into
 * `numbers`; then `visit` is called. Numbers are kept up by adding, which is what makes it fast. Before, `onStep` is told of
 * every axis that has come to another step, and at first of all.
 */
export function visitCombinations(
  walked: SubGrid,
  others: readonly SubGrid[],
  axes: readonly Axis[],
  numbers: Float64Array,
  visit: (number: number) => void,
  onStep: (axis: number, step: number) => void = () => {},
): void {
  const sizes = walked.axes.map((axis) => axes[axis]?.size ?? 1);
  const strides = walked.axes.map((axis) => others.map((other) => other.strides[axis] ?? 0));
  const steps = new Uint32Array(walked.axes.length);
  numbers.fill(0);
  for (const axis of walked.axes) onStep(axis, 0);
  for (let number = 0; number < walked.size; number++) {
    visit(number);
    for (let at = steps.length - 1; at >= 0; at--) {
      const growth = strides[at] ?? [];
      const size = sizes[at] ?? 1;
      const isLast = ++steps[at] === size;
      for (let other = 0; other < growth.length; other++) {
        numbers[other] += isLast ? -(size - 1) * (growth[other] ?? 0) : (growth[other] ?? 0);
      }
      if (isLast) steps[at] = 0;
      onStep(walked.axes[at] ?? 0, steps[at]);
      if (!isLast) break;
    }
  }
}
