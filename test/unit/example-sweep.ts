import { type DesignSpace, gridSpace, listedSpace } from '../../src/exploration/design-space.ts';
import type { Constraint, Objective, Parameter } from '../../src/exploration/exploration.ts';
import { CANNOT_RUN, type Sweep } from '../../src/exploration/sweep.ts';
import type { MetricId } from '../../src/metrics/metric.ts';
import type { Random } from '../../src/synthesis/random.ts';

/** Sweeps for tests: their figures are given or drawn, not simulated. Figures that are not named are missing. */
interface Parts {
  space: DesignSpace;
  objectives: readonly Objective[];
  metrics: Readonly<Partial<Record<MetricId, readonly number[]>>>;
  /** All places of the space unless named. */
  ids?: readonly number[];
  constraints?: readonly string[];
  failed?: readonly number[];
  dropped?: Sweep['dropped'];
  isPipeline?: readonly number[];
}

export const SPEED: Objective = { metric: 'speedupOverVdnn', direction: 'maximise' };
export const AREA: Objective = { metric: 'cdmaArea', direction: 'minimise' };
export const ENERGY: Objective = { metric: 'energy', direction: 'minimise' };

export function exampleSweep(parts: Parts): Sweep {
  const { space, objectives } = parts;
  const ids = Uint32Array.from(parts.ids ?? Array.from({ length: space.size }, (_, place) => place));
  const failed = Uint32Array.from(parts.failed ?? ids.map(() => 0));
  const metrics = new Map<MetricId, Float64Array>();
  for (const [id, figures] of Object.entries(parts.metrics)) metrics.set(id as MetricId, Float64Array.from(figures));
  const constraints = (parts.constraints ?? []).map(
    (text, index): Constraint => ({
      text,
      expression: { kind: 'value', value: true },
      path: ['explore', 'constraints', index],
    }),
  );
  return {
    config: { name: 'example', hash: 'f00' },
    exploration: {
      parameters: space.parameters,
      constraints,
      objectives,
      together: space.axes?.map(({ parameters }) => parameters).filter(({ length }) => length > 1) ?? [],
      sample: null,
      search: null,
      fidelity: null,
    },
    space,
    dropped: parts.dropped ?? [],
    ids,
    metrics,
    failed,
    isPipeline: Uint8Array.from(parts.isPipeline ?? ids.map(() => 0)),
    best: bestOf(objectives, metrics, failed),
    convergence: null,
  };
}

/** Ordered parameters `a`, `b`, ... with values 0, 1, ... */
export function parametersOf(...sizes: readonly number[]): Parameter[] {
  return sizes.map((size, index) => {
    const key = String.fromCharCode('a'.charCodeAt(0) + index);
    return { key, path: [key], values: Array.from({ length: size }, (_, value) => value), isOrdered: true };
  });
}

/** A grid of such parameters, none zipped. */
export function gridOf(...sizes: readonly number[]): DesignSpace {
  return gridSpace(
    parametersOf(...sizes),
    sizes.map((size, index) => ({ parameters: [index], size })),
  );
}

/**
 * A grid or a sample of up to five parameters with some places left out, up to three objectives with small whole figures,
 * so that many are equal, and some points that fail a constraint or cannot be simulated.
 */
export function randomSweep(random: Random): Sweep {
  const below = (end: number) => Math.floor(random.uniform() * end);
  const sizes = Array.from({ length: 1 + below(5) }, () => 1 + below(3));
  const grid = gridOf(...sizes);
  const sample = Uint32Array.from({ length: sizes.length * below(30) }, (_, place) =>
    below(sizes[place % sizes.length]),
  );
  const space = random.uniform() < 0.5 ? grid : listedSpace(grid.parameters, sample);
  const keptShare = random.uniform() < 0.5 ? 1 : random.uniform();
  const ids = [...Array(space.size).keys()].filter(() => random.uniform() < keptShare);
  const lackingShare = random.uniform() < 0.5 ? 0 : 0.2;
  const failingShare = random.uniform();
  const columnOf = (isLacking: readonly boolean[]) => isLacking.map((lacks) => (lacks ? Number.NaN : 1 + below(9)));
  const failed = ids.map(() => (random.uniform() < failingShare ? below(4) : 0));
  if (ids.length > 0 && random.uniform() < 0.2) failed[0] = CANNOT_RUN;
  return exampleSweep({
    space,
    objectives: [SPEED, AREA, ENERGY].slice(0, 1 + below(3)),
    constraints: ['first', 'second'],
    ids,
    failed,
    metrics: {
      speedupOverVdnn: columnOf(failed.map((bits) => bits === CANNOT_RUN)),
      cdmaArea: columnOf(failed.map((bits) => bits === CANNOT_RUN || random.uniform() < lackingShare)),
      energy: columnOf(failed.map((bits) => bits === CANNOT_RUN)),
    },
  });
}

/** Values of all parameters at a row, joined. */
export function designOf({ space, ids }: Sweep, row: number): string {
  return space.parameters.map((_, parameter) => space.indexAt(ids[row], parameter)).join();
}

function bestOf(
  [objective]: readonly Objective[],
  metrics: ReadonlyMap<MetricId, Float64Array>,
  failed: Uint32Array,
): number | null {
  const figures = objective && metrics.get(objective.metric);
  if (objective === undefined || figures === undefined) return null;
  const sign = objective.direction === 'maximise' ? 1 : -1;
  const rows = [...failed.keys()].filter((row) => failed[row] === 0 && !Number.isNaN(figures[row]));
  return rows.reduce<number | null>(
    (best, row) => (best === null || sign * figures[row] > sign * figures[best] ? row : best),
    null,
  );
}
