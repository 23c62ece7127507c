/** Words of the sweep. */
import type { MetricId } from '../../src/metrics/metric.ts';
import { say } from '../../src/words.ts';

type Words = () => string;

export const SWEEP = {
  heading: () => say`Design points`,
  run: () => say`Run Sweep`,
  cancel: () => say`Cancel`,
  cancelled: () => say`Cancelled.`,
  notRun: () => say`The sweep that the config describes in "explore" has not been run.`,
  outdated: () => say`The config has changed since this sweep was run.`,
  progress: () => say`Points run`,
  running: (done: string, total: string) => say`Running the sweep: ${done} of ${total} points`,
  description: (upwards: string, across: string) =>
    say`${upwards} (upwards) against ${across}. Filled: feasible; hollow: not. Drag to move, Ctrl or Cmd and the wheel to zoom, Shift and drag to list points below.`,
  label: (points: number, upwards: string, across: string) =>
    say`${points} design points, ${upwards} against ${across}.`,
  instructions: () =>
    say`Left and right move along the horizontal axis, up and down along the vertical one; plus and minus zoom, 0 shows all, Escape lets go of listed points.`,
  zoomed: () => say`Zoomed`,
  allInSight: () => say`All points in sight`,
  nothingBrushed: () => say`No points listed`,
  best: () => say`best`,
  sentence: (points: string, dropped: string, infeasible: string) =>
    say`${points} points were run, ${dropped} left out before, ${infeasible} are not feasible.`,
  noneFeasible: () => say`No point is feasible.`,
  upwards: () => say`Upwards`,
  across: () => say`Across`,
  use: () => say`Use This Point`,
  selectOne: () => say`Choose a point to put its values into the config.`,
  brushedCaption: () => say`Points in the marked area`,
  brushed: (all: string, shown: string) => say`${all} points in the marked area, ${shown} of them below`,
  point: () => say`Point`,
  feasible: () => say`feasible`,
  notFeasible: () => say`not feasible`,
  yes: () => say`yes`,
  no: () => say`no`,
  metrics: {
    speedupOverVdnn: () => say`speed-up over vDNN (×)`,
    performanceVsOracle: () => say`performance, oracle = 1`,
    compressionRatio: () => say`compression ratio (×)`,
    maximumLayerRatio: () => say`best layer's ratio (×)`,
    trafficVsVdnn: () => say`traffic, vDNN = 1`,
    iterationTime: () => say`iteration time`,
    offloadedSize: () => say`offloaded size`,
    peakMemory: () => say`peak GPU memory`,
    cdmaArea: () => say`area of cDMA`,
    energy: () => say`energy`,
  } satisfies Record<MetricId, Words>,
};

export const CLOUD = {
  listKey: () => say`The letter b lists the points in sight.`,
};

/** Ways to look at a sweep. */
export const VIEWS = {
  picture: () => say`Picture`,
  names: {
    points: () => say`Points`,
    parallel: () => say`Parallel coordinates`,
    matrix: () => say`Scatter matrix`,
    heat: () => say`Heat map`,
    responses: () => say`Responses`,
    effects: () => say`Effects`,
    convergence: () => say`Convergence`,
  },
  parameter: () => say`Parameter`,
  figure: () => say`Figure`,
  upwards: () => say`Upwards`,
  across: () => say`Across`,
  twoParameters: () => say`A heat map needs two parameters with more than one value.`,
  noResponses: () => say`No feasible point has figures for this parameter, or it has too many values.`,
  noEffects: () =>
    say`How variance divides is known of a full grid only: every combination run, none zipped, sampled or left out.`,
};

/** What stands out among the points. */
export const CHOICES = {
  front: (points: string) => say`${points} points are on the front: no other point is better in everything.`,
  knee: () => say`knee`,
  cheapest: (price: string, tolerance: string) => say`least ${price} within ${tolerance} of the best`,
  caption: () => say`Points that stand out`,
  point: () => say`Point`,
  choose: () => say`Choose`,
  chooseNamed: (name: string) => say`Choose: ${name}`,
  hypervolume: (share: string) =>
    say`The front dominates ${share} of the space between the worst and the best figures.`,
  shown: (shown: string) => say`${shown} of them are drawn, and all of the front.`,
  exportPoints: () => say`Export Points…`,
};
