/** What helps to choose among the points of the fixtures' sweep, by speed and area. */
import { effectsOf } from '../../src/decisions/effects.ts';
import { hypervolume, referencePoint } from '../../src/decisions/hypervolume.ts';
import { paretoFront } from '../../src/decisions/pareto.ts';
import { heatMap, responseCurve } from '../../src/decisions/response.ts';
import type { MetricColumn, ParameterColumn, SweepColumns } from '../../src/exploration/columns.ts';
import type { Decisions, HeatMap, TornadoOfMetric } from '../../src/exploration/decisions.ts';
import type { Objective } from '../../src/exploration/exploration.ts';

const OBJECTIVES: readonly Objective[] = [
  { metric: 'speedupOverVdnn', direction: 'maximise' },
  { metric: 'cdmaArea', direction: 'minimise' },
];

export interface DecisionFixture {
  sweep: SweepColumns;
  decisions: Decisions;
  heatMaps: readonly HeatMap[];
}

/** The sweep is a full grid of three keys: buffer, memory controllers, link. */
export function decisionFixture(answered: SweepColumns): DecisionFixture {
  const sweep: SweepColumns = { ...answered, objectives: OBJECTIVES };
  const parameters = sweep.columns.filter((column): column is ParameterColumn => column.kind === 'parameter');
  const objectives = OBJECTIVES.map(({ metric }) => metricOf(sweep, metric));
  const feasible = Uint32Array.from(sweep.ids.keys()).filter((row) => sweep.feasible[row] === 1);
  const costs = objectives.map(({ better, values }) => (better === 'lower' ? values : values.map((value) => -value)));
  const front = paretoFront(costs, feasible);
  const reference = referencePoint(costs, feasible);
  const whole = hypervolume(costs, Uint32Array.of(...front), reference);
  const directionOf = ({ better }: MetricColumn) => (better === 'lower' ? 'minimise' : 'maximise');
  const factors = parameters.map(({ key, written }) => ({ key, levels: written.length }));
  const heats: readonly [x: number, y: number, metric: number][] = [
    [0, 1, 0],
    [1, 2, 1],
  ];
  return {
    sweep,
    decisions: {
      front,
      knee: null,
      cheapest: null,
      hypervolume: 0.8,
      responses: parameters.flatMap(({ key, indices, written }) =>
        objectives.map((metric) => ({
          key,
          metric: metric.key,
          ...responseCurve(indices, written.length, metric.values, directionOf(metric), feasible),
        })),
      ),
      effects: objectives.flatMap((metric) => {
        const effects = effectsOf(factors, metric.values);
        return effects === undefined ? [] : [{ metric: metric.key, ...effects }];
      }),
      tornado: objectives.map((metric) => tornadoOf(parameters, metric)),
      convergence: Array.from({ length: 20 }, (_, index) => {
        const evaluated = (index + 1) * 20;
        const known = paretoFront(
          costs,
          feasible.filter((row) => (row * 151) % sweep.points < evaluated),
        );
        return { evaluated, hypervolume: (0.8 * hypervolume(costs, known, reference)) / whole };
      }),
    },
    heatMaps: heats.flatMap(([x, y, index]) => {
      const [across, upwards, metric] = [parameters[x], parameters[y], objectives[index]];
      if (across === undefined || upwards === undefined || metric === undefined) return [];
      const [columns, rows] = [across.written.length, upwards.written.length];
      const best = directionOf(metric);
      const values = heatMap(across.indices, columns, upwards.indices, rows, metric.values, best, feasible);
      return [{ x: across.key, y: upwards.key, metric: metric.key, values }];
    }),
  };
}

/** Points on the same grid, with figures drawn around its own by a fixed rule. */
export function ofManyPoints({ sweep, decisions, heatMaps }: DecisionFixture, points: number): DecisionFixture {
  const spread = (row: number, salt: number) => (Math.imul(row + 1, 2654435761 + 2 * salt) >>> 0) / 2 ** 32;
  const rows = Array.from({ length: points }, (_, index) => index);
  const columns = sweep.columns.map((column, salt) => {
    const values = Float64Array.from(rows, (row) => {
      const value = column.values[row % sweep.points] ?? 0;
      return column.kind === 'parameter' ? value : value * (0.8 + 0.4 * spread(row, salt));
    });
    if (column.kind === 'metric') return { ...column, values };
    return { ...column, values, indices: Uint32Array.from(rows, (row) => column.indices[row % sweep.points] ?? 0) };
  });
  const feasible = Uint8Array.from(rows, (row) => sweep.feasible[row % sweep.points] ?? 0);
  const many: SweepColumns = { ...sweep, points, columns, feasible, ids: Uint32Array.from(rows), best: 0 };
  return { sweep: many, decisions, heatMaps };
}

/** Each key alone at its ends, away from a point in the middle of the grid. */
function tornadoOf(parameters: readonly ParameterColumn[], metric: MetricColumn): TornadoOfMetric {
  const rowOf = (wanted: readonly number[]): number =>
    parameters[0]?.indices.findIndex((_, row) => parameters.every(({ indices }, i) => indices[row] === wanted[i])) ?? 0;
  const middle = parameters.map(({ written }) => Math.floor(written.length / 3));
  const figure = (wanted: readonly number[]): number => metric.values[rowOf(wanted)] ?? Number.NaN;
  return {
    metric: metric.key,
    present: figure(middle),
    bars: parameters.map(({ key, written }, parameter) => {
      const end = (level: number) => ({
        written: written[level] ?? '',
        value: figure(middle.map((usual, index) => (index === parameter ? level : usual))),
      });
      return { key, low: end(0), high: end(written.length - 1) };
    }),
  };
}

function metricOf({ columns }: SweepColumns, key: string): MetricColumn {
  const column = columns.find((one) => one.key === key);
  if (column?.kind !== 'metric') throw new Error(`The sweep has no ${key}`);
  return column;
}
