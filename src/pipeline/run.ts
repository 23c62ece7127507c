import type { Bytes } from '../units.ts';
import { criticalPath } from './critical-path.ts';
import type { PipelineRun } from './design.ts';
import { busyTimes, finishOf, type PipelineTrace } from './trace.ts';

/** What a traced run shows. */
export function runOf(trace: PipelineTrace): PipelineRun {
  const lines = trace.entered.length;
  const [path] = criticalPath(trace, []);
  return {
    lines,
    picoseconds: finishOf(trace, lines),
    busyPicoseconds: busyTimes(trace),
    criticalPathPicoseconds: path,
    ...reservations(trace),
  };
}

/** How full the buffer was: what is reserved at a time includes all that happens at that very time. */
function reservations(trace: PipelineTrace): Pick<PipelineRun, 'highWaterBytes' | 'reservedBytePicoseconds'> {
  const { entered, stages, arrivalStage, departureStage, reserved, held } = trace;
  const arrived = stages[arrivalStage].finish;
  const left = stages[departureStage].finish;
  const lines = entered.length;
  let bytes: Bytes = 0;
  let highWaterBytes: Bytes = 0;
  let reservedBytePicoseconds = 0;
  let entries = 0;
  let arrivals = 0;
  let departures = 0;
  let now = 0;
  while (departures < lines) {
    const next = Math.min(
      entries < lines ? entered[entries] : Number.POSITIVE_INFINITY,
      arrivals < entries ? arrived[arrivals] : Number.POSITIVE_INFINITY,
      departures < arrivals ? left[departures] : Number.POSITIVE_INFINITY,
    );
    reservedBytePicoseconds += bytes * (next - now);
    now = next;
    while (entries < lines && entered[entries] === now) {
      bytes += reserved ?? held[entries];
      entries++;
    }
    while (arrivals < entries && arrived[arrivals] === now) {
      bytes += held[arrivals] - (reserved ?? held[arrivals]);
      arrivals++;
    }
    while (departures < arrivals && left[departures] === now) bytes -= held[departures++];
    highWaterBytes = Math.max(highWaterBytes, bytes);
  }
  return { highWaterBytes, reservedBytePicoseconds };
}
