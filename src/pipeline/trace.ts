import type { Bytes } from '../units.ts';
import type { Picoseconds, PipelineRun } from './design.ts';

/** Stations that work, unlike the buffer. */
export type Station = keyof PipelineRun['busyPicoseconds'];

/** One station on the way of the lines: a server, or several equal ones of which each line takes one. */
export interface Stage {
  resource: Station;
  /** When each line has passed; at the first stage of an offload, when it is requested. */
  finish: Float64Array;
  /** Fixed time on the way here from the stage before. */
  delay: Picoseconds;
  /** Whether a line takes the server of its memory controller rather than one that all lines share. */
  perController: boolean;
}

/** Service time of some equal servers together. */
export interface StationWork {
  resource: Station;
  servers: number;
  busy: Picoseconds;
}

/** When every line of a run passed every station. All that a run can be asked follows from it. */
export interface PipelineTrace {
  /** Memory controller of each line. */
  controllers: Int32Array;
  memoryControllers: number;
  /** In the order in which a line passes them; the first one waits for space in the buffer. */
  stages: readonly Stage[];
  /**
   * Why each line passed the first stage when it did: 0 because that was free, `line + 1` because that line arrived in the
   * buffer and gave back what it did not need, `-line - 1` because that line left the buffer.
   */
  releasedBy: Int32Array;
  /** When space is reserved for each line. */
  entered: Float64Array;
  /** Stages, by index, after which a line is in the buffer and after which it has left it. */
  arrivalStage: number;
  departureStage: number;
  /** Bytes reserved for a line until it arrives; null where that is what it holds later. */
  reserved: Bytes | null;
  /** Bytes reserved for each line from its arrival until it leaves. */
  held: Float64Array;
  work: readonly StationWork[];
}

/** When the first `lines` lines have passed the last stage: lines may overtake one another there. */
export function finishOf({ stages }: Pick<PipelineTrace, 'stages'>, lines: number): Picoseconds {
  const { finish } = stages[stages.length - 1];
  let last = 0;
  for (let line = 0; line < lines; line++) if (finish[line] > last) last = finish[line];
  return last;
}

/** Service time of each kind of station, summed over its servers. */
export function busyTimes({ work }: PipelineTrace): PipelineRun['busyPicoseconds'] {
  const busy = { issue: 0, dram: 0, engine: 0, crossbar: 0, link: 0 };
  for (const station of work) busy[station.resource] += station.busy;
  return busy;
}
