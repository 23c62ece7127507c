/**
 * Event-driven simulation of the path between GPU DRAM and host, line by line. Written from docs/pipeline.md alone, as
 * stations that pass lines on; the recurrences in src/pipeline must give the same times, to the picosecond.
 */
import type { PipelineDesign } from '../../src/pipeline/design.ts';
import { EventQueue } from './event-queue.ts';
import { BoundedBuffer, type Next, Reordering, Server, type Station } from './stations.ts';

const LINE_BYTES = 128;
const SECTOR_BYTES = 32;

export interface OracleRun {
  /** When each line has left: on the link (offload), or in DRAM (prefetch). */
  finishTimes: Float64Array;
  picoseconds: number;
  busyPicoseconds: Record<'issue' | 'dram' | 'engine' | 'crossbar' | 'link', number>;
  /** Most bytes reserved at once, for any time at all. */
  highWaterBytes: number;
  /** Integral of the reserved bytes over time. */
  reservedBytePicoseconds: number;
  /** Sum over lines of bytes times how long they were reserved (Little). */
  residenceBytePicoseconds: number;
  /** Lines in the order in which they left the last station. */
  order: readonly number[];
}

/** Lines of the given compressed sizes leave GPU memory. Throws when a line can never leave. */
export function simulateOffload(design: PipelineDesign, lineBytes: ArrayLike<number>): OracleRun {
  const machine = new Machine(design, lineBytes);
  const { events, buffer, sizes } = machine;
  const delays = offloadDelays(design);
  const held = (line: number) => (design.reservation === 'hold' ? LINE_BYTES : sizes[line]);

  const link = machine.server(
    'link',
    (line) => machine.wireBytes[line],
    (line) => {
      buffer.release(line);
      machine.leave(line);
      wake();
    },
  );
  const enterBuffer = (line: number) => {
    buffer.take(line, held(line));
    link.arrive(line);
    wake();
  };

  let fromDram: Next;
  if (design.placement === 'memory-controller') {
    const crossbar = machine.server('crossbar', (line) => sizes[line], enterBuffer);
    const inOrder = machine.reordering('before the crossbar', (line) => crossbar.arrive(line));
    const engines = machine.perController(
      'engine',
      machine.after(delays.fromEngine, (line) => inOrder.arrive(line)),
    );
    fromDram = machine.after(delays.fromDram, engines);
  } else {
    const inOrder = machine.reordering('before the buffer', enterBuffer);
    const engines = machine.perController(
      'engine',
      machine.after(delays.fromEngine, (line) => inOrder.arrive(line)),
    );
    const crossbar = machine.server('crossbar', () => LINE_BYTES, engines);
    const toCrossbar = machine.reordering('before the crossbar', (line) => crossbar.arrive(line));
    fromDram = machine.after(delays.fromDram, (line) => toCrossbar.arrive(line));
  }
  const dram = machine.after(delays.toDram, machine.perController('dram', fromDram));

  let requested = 0;
  const issue = machine.server(
    'issue',
    () => 1,
    () => wake(),
  );
  const wake = () => events.schedule(events.now, 'claims', request);
  const request = () => {
    if (requested === sizes.length || !issue.idle || !buffer.fits(LINE_BYTES)) return;
    const line = requested++;
    buffer.take(line, LINE_BYTES);
    issue.arrive(line);
    dram(line);
  };
  wake();
  return machine.run();
}

/** Lines of the given compressed sizes come back into GPU memory. */
export function simulatePrefetch(design: PipelineDesign, lineBytes: ArrayLike<number>): OracleRun {
  const machine = new Machine(design, lineBytes);
  const { events, buffer, sizes } = machine;

  const dram = machine.perController('dram', (line) => machine.leave(line));
  let fromParser: Next;
  if (design.placement === 'memory-controller') {
    const engines = machine.perController('engine', dram);
    const crossbar = machine.server('crossbar', (line) => sizes[line], engines);
    fromParser = (line) => crossbar.arrive(line);
  } else {
    const crossbar = machine.server('crossbar', () => LINE_BYTES, dram);
    const inOrder = machine.reordering('before the crossbar', (line) => crossbar.arrive(line));
    fromParser = machine.perController('engine', (line) => inOrder.arrive(line));
  }
  const parser = machine.server(
    'parser',
    () => 1,
    (line) => {
      buffer.release(line);
      fromParser(line);
      wake();
    },
  );

  let sent = 0;
  const link = machine.server(
    'link',
    (line) => machine.wireBytes[line],
    (line) => {
      parser.arrive(line);
      wake();
    },
  );
  const wake = () => events.schedule(events.now, 'claims', send);
  const send = () => {
    if (sent === sizes.length || !link.idle) return;
    if (!buffer.fits(sizes[sent]) && buffer.reserved > 0) return;
    const line = sent++;
    buffer.take(line, sizes[line]);
    link.arrive(line);
  };
  wake();
  return machine.run();
}

/** Fixed times on the way of an offloaded line, whole picoseconds. */
function offloadDelays(design: PipelineDesign): Record<'toDram' | 'fromDram' | 'fromEngine', number> {
  const roundTrip = Math.round(1e12 * design.dramLatency);
  const request = Math.round(0.4 * roundTrip);
  const last = Math.round(0.2 * roundTrip);
  const unloaded = (rate: number) => Math.round((LINE_BYTES * 1e12) / rate);
  const services = unloaded(rateOf(design, 'dram')) + unloaded(rateOf(design, 'engine'));
  return { toDram: request, fromDram: Math.max(0, roundTrip - request - last - services), fromEngine: last };
}

type ServerKind = 'issue' | 'dram' | 'engine' | 'crossbar' | 'link' | 'parser';

/** Bytes or lines a second of one server. */
function rateOf(design: PipelineDesign, kind: ServerKind): number {
  switch (kind) {
    case 'issue':
      return design.issueLinesPerCycle * design.coreClock;
    case 'dram':
      return design.dramBandwidth / design.memoryControllers;
    case 'engine':
      return design.engineBytesPerCycle * design.coreClock;
    case 'crossbar':
      return design.crossbarBandwidth;
    case 'link':
      return (design.linkBandwidth * (design.maxPayload + design.packetHeader)) / design.maxPayload;
    case 'parser':
      return design.parsedLinesPerCycle * design.coreClock;
  }
}

/** The stations of one run and the lines that pass them. */
class Machine {
  readonly events = new EventQueue();
  readonly buffer: BoundedBuffer;
  /** Compressed bytes of each line, in whole sectors if packed so. */
  readonly sizes: readonly number[];
  readonly wireBytes: readonly number[];
  private readonly servers: { kind: ServerKind; server: Server }[] = [];
  private readonly stations: Station[] = [];
  private readonly order: number[] = [];
  private readonly finishTimes: Float64Array;

  constructor(
    private readonly design: PipelineDesign,
    lineBytes: ArrayLike<number>,
  ) {
    const bytes = Array.from(lineBytes);
    this.sizes =
      design.packing === 'sector' ? bytes.map((size) => Math.ceil(size / SECTOR_BYTES) * SECTOR_BYTES) : bytes;
    this.wireBytes = onTheWire(design, this.sizes);
    this.finishTimes = new Float64Array(bytes.length).fill(Number.NaN);
    this.buffer = new BoundedBuffer(this.events, design.buffer);
    this.stations.push(this.buffer);
  }

  server(kind: ServerKind, amountOf: (line: number) => number, next: Next, name: string = kind): Server {
    const server = new Server(this.events, name, rateOf(this.design, kind), amountOf, next);
    this.servers.push({ kind, server });
    this.stations.push(server);
    return server;
  }

  /** A server for whole lines at each memory controller. */
  perController(kind: 'dram' | 'engine', next: Next): Next {
    const servers = Array.from({ length: this.design.memoryControllers }, (_, controller) =>
      this.server(kind, () => LINE_BYTES, next, `${kind} ${controller}`),
    );
    return (line) => servers[controllerOf(this.design, line)].arrive(line);
  }

  reordering(name: string, next: Next): Reordering {
    const reordering = new Reordering(name, next);
    this.stations.push(reordering);
    return reordering;
  }

  /** Passes lines on after a fixed time. */
  after(delay: number, next: Next): Next {
    return (line) => this.events.schedule(this.events.now + delay, 'happens', () => next(line));
  }

  leave(line: number): void {
    this.order.push(line);
    this.finishTimes[line] = this.events.now;
  }

  run(): OracleRun {
    this.events.run((from, to) => this.buffer.advance(from, to));
    if (this.order.length < this.sizes.length) {
      const states = this.stations.map((station) => station.describe());
      throw new Error(`deadlock after ${this.order.length} lines\n${states.join('\n')}`);
    }
    const busy = (...kinds: ServerKind[]) =>
      this.servers.reduce((sum, { kind, server }) => sum + (kinds.includes(kind) ? server.busy : 0), 0);
    return {
      finishTimes: this.finishTimes,
      picoseconds: this.finishTimes.reduce((latest, time) => Math.max(latest, time), 0),
      busyPicoseconds: {
        issue: busy('issue'),
        dram: busy('dram'),
        engine: busy('engine', 'parser'),
        crossbar: busy('crossbar'),
        link: busy('link'),
      },
      highWaterBytes: this.buffer.highWater,
      reservedBytePicoseconds: this.buffer.bytePicoseconds,
      residenceBytePicoseconds: this.buffer.residence,
      order: this.order,
    };
  }
}

/** Bytes on the wire for each line: its own, and the headers of packets that end with it. */
function onTheWire({ packing, maxPayload, packetHeader }: PipelineDesign, sizes: readonly number[]): number[] {
  if (packing === 'line') return sizes.map((size) => size + packetHeader * Math.ceil(size / maxPayload));
  let filled = 0;
  return sizes.map((size, line) => {
    let packets = 0;
    for (filled += size; filled >= maxPayload; filled -= maxPayload) packets++;
    if (line === sizes.length - 1 && filled > 0) packets++;
    return size + packetHeader * packets;
  });
}

function controllerOf({ interleaving, interleavingOrder, memoryControllers }: PipelineDesign, line: number): number {
  const block = Math.floor((LINE_BYTES * line) / interleaving);
  return (interleavingOrder === 'hashed' ? scramble(block) : block) % memoryControllers;
}

/** The hash of docs/pipeline.md in exact integers, modulo 2^32. */
function scramble(block: number): number {
  let x = BigInt(block);
  for (let round = 0; round < 2; round++) x = ((x ^ (x >> 16n)) * 0x45d9f3bn) & 0xffffffffn;
  return Number(x ^ (x >> 16n));
}
