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

/** Times of all lines on the way from DRAM to the link (docs/pipeline.md, "Offload"). */
export function traceOffload(design: PipelineDesign, lineBytes: ArrayLike<Bytes>): PipelineTrace {
  const stations = offloadStations(design, lineBytes);
  // A function of its own, because V8 optimises a long loop best when nothing else is in it.
  passLines(stations);
  const { controllers, issued, fetched, crossed, compressed, arrived, sent, releasedBy, held } = stations;
  const { request, read, response } = stations;
  const stages = stations.compressedFirst
    ? [
        stage('issue', issued, 0, false),
        stage('dram', fetched, request, true),
        stage('engine', compressed, read, true),
        stage('crossbar', crossed, response, false),
        stage('link', sent, 0, false),
      ]
    : [
        stage('issue', issued, 0, false),
        stage('dram', fetched, request, true),
        stage('crossbar', crossed, read, false),
        stage('engine', compressed, 0, true),
        // Back in order: no service, only the wait for the line before.
        stage('engine', arrived, response, false),
        stage('link', sent, 0, false),
      ];
  return {
    controllers,
    memoryControllers: design.memoryControllers,
    stages,
    releasedBy,
    entered: issued,
    arrivalStage: stages.length - 2,
    departureStage: stages.length - 1,
    reserved: LINE_BYTES,
    held,
    work: (['issue', 'dram', 'engine', 'crossbar', 'link'] as const).map((name) => stations[name].work(name)),
  };
}

/** What the lines pass, and room for the times at which they do. */
interface OffloadStations extends Readonly<Record<'request' | 'read' | 'response', Picoseconds>> {
  issue: Servers;
  dram: Servers;
  engine: Servers;
  crossbar: Servers;
  link: Servers;
  compressedFirst: boolean;
  /** Bytes that may be reserved when one more line is requested. */
  room: Bytes;
  controllers: Int32Array;
  packed: Float64Array;
  wire: Float64Array;
  /** Bytes reserved for a line in the buffer. */
  held: Float64Array;
  issued: Float64Array;
  fetched: Float64Array;
  compressed: Float64Array;
  crossed: Float64Array;
  arrived: Float64Array;
  sent: Float64Array;
  releasedBy: Int32Array;
}

function offloadStations(design: PipelineDesign, lineBytes: ArrayLike<Bytes>): OffloadStations {
  const { memoryControllers, coreClock } = design;
  const lines = lineBytes.length;
  const packed = packedBytes(lineBytes, design);
  const compressedFirst = design.placement === 'memory-controller';
  const crossed = new Float64Array(lines);
  return {
    ...latencyParts(design),
    issue: new Servers(1, design.issueLinesPerCycle * coreClock),
    dram: new Servers(memoryControllers, design.dramBandwidth / memoryControllers),
    engine: new Servers(memoryControllers, design.engineBytesPerCycle * coreClock),
    crossbar: new Servers(1, design.crossbarBandwidth),
    link: new Servers(1, wireBandwidth(design)),
    compressedFirst,
    room: design.buffer - LINE_BYTES,
    controllers: controllersOf(design, lines),
    packed,
    wire: wireBytes(packed, design),
    held: design.reservation === 'hold' ? new Float64Array(lines).fill(LINE_BYTES) : packed,
    issued: new Float64Array(lines),
    fetched: new Float64Array(lines),
    compressed: new Float64Array(lines),
    crossed,
    arrived: compressedFirst ? crossed : new Float64Array(lines),
    sent: new Float64Array(lines),
    releasedBy: new Int32Array(lines),
  };
}

/**
 * One pass of constant work a line. Lines arrive and depart in order, so two counters tell which of them have done so by a
 * time.
 */
function passLines(stations: OffloadStations): void {
  const { issue, dram, engine, crossbar, link, compressedFirst, request, read, response, room } = stations;
  const { controllers, packed, wire, held, issued, fetched, compressed, crossed, arrived, sent, releasedBy } = stations;
  const lines = issued.length;
  let reserved = 0;
  let arrivals = 0;
  let departures = 0;
  let issueFree = 0;
  let lastArrival = 0;
  for (let line = 0; line < lines; line++) {
    // Not yet: the counters stop here.
    arrived[line] = Number.POSITIVE_INFINITY;
    sent[line] = Number.POSITIVE_INFINITY;
    let now = issueFree;
    let release = 0;
    while (true) {
      while (arrived[arrivals] <= now) reserved += held[arrivals++] - LINE_BYTES;
      while (sent[departures] <= now) reserved -= held[departures++];
      // With nothing in flight a line goes ahead even if the buffer is too small for it.
      if (reserved <= room || departures === line) break;
      // On to the next event. Where two fall together the departure is what gave the room: an arrival may have given none.
      now = sent[departures];
      release = -departures - 1;
      if (arrived[arrivals] < now) {
        now = arrived[arrivals];
        release = arrivals + 1;
      }
    }
    reserved += LINE_BYTES;
    issued[line] = now;
    releasedBy[line] = release;
    issueFree = issue.serve(0, now, 1);

    const controller = controllers[line];
    const fetchedAt = dram.serve(controller, now + request, LINE_BYTES);
    fetched[line] = fetchedAt;
    if (compressedFirst) {
      const compressedAt = engine.serve(controller, fetchedAt + read, LINE_BYTES);
      compressed[line] = compressedAt;
      lastArrival = crossbar.serve(0, compressedAt + response, packed[line]);
    } else {
      const crossedAt = crossbar.serve(0, fetchedAt + read, LINE_BYTES);
      crossed[line] = crossedAt;
      const compressedAt = engine.serve(controller, crossedAt, LINE_BYTES);
      compressed[line] = compressedAt;
      lastArrival = Math.max(compressedAt + response, lastArrival);
    }
    arrived[line] = lastArrival;
    sent[line] = link.serve(0, lastArrival, wire[line]);
  }
}

function stage(resource: Stage['resource'], finish: Float64Array, delay: Picoseconds, perController: boolean): Stage {
  return { resource, finish, delay, perController };
}

/**
 * The fixed parts of the DRAM round trip: request, what the read takes beyond its service times, and response. Unloaded,
 * the way up to the crossbar takes the whole latency. The shares 0.4, 0.4 and 0.2 are assumed.
 */
export function latencyParts({
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
