import type { Bytes } from '../units.ts';
import { LINE_BYTES, type Picoseconds, type PipelineDesign } from './design.ts';
import { latencyParts, traceOffload } from './offload.ts';
import { wireBandwidth } from './packets.ts';
import { PICOSECONDS_PER_SECOND } from './server.ts';

/**
 * Picoseconds, per line, at which it is wholly on the link. For designs as the paper has them this is the recurrence of
 * docs/pipeline.md, "Offload", alone, with its servers written out as variables: what runs over whole tensors, two to
 * three times as fast as {@link traceOffload}. Other designs take that; tests prove both equal to one another and to an
 * event-driven simulation.
 */
export function offloadFinishTimes(design: PipelineDesign, lineBytes: ArrayLike<Bytes>): Float64Array {
  if (!isUsual(design)) {
    const { stages, departureStage } = traceOffload(design, lineBytes);
    return stages[departureStage].finish;
  }
  const { memoryControllers, coreClock } = design;
  return run(new Uint16Array(lineBytes), {
    ...latencyParts(design),
    controllers: memoryControllers,
    linesPerBlock: design.interleaving / LINE_BYTES,
    issue: PICOSECONDS_PER_SECOND / (design.issueLinesPerCycle * coreClock),
    dram: PICOSECONDS_PER_SECOND / (design.dramBandwidth / memoryControllers),
    engine: PICOSECONDS_PER_SECOND / (design.engineBytesPerCycle * coreClock),
    crossbar: PICOSECONDS_PER_SECOND / design.crossbarBandwidth,
    link: PICOSECONDS_PER_SECOND / wireBandwidth(design),
    room: design.buffer - LINE_BYTES,
    maxPayload: design.maxPayload,
    packetHeader: design.packetHeader,
  });
}

/** Engines before the crossbar, space given back on arrival, packets filled across lines, controllers in turn. */
function isUsual({
  placement,
  reservation,
  packing,
  interleavingOrder,
  interleaving,
  maxPayload,
}: PipelineDesign): boolean {
  return (
    placement === 'memory-controller' &&
    reservation === 'shrink' &&
    packing === 'stream' &&
    interleavingOrder === 'modulo' &&
    interleaving % LINE_BYTES === 0 &&
    // Then a product with the inverse is exact.
    Number.isInteger(Math.log2(maxPayload))
  );
}

interface Path extends Readonly<Record<'request' | 'read' | 'response', Picoseconds>> {
  controllers: number;
  linesPerBlock: number;
  /** Picoseconds for a line (issue) or a byte. */
  issue: number;
  dram: number;
  engine: number;
  crossbar: number;
  link: number;
  room: Bytes;
  maxPayload: Bytes;
  packetHeader: Bytes;
}

/** Free time, start of the busy period and amount served since, of each server: docs/pipeline.md, "Servers". */
function run(packed: Uint16Array, path: Path): Float64Array {
  const { request, read, response, controllers, linesPerBlock, room } = path;
  const { issue, dram, engine, crossbar, link, maxPayload, packetHeader } = path;
  const perPayload = 1 / maxPayload;
  const lines = packed.length;
  const arrived = new Float64Array(lines);
  const sent = new Float64Array(lines);
  /** Of each controller, its DRAM and its engine. */
  const dramFree = new Float64Array(controllers);
  const dramStart = new Float64Array(controllers);
  const dramServed = new Float64Array(controllers);
  const engineFree = new Float64Array(controllers);
  const engineStart = new Float64Array(controllers);
  const engineServed = new Float64Array(controllers);
  let issueFree = 0;
  let issueStart = 0;
  let issueServed = 0;
  let crossbarFree = 0;
  let crossbarStart = 0;
  let crossbarServed = 0;
  let linkFree = 0;
  let linkStart = 0;
  let linkServed = 0;
  let reserved = 0;
  let arrivals = 0;
  let departures = 0;
  let nextArrival = Number.POSITIVE_INFINITY;
  let nextDeparture = Number.POSITIVE_INFINITY;
  let filled = 0;
  let controller = 0;
  let leftInBlock = linesPerBlock;
  for (let line = 0; line < lines; line++) {
    let now = issueFree;
    while (true) {
      while (nextArrival <= now) {
        reserved += packed[arrivals] - LINE_BYTES;
        arrivals++;
        nextArrival = arrivals < line ? arrived[arrivals] : Number.POSITIVE_INFINITY;
      }
      while (nextDeparture <= now) {
        reserved -= packed[departures];
        departures++;
        nextDeparture = departures < line ? sent[departures] : Number.POSITIVE_INFINITY;
      }
      if (reserved <= room || departures === line) break;
      now = nextArrival < nextDeparture ? nextArrival : nextDeparture;
    }
    reserved += LINE_BYTES;
    if (now > issueFree) {
      issueStart = now;
      issueServed = 0;
    }
    issueServed++;
    issueFree = issueStart + Math.floor(issueServed * issue + 0.5);

    if (leftInBlock === 0) {
      leftInBlock = linesPerBlock;
      if (++controller === controllers) controller = 0;
    }
    leftInBlock--;

    let ready = now + request;
    let start = dramStart[controller];
    let served = dramServed[controller] + LINE_BYTES;
    if (ready > dramFree[controller]) {
      start = ready;
      served = LINE_BYTES;
      dramStart[controller] = start;
    }
    dramServed[controller] = served;
    ready = start + Math.floor(served * dram + 0.5);
    dramFree[controller] = ready;

    ready += read;
    start = engineStart[controller];
    served = engineServed[controller] + LINE_BYTES;
    if (ready > engineFree[controller]) {
      start = ready;
      served = LINE_BYTES;
      engineStart[controller] = start;
    }
    engineServed[controller] = served;
    ready = start + Math.floor(served * engine + 0.5);
    engineFree[controller] = ready;
    ready += response;

    const bytes = packed[line];
    if (ready > crossbarFree) {
      crossbarStart = ready;
      crossbarServed = 0;
    }
    crossbarServed += bytes;
    crossbarFree = crossbarStart + Math.floor(crossbarServed * crossbar + 0.5);
    arrived[line] = crossbarFree;

    filled += bytes;
    // No loop: how many packets a line completes is hard to predict.
    const completed = (filled * perPayload) | 0;
    filled -= completed * maxPayload;
    const headers = line === lines - 1 && filled > 0 ? completed + 1 : completed;
    if (crossbarFree > linkFree) {
      linkStart = crossbarFree;
      linkServed = 0;
    }
    linkServed += bytes + headers * packetHeader;
    linkFree = linkStart + Math.floor(linkServed * link + 0.5);
    sent[line] = linkFree;
    if (arrivals === line) nextArrival = crossbarFree;
    if (departures === line) nextDeparture = linkFree;
  }
  return sent;
}
