import { PATH_RESOURCES, type PathResource, type Picoseconds } from './design.ts';
import type { PipelineTrace } from './trace.ts';

/** Time on the critical path by whose it is. */
export type PathTimes = Record<PathResource, Picoseconds>;

/**
 * The critical path of a run (docs/pipeline.md, "Critical path"), walked from the last finish backwards. `boundaries`, in
 * ascending order, cut it into one part more than there are boundaries; a part's times sum to its length exactly.
 */
export function criticalPath(trace: PipelineTrace, boundaries: readonly Picoseconds[]): PathTimes[] {
  const { stages, releasedBy, entered } = trace;
  const resources = stages.map(({ resource }) => PATH_RESOURCES.indexOf(resource));
  const previousOfController = previousLines(trace);
  const parts = [0, ...boundaries].map(() => new Float64Array(PATH_RESOURCES.length));
  const latency = PATH_RESOURCES.indexOf('latency');
  const buffer = PATH_RESOURCES.indexOf('buffer');

  let stage = stages.length - 1;
  let line = lastLine(stages[stage].finish);
  while (line >= 0) {
    const { finish, delay, perController } = stages[stage];
    const end = finish[line];
    let start: Picoseconds;
    let fixed = 0;
    const resource = resources[stage];
    const previous = perController ? previousOfController[line] : line - 1;
    const previousFinish = previous < 0 ? 0 : finish[previous];
    const ready = stage > 0 ? stages[stage - 1].finish[line] + delay : 0;
    if (stage > 0 && ready >= previousFinish) {
      start = ready;
      fixed = delay;
      stage--;
    } else if (stage === 0 && releasedBy[line] !== 0) {
      start = entered[line];
      // Round trips since this release, later in time, were waited for because space ran out.
      for (const part of parts) {
        part[buffer] += part[latency];
        part[latency] = 0;
      }
      stage = releasedBy[line] > 0 ? trace.arrivalStage : trace.departureStage;
      line = Math.abs(releasedBy[line]) - 1;
    } else {
      start = previousFinish;
      line = previous;
    }
    charge(resource, start, end);
    charge(latency, start - fixed, start);
  }
  return parts.map(timesOf);

  function charge(resource: number, from: Picoseconds, to: Picoseconds): void {
    let end = to;
    for (let part = parts.length - 1; part > 0 && end > from; part--) {
      const partStart = Math.max(from, boundaries[part - 1]);
      if (partStart >= end) continue;
      parts[part][resource] += end - partStart;
      end = partStart;
    }
    parts[0][resource] += end - from;
  }
}

function timesOf(picoseconds: Float64Array): PathTimes {
  const times = noPathTimes();
  PATH_RESOURCES.forEach((resource, index) => {
    times[resource] = picoseconds[index];
  });
  return times;
}

export function noPathTimes(): PathTimes {
  return { issue: 0, dram: 0, engine: 0, crossbar: 0, link: 0, buffer: 0, latency: 0 };
}

/** `a + factor b`, resource by resource. */
export function addPathTimes(a: Readonly<PathTimes>, b: Readonly<PathTimes>, factor = 1): PathTimes {
  const sum = noPathTimes();
  for (const resource of PATH_RESOURCES) sum[resource] = a[resource] + factor * b[resource];
  return sum;
}

/** For each line the line before it at the same memory controller; -1 for none. */
function previousLines({ controllers, memoryControllers }: PipelineTrace): Int32Array {
  const previous = new Int32Array(controllers.length);
  const latest = new Int32Array(memoryControllers).fill(-1);
  for (let line = 0; line < controllers.length; line++) {
    previous[line] = latest[controllers[line]];
    latest[controllers[line]] = line;
  }
  return previous;
}

/** The line that finishes last; -1 when there is none. */
function lastLine(finish: Float64Array): number {
  let last = finish.length - 1;
  for (let line = last - 1; line >= 0; line--) if (finish[line] > finish[last]) last = line;
  return last;
}
