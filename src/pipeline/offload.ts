import type { Bytes } from '../units.ts';
import { LINE_BYTES, type Picoseconds, type PipelineDesign, type PipelineRun } from './design.ts';
import { controllersOf } from './interleaving.ts';
import { packedBytes, wireBandwidth, wireBytes } from './packets.ts';
import { runOf } from './run.ts';
import { PICOSECONDS_PER_SECOND, Servers, serviceTime } from './server.ts';
import type { PipelineTrace, Stage } from './trace.ts';

/**
 * GPU to host: one run over lines of the given compressed bytes, in address order. Rates, buffer and the inverse of the
 * latency may be infinite. A buffer that is too small for a line takes one line at a time.
 */
export function runOffload(design: PipelineDesign, lineBytes: ArrayLike<Bytes>): PipelineRun {
  return runOf(traceOffload(design, lineBytes));
}

/** Picoseconds, per line, at which it is wholly on the link. */
export function offloadFinishTimes(design: PipelineDesign, lineBytes: ArrayLike<Bytes>): Float64Array {
  const { stages, departureStage } = traceOffload(design, lineBytes);
  return stages[departureStage].finish;
}

/**
 * Times of all lines on the way from DRAM to the link (docs/pipeline.md, "Offload"), in one pass of constant work a line.
 * Lines arrive and depart in order, so two counters tell which have done so by a time.
 */
export function traceOffload(design: PipelineDesign, lineBytes: ArrayLike<Bytes>): PipelineTrace {
  const { memoryControllers, coreClock } = design;
  const lines = lineBytes.length;
  const controllers = controllersOf(design, lines);
  const packed = packedBytes(lineBytes, design);
  const wire = wireBytes(packed, design);
  const held = design.reservation === 'hold' ? new Float64Array(lines).fill(LINE_BYTES) : packed;
  const compressedFirst = design.placement === 'memory-controller';
  const { request, read, response } = latencyParts(design);
  /** Bytes that may be reserved when one more line is requested. */
  const room = design.buffer - LINE_BYTES;

  const issue = new Servers(1, design.issueLinesPerCycle * coreClock);
  const dram = new Servers(memoryControllers, design.dramBandwidth / memoryControllers);
  const engine = new Servers(memoryControllers, design.engineBytesPerCycle * coreClock);
  const crossbar = new Servers(1, design.crossbarBandwidth);
  const link = new Servers(1, wireBandwidth(design));

  const issued = new Float64Array(lines);
  const fetched = new Float64Array(lines);
  const compressed = new Float64Array(lines);
  const crossed = new Float64Array(lines);
  const arrived = compressedFirst ? crossed : new Float64Array(lines);
  const sent = new Float64Array(lines);
  const releasedBy = new Int32Array(lines);

  let reserved = 0;
  let arrivals = 0;
  let departures = 0;
  let issueFree = 0;
  let lastArrival = 0;
  for (let line = 0; line < lines; line++) {
    let now = issueFree;
    while (arrivals < line && arrived[arrivals] <= now) reserved += held[arrivals++] - LINE_BYTES;
    while (departures < arrivals && sent[departures] <= now) reserved -= held[departures++];
    while (reserved > room && departures < line) {
      // The next event; a line that arrives may even need more than its 128 B, so what happens at one time goes together.
      if (arrivals < line && arrived[arrivals] <= sent[departures]) {
        now = arrived[arrivals];
        reserved += held[arrivals++] - LINE_BYTES;
        releasedBy[line] = arrivals;
      } else {
        now = sent[departures];
        reserved -= held[departures++];
        releasedBy[line] = -departures;
      }
      while (arrivals < line && arrived[arrivals] <= now) reserved += held[arrivals++] - LINE_BYTES;
      while (departures < arrivals && sent[departures] <= now) reserved -= held[departures++];
    }
    reserved += LINE_BYTES;
    issued[line] = now;
    issueFree = issue.serve(0, now, 1);

    const controller = controllers[line];
    fetched[line] = dram.serve(controller, now + request, LINE_BYTES);
    if (compressedFirst) {
      compressed[line] = engine.serve(controller, fetched[line] + read, LINE_BYTES);
      lastArrival = crossbar.serve(0, compressed[line] + response, packed[line]);
    } else {
      crossed[line] = crossbar.serve(0, fetched[line] + read, LINE_BYTES);
      compressed[line] = engine.serve(controller, crossed[line], LINE_BYTES);
      lastArrival = Math.max(compressed[line] + response, lastArrival);
    }
    arrived[line] = lastArrival;
    sent[line] = link.serve(0, lastArrival, wire[line]);
  }

  const crossbarStage = (delay: Picoseconds): Stage => stage('crossbar', crossed, delay, false);
  const stages = compressedFirst
    ? [
        stage('issue', issued, 0, false),
        stage('dram', fetched, request, true),
        stage('engine', compressed, read, true),
        crossbarStage(response),
        stage('link', sent, 0, false),
      ]
    : [
        stage('issue', issued, 0, false),
        stage('dram', fetched, request, true),
        crossbarStage(read),
        stage('engine', compressed, 0, true),
        // Back in order: no service, only the wait for the line before.
        stage('engine', arrived, response, false),
        stage('link', sent, 0, false),
      ];
  return {
    controllers,
    memoryControllers,
    stages,
    releasedBy,
    entered: issued,
    arrivalStage: stages.length - 2,
    departureStage: stages.length - 1,
    reserved: LINE_BYTES,
    held,
    servers: [
      { resource: 'issue', servers: issue },
      { resource: 'dram', servers: dram },
      { resource: 'engine', servers: engine },
      { resource: 'crossbar', servers: crossbar },
      { resource: 'link', servers: link },
    ],
  };
}

function stage(resource: Stage['resource'], finish: Float64Array, delay: Picoseconds, perController: boolean): Stage {
  return { resource, finish, delay, perController };
}

/**
 * The fixed parts of the DRAM round trip: request, what the read takes beyond its service times, and response. Unloaded,
 * the way up to the crossbar takes the whole latency. The shares 0.4, 0.4 and 0.2 are assumed.
 */
function latencyParts({
  dramLatency,
  dramBandwidth,
  memoryControllers,
  engineBytesPerCycle,
  coreClock,
}: PipelineDesign): Readonly<Record<'request' | 'read' | 'response', Picoseconds>> {
  const latency = Math.round(PICOSECONDS_PER_SECOND * dramLatency);
  const request = Math.round(0.4 * latency);
  const response = Math.round(0.2 * latency);
  const services =
    serviceTime(LINE_BYTES, dramBandwidth / memoryControllers) +
    serviceTime(LINE_BYTES, engineBytesPerCycle * coreClock);
  return { request, read: Math.max(0, latency - request - response - services), response };
}
