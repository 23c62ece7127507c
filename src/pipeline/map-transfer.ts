import { addPathTimes, criticalPath, noPathTimes, type PathTimes } from './critical-path.ts';
import { LINE_BYTES, type PipelineDesign } from './design.ts';
import { type LineSizes, spreadLines } from './line-sizes.ts';
import { traceOffload } from './offload.ts';
import { tracePrefetch } from './prefetch.ts';
import { finishOf, type PipelineTrace, type Station } from './trace.ts';

export type Direction = 'offload' | 'prefetch';

/** Duration of a copy, or of a part of it, and whose time that is. The path's parts sum to `picoseconds`. */
export interface Stretch {
  picoseconds: number;
  path: Readonly<PathTimes>;
}

/** A map of many lines on its way through the pipeline. */
export interface MapTransfer {
  /** By itself: the pipeline is empty before. */
  alone: Stretch;
  /** Behind another map: the pipeline is full already. */
  following: Stretch;
  /** How long each station works, all its servers together being one. */
  busyPicoseconds: Readonly<Record<Station, number>>;
}

/** Lines after which the start of a run no longer shows, beside those that fill the buffer twice. */
const LEAST_WARM_UP_LINES = 1024;
/** Beyond this a buffer is as good as endless: no round trip needs so much. */
const MOST_WARM_UP_LINES = 2 ** 17;

/**
 * The transfer of a map of `lines` lines (above 0) whose sizes are those of `sizes`, over and over. Whole periods that fill
 * the pipeline and one more are run line by line, and the time of that one is taken for all that follow: exact for a map
 * that is no longer, and close for longer ones (docs/pipeline.md, "Maps").
 */
export function transferMap(
  design: PipelineDesign,
  direction: Direction,
  sizes: LineSizes,
  lines: number,
): MapTransfer {
  const warmUp = sizes.length * Math.ceil(warmUpLines(design) / sizes.length);
  const run = Math.min(lines, warmUp + sizes.length);
  // A short map has no steady state to speak of: all but its first line.
  const start = lines > run ? warmUp : Math.min(1, run - 1);
  const { fill, steady, busyPicoseconds } = knownRun(design, direction, sizes, run, start);
  const all = lines / (run - start);
  const rest = (lines - start) / (run - start);
  return {
    alone: {
      picoseconds: fill.picoseconds + steady.picoseconds * rest,
      path: addPathTimes(fill.path, steady.path, rest),
    },
    following: {
      picoseconds: steady.picoseconds * all,
      path: addPathTimes(noPathTimes(), steady.path, all),
    },
    busyPicoseconds: {
      issue: busyPicoseconds.issue * (lines / run),
      dram: busyPicoseconds.dram * (lines / run),
      engine: busyPicoseconds.engine * (lines / run),
      crossbar: busyPicoseconds.crossbar * (lines / run),
      link: busyPicoseconds.link * (lines / run),
    },
  };
}

/** Some first lines of a run, and the lines after them. */
interface SplitRun {
  fill: Stretch;
  steady: Stretch;
  busyPicoseconds: MapTransfer['busyPicoseconds'];
}

/** Runs by the sizes of their lines: an iteration is run again and again with one resource changed, which few runs see. */
const MOST_KNOWN_RUNS = 256;
const knownRuns = new WeakMap<LineSizes, Map<string, SplitRun>>();

function knownRun(
  design: PipelineDesign,
  direction: Direction,
  sizes: LineSizes,
  lines: number,
  start: number,
): SplitRun {
  const runs = knownRuns.get(sizes) ?? new Map<string, SplitRun>();
  knownRuns.set(sizes, runs);
  const key = `${direction} ${lines} ${start} ${relevantTo(direction, design)}`;
  const run = runs.get(key) ?? splitRun(traceOf(design, direction, linesOfMap(sizes, lines)), lines, start);
  if (runs.size >= MOST_KNOWN_RUNS) runs.clear();
  runs.set(key, run);
  return run;
}

/** What of a design a direction does not see is left out. */
function relevantTo(direction: Direction, design: PipelineDesign): string {
  const unseen: readonly string[] =
    direction === 'prefetch' ? ['issueLinesPerCycle', 'dramLatency', 'reservation'] : ['parsedLinesPerCycle'];
  return Object.entries(design)
    .filter(([name]) => !unseen.includes(name))
    .join();
}

/**
 * The last line is still on its way when the steady state ends. So the path is cut as long before the two finish times as
 * the last line was on its way: what lies behind the second cut drains the pipeline, once like its fill.
 */
function splitRun(trace: PipelineTrace, lines: number, start: number): SplitRun {
  const startTime = finishOf(trace, start);
  const wholeTime = finishOf(trace, lines);
  const drain = Math.min(startTime, wholeTime - trace.entered[lines - 1]);
  const [fill, steady, rest] = criticalPath(trace, [startTime - drain, wholeTime - drain]);
  return {
    fill: { picoseconds: startTime, path: addPathTimes(fill, rest) },
    steady: { picoseconds: wholeTime - startTime, path: steady },
    busyPicoseconds: busyAsOne(trace),
  };
}

function traceOf(design: PipelineDesign, direction: Direction, lineBytes: LineSizes): PipelineTrace {
  switch (direction) {
    case 'offload':
      return traceOffload(design, lineBytes);
    case 'prefetch':
      return tracePrefetch(design, lineBytes);
  }
}

function warmUpLines({ buffer }: PipelineDesign): number {
  const bufferLines = Math.min(MOST_WARM_UP_LINES / 2, Math.ceil(buffer / LINE_BYTES));
  return Math.max(LEAST_WARM_UP_LINES, 2 * bufferLines);
}

/** The sizes repeated; a map that is shorter than they are gets lines from all over. */
function linesOfMap(sizes: LineSizes, lines: number): LineSizes {
  const mapLines = new Uint16Array(lines);
  if (lines < sizes.length) {
    const positions = spreadLines(sizes.length, lines);
    for (let i = 0; i < lines; i++) mapLines[i] = sizes[positions[i]];
  } else {
    for (let start = 0; start < lines; start += sizes.length) {
      mapLines.set(sizes.subarray(0, Math.min(sizes.length, lines - start)), start);
    }
  }
  return mapLines;
}

/** Where one kind of station is two, as parser and decompressors are, the one that works longer counts. */
function busyAsOne({ work }: PipelineTrace): MapTransfer['busyPicoseconds'] {
  const busy = { issue: 0, dram: 0, engine: 0, crossbar: 0, link: 0 };
  for (const { resource, servers, busy: total } of work) busy[resource] = Math.max(busy[resource], total / servers);
  return busy;
}
