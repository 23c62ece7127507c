import { METRIC_IDS, type MetricId } from '../metrics/metric.ts';
import { searchFront } from '../search/search.ts';
import type { EvaluateDesigns, Evaluated } from './evaluation.ts';
import type { Search } from './exploration.ts';
import { evaluate as evaluateExpression } from './expression.ts';
import { bestOf, judge } from './judge.ts';
import { dividedConstraints } from './plan.ts';
import { designsOf, firstFidelity, type Prepared } from './prepared.ts';
import { withFigures } from './run-sweep.ts';
import { CANNOT_RUN, type Sweep } from './sweep.ts';

/** Looks for the front with a budget of designs instead of running them all. */
export async function runSearch(
  prepared: Prepared,
  search: Search,
  evaluate: EvaluateDesigns,
  onProgress: (done: number, total: number) => void,
): Promise<Sweep> {
  const { exploration, space, config, resolved, context } = prepared;
  const { axes } = space;
  if (axes === undefined) throw new Error('a search is of a grid');
  const fidelity = firstFidelity(exploration);
  const designs = designsOf(prepared, fidelity);
  const { before, afterRun } = dividedConstraints(exploration);
  const strides = axes.map((_, index) => axes.slice(index + 1).reduce((product, { size }) => product * size, 1));
  const placeOf = (design: Uint32Array): number =>
    design.reduce((place, step, axis) => place + step * (strides[axis] ?? 0), 0);
  const dropped = before.map(({ text }) => ({ constraint: text, points: 0 }));
  const batches: { places: Uint32Array; evaluated: Evaluated }[] = [];

  const { convergence } = await searchFront(
    {
      levels: axes.map(({ size }) => size),
      ordered: axes.map(({ parameters }) => parameters.every((index) => space.parameters[index]?.isOrdered ?? false)),
    },
    async (requested) => {
      const all = requested.map(placeOf);
      const failedAt = all.map((place) =>
        before.findIndex(({ expression }) => evaluateExpression(expression, designs.lookUpAt(place)) !== true),
      );
      for (const constraint of failedAt) {
        const entry = dropped[constraint];
        if (entry !== undefined) entry.points += 1;
      }
      const places = Uint32Array.from(all.filter((_, index) => failedAt[index] === -1));
      const evaluated = await evaluate({ places, fidelity, wanted: METRIC_IDS, onProgress: () => undefined });
      const rows = { ids: places, ...evaluated };
      judge(afterRun, exploration, designs, rows);
      batches.push({ places, evaluated });
      let row = 0;
      return all.map((_, index) => {
        if (failedAt[index] !== -1) return null;
        const at = row++;
        if (evaluated.failed[at] !== 0) return null;
        return exploration.objectives.map(({ metric, direction }) => {
          const figure = evaluated.metrics.get(metric)?.[at] ?? Number.NaN;
          return direction === 'maximise' ? -figure : figure;
        });
      });
    },
    {
      budget: search.budget,
      population: search.population,
      seed: search.seed,
      ...(context.signal !== undefined && { signal: context.signal }),
    },
    ({ evaluated }) => onProgress(evaluated, Math.min(search.budget, space.size)),
  );
  const sweep = joined(batches);
  return {
    config,
    exploration,
    space,
    dropped,
    ...sweep,
    metrics: withFigures(sweep.metrics),
    isPipeline: new Uint8Array(sweep.ids.length).fill((fidelity ?? resolved.fidelity) === 'pipeline' ? 1 : 0),
    best: bestOf(exploration.objectives, sweep),
    convergence: relativeToTheEnd(convergence),
  };
}

/** What the front dominates has the units of all objectives multiplied; shares of the last say when a search has settled. */
function relativeToTheEnd(convergence: NonNullable<Sweep['convergence']>): Sweep['convergence'] {
  const last = convergence.at(-1)?.hypervolume ?? 0;
  return convergence.map(({ evaluated, hypervolume }) => ({
    evaluated,
    hypervolume: last > 0 ? hypervolume / last : 0,
  }));
}

/** In the order of their places, so that a row says nothing about when it was found. */
function joined(
  batches: readonly { places: Uint32Array; evaluated: Evaluated }[],
): Pick<Sweep, 'ids' | 'metrics' | 'failed'> {
  const rows = batches.flatMap(({ places, evaluated }) =>
    Array.from(places, (place, row) => ({ place, row, evaluated })),
  );
  rows.sort((a, b) => a.place - b.place);
  const column = (id: MetricId): Float64Array =>
    Float64Array.from(rows, ({ row, evaluated }) => evaluated.metrics.get(id)?.[row] ?? Number.NaN);
  return {
    ids: Uint32Array.from(rows, ({ place }) => place),
    metrics: new Map(METRIC_IDS.map((id) => [id, column(id)])),
    failed: Uint32Array.from(rows, ({ row, evaluated }) => evaluated.failed[row] ?? CANNOT_RUN),
  };
}
