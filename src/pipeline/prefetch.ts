import type { Bytes } from '../units.ts';
import { LINE_BYTES, type PipelineDesign, type PipelineRun } from './design.ts';
import { controllersOf } from './interleaving.ts';
import { packedBytes, wireBandwidth, wireBytes } from './packets.ts';
import { runOf } from './run.ts';
import { Servers } from './server.ts';
import type { PipelineTrace } from './trace.ts';

/**
 * Host to GPU: one run over lines of the given compressed bytes, in address order. Rates and buffer may be infinite. A
 * line that is larger than the buffer gets it when it is empty.
 */
export function runPrefetch(design: PipelineDesign, lineBytes: ArrayLike<Bytes>): PipelineRun {
  return runOf(tracePrefetch(design, lineBytes));
}

/** Picoseconds, per line, at which it is written to DRAM; lines of different controllers may overtake one another. */
export function prefetchFinishTimes(design: PipelineDesign, lineBytes: ArrayLike<Bytes>): Float64Array {
  const { stages } = tracePrefetch(design, lineBytes);
  return stages[stages.length - 1].finish;
}

/** Times of all lines on the way from the link to DRAM (docs/pipeline.md, "Prefetch"). */
export function tracePrefetch(design: PipelineDesign, lineBytes: ArrayLike<Bytes>): PipelineTrace {
  const { memoryControllers, coreClock, buffer } = design;
  const lines = lineBytes.length;
  const controllers = controllersOf(design, lines);
  const packed = packedBytes(lineBytes, design);
  const wire = wireBytes(packed, design);
  const crossbarFirst = design.placement === 'memory-controller';

  const link = new Servers(1, wireBandwidth(design));
  const parser = new Servers(1, design.parsedLinesPerCycle * coreClock);
  const crossbar = new Servers(1, design.crossbarBandwidth);
  const engine = new Servers(memoryControllers, design.engineBytesPerCycle * coreClock);
  const dram = new Servers(memoryControllers, design.dramBandwidth / memoryControllers);

  const started = new Float64Array(lines);
  const received = new Float64Array(lines);
  const parsed = new Float64Array(lines);
  const crossed = new Float64Array(lines);
  const decompressed = new Float64Array(lines);
  const written = new Float64Array(lines);
  const releasedBy = new Int32Array(lines);

  let staged = 0;
  let departures = 0;
  /** When the space that the latest line needed was released. */
  let credit = 0;
  let linkFree = 0;
  for (let line = 0; line < lines; line++) {
    while (staged > 0 && staged + packed[line] > buffer) {
      credit = parsed[departures];
      staged -= packed[departures++];
    }
    staged += packed[line];
    if (departures > 0 && credit >= linkFree) releasedBy[line] = -departures;
    started[line] = Math.max(credit, linkFree);
    linkFree = link.serve(0, started[line], wire[line]);
    received[line] = linkFree;
    parsed[line] = parser.serve(0, linkFree, 1);

    const controller = controllers[line];
    if (crossbarFirst) {
      crossed[line] = crossbar.serve(0, parsed[line], packed[line]);
      decompressed[line] = engine.serve(controller, crossed[line], LINE_BYTES);
      written[line] = dram.serve(controller, decompressed[line], LINE_BYTES);
    } else {
      decompressed[line] = engine.serve(controller, parsed[line], LINE_BYTES);
      crossed[line] = crossbar.serve(0, decompressed[line], LINE_BYTES);
      written[line] = dram.serve(controller, crossed[line], LINE_BYTES);
    }
  }

  const crossbarStage = { resource: 'crossbar', finish: crossed, delay: 0, perController: false } as const;
  const engineStage = { resource: 'engine', finish: decompressed, delay: 0, perController: true } as const;
  return {
    controllers,
    memoryControllers,
    stages: [
      { resource: 'link', finish: received, delay: 0, perController: false },
      { resource: 'engine', finish: parsed, delay: 0, perController: false },
      ...(crossbarFirst ? [crossbarStage, engineStage] : [engineStage, crossbarStage]),
      { resource: 'dram', finish: written, delay: 0, perController: true },
    ],
    releasedBy,
    entered: started,
    arrivalStage: 1,
    departureStage: 1,
    reserved: null,
    held: packed,
    work: [
      link.work('link'),
      parser.work('engine'),
      crossbar.work('crossbar'),
      engine.work('engine'),
      dram.work('dram'),
    ],
  };
}
