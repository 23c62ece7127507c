import type { MetricId } from '../metrics/metric.ts';
import type { Decisions, TornadoEnd } from './decisions.ts';
import { gridSpace } from './design-space.ts';
import { evaluatePoint } from './evaluate-point.ts';
import { type Evaluated, evaluateHere } from './evaluation.ts';
import type { Parameter } from './exploration.ts';
import { designsOf, firstFidelity, type Prepared } from './prepared.ts';
import { siValues } from './scalar-keys.ts';

/** Of a choice with more values none is telling. */
const MOST_CHOICES = 16;

/** For each objective what one key alone does to the config's own figure, at the ends of its swept values. */
export async function tornadoOf(prepared: Prepared): Promise<Decisions['tornado']> {
  const { exploration, context, loaded } = prepared;
  const fidelity = firstFidelity(exploration);
  const own = designsOf({ space: gridSpace([], []), loaded }, fidelity).configAt(0);
  const present = await evaluatePoint(own, context);
  if (present === undefined) return [];
  const metrics = exploration.objectives.map(({ metric }) => metric);
  const swept: { parameter: Parameter; places: Uint32Array; figures: Evaluated }[] = [];
  for (const parameter of exploration.parameters) {
    const places = telling(parameter);
    const space = gridSpace([parameter], [{ parameters: [0], size: parameter.values.length }]);
    const evaluate = evaluateHere({ ...prepared, space });
    swept.push({
      parameter,
      places,
      figures: await evaluate({ places, fidelity, wanted: metrics, onProgress: () => undefined }),
    });
  }
  return metrics.flatMap((metric) => {
    const value = present[metric];
    if (value === null) return [];
    const bars = swept.flatMap(({ parameter, places, figures }) => barOf(metric, parameter, places, figures));
    bars.sort((a, b) => widthOf(b) - widthOf(a));
    return [{ metric, present: value, bars }];
  });
}

type Bar = Decisions['tornado'][number]['bars'][number];

/** Places of the lowest and the highest value; of a choice all. */
function telling(parameter: Parameter): Uint32Array {
  const { values, isOrdered } = parameter;
  if (!isOrdered) return Uint32Array.from(values.keys()).slice(0, MOST_CHOICES);
  const numbers = siValues(parameter).map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value));
  const ends = [numbers.indexOf(Math.min(...extremes(numbers))), numbers.indexOf(Math.max(...extremes(numbers)))];
  return Uint32Array.from(new Set(ends.sort((a, b) => a - b)));
}

/** Not all at once: they may be more than a call has arguments for. */
function extremes(numbers: Float64Array): [least: number, most: number] {
  return numbers.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function barOf(metric: MetricId, parameter: Parameter, places: Uint32Array, { metrics, failed }: Evaluated): Bar[] {
  const column = metrics.get(metric);
  const ends = Array.from(places, (place, row): TornadoEnd | undefined => {
    const written = parameter.values[place];
    const value = column?.[row] ?? Number.NaN;
    return written === undefined || failed[row] !== 0 || Number.isNaN(value) ? undefined : { written, value };
  }).filter((end) => end !== undefined);
  if (!parameter.isOrdered) ends.sort((a, b) => a.value - b.value);
  const [low, high] = [ends[0], ends.at(-1)];
  return low === undefined || high === undefined ? [] : [{ key: parameter.key, low, high }];
}

function widthOf({ low, high }: Bar): number {
  return Math.abs(high.value - low.value);
}
