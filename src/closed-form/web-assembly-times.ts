import { TIMES_BASE64 } from '../generated/times.js';
import { LAUNCH_OVERHEAD } from '../timing/compute-constants.ts';
import type { Kernel } from '../timing/kernels.ts';
import { MOST_TOGETHER, type PaceColumns, type TimeColumns } from './design-columns.ts';
import type { IterationShape } from './iteration-shape.ts';
import { type ComputeTimes, type Iteration, plainTimes } from './plain-times.ts';

const PAGE_BYTES = 2 ** 16;
const VECTOR_BYTES = 16;
const COLUMN_BYTES = MOST_TOGETHER * Float64Array.BYTES_PER_ELEMENT;
const TIMES_ADDRESS = 8 * COLUMN_BYTES;
const ITERATION_ADDRESS = TIMES_ADDRESS + 3 * COLUMN_BYTES;
/** Addresses and counts of the module's class `Iteration`, and the launch. */
const HEADER_WORDS = 12;
const HEADER_BYTES = 4 * HEADER_WORDS + 8;

type Times = (iteration: number, columns: number, columnBytes: number, designs: number) => void;

/** The same figures as of {@link plainTimes}, bit for bit, two designs at a time; null where there are no vectors. */
export function webAssemblyTimes(): ComputeTimes | null {
  if (typeof WebAssembly === 'undefined') return null;
  try {
    const code = Uint8Array.from(atob(TIMES_BASE64), (character) => character.charCodeAt(0));
    const times = new WebAssemblyTimes(new WebAssembly.Module(code));
    return (iteration, pace, designs, into) => times.compute(iteration, pace, designs, into);
  } catch {
    return null;
  }
}

class WebAssemblyTimes {
  private readonly laidOut = new WeakMap<IterationShape, LaidOut | undefined>();
  private memoryBytes = 0;
  private memory = new ArrayBuffer(0);
  private times: Times = () => {};
  /** The iteration that lies in memory. */
  private present: LaidOut | undefined;

  constructor(private readonly code: WebAssembly.Module) {}

  compute(iteration: Iteration, pace: PaceColumns, designs: number, into: TimeColumns): void {
    const laidOut = this.layOut(iteration);
    if (laidOut === undefined) return plainTimes(iteration, pace, designs, into);
    if (laidOut !== this.present) this.load(laidOut);
    new Float64Array(this.memory, 0, pace.all.length).set(pace.all);
    this.times(ITERATION_ADDRESS, 0, COLUMN_BYTES, designs);
    into.all.set(new Float64Array(this.memory, TIMES_ADDRESS, into.all.length));
  }

  private layOut(iteration: Iteration): LaidOut | undefined {
    const { shape } = iteration;
    if (!this.laidOut.has(shape)) this.laidOut.set(shape, layOut(iteration));
    return this.laidOut.get(shape);
  }

  private load(laidOut: LaidOut): void {
    const wanted = ITERATION_ADDRESS + laidOut.neededBytes;
    if (wanted > this.memoryBytes) {
      const pages = Math.ceil(wanted / PAGE_BYTES);
      // Memory that cannot grow never moves.
      const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
      const { exports } = new WebAssembly.Instance(this.code, { env: { memory } });
      this.times = exports['times'] as Times;
      this.memory = memory.buffer;
      this.memoryBytes = pages * PAGE_BYTES;
    }
    new Uint8Array(this.memory).set(laidOut.bytes, ITERATION_ADDRESS);
    this.present = laidOut;
  }
}

/** An iteration as it lies in memory. */
interface LaidOut {
  bytes: Uint8Array;
  /** With what the module writes behind them. */
  neededBytes: number;
}

/** Undefined for what the module does not compute. */
function layOut({ shape, table, priority }: Iteration): LaidOut | undefined {
  const { kernels: entries } = table;
  if (entries === undefined || priority === 'compute') return undefined;
  const { kernels, numberOf } = differentKernels(entries.flat());
  const arithmetic = kernels.filter(({ flop }) => flop > 0);
  const stepBytes = 16 * shape.compute.length + 24 * shape.rawBytes.length;
  const listBytes = 4 * (entries.length + entries.flat().length);
  const at = {
    kernels: HEADER_BYTES,
    arithmetic: HEADER_BYTES + 16 * kernels.length,
    steps: HEADER_BYTES + 16 * (kernels.length + arithmetic.length),
  };
  const entriesAt = at.steps + stepBytes;
  const nothingAt = Math.ceil((entriesAt + listBytes) / VECTOR_BYTES) * VECTOR_BYTES;
  const entrySecondsAt = nothingAt + VECTOR_BYTES;
  const kernelSecondsAt = entrySecondsAt + VECTOR_BYTES * entries.length;
  const bytes = new Uint8Array(entrySecondsAt);
  const writer = new Writer(bytes);
  for (const part of [at.kernels, at.arithmetic, entriesAt, at.steps]) writer.address(part);
  writer.word(shape.firstBackward);
  writer.word(shape.compute.length - shape.firstBackward);
  writer.address(kernelSecondsAt);
  writer.address(kernelSecondsAt + VECTOR_BYTES * (kernels.length - arithmetic.length));
  writer.address(kernelSecondsAt + VECTOR_BYTES * kernels.length);
  writer.address(entrySecondsAt);
  writer.address(kernelSecondsAt);
  writer.word(0);
  writer.number(LAUNCH_OVERHEAD);
  for (const { dramBytes, bandwidthShare } of kernels) writer.numbers(dramBytes, bandwidthShare);
  for (const { flop, computeShare } of arithmetic) writer.numbers(flop, computeShare);
  let copy = 0;
  for (const [step, entry] of shape.compute.entries()) {
    const end = shape.copiesEnd[step];
    writer.address(entry < 0 ? nothingAt : entrySecondsAt + VECTOR_BYTES * entry);
    writer.word(end - copy);
    // Nothing waits for DRAM where there is no contention.
    writer.number(priority === 'off' ? 0 : shape.computeBytes[step] + shape.copyBytes[step]);
    for (; copy < end; copy++) writer.numbers(shape.rawBytes[copy], shape.linkRatio[copy], shape.crossbarRatio[copy]);
  }
  for (const entry of entries) {
    writer.word(entry.length);
    for (const kernel of entry) writer.address(kernelSecondsAt + VECTOR_BYTES * numberOf(kernel));
  }
  return { bytes, neededBytes: kernelSecondsAt + VECTOR_BYTES * kernels.length };
}

/** Equal kernels take equally long. Those without arithmetic come first. */
function differentKernels(all: readonly Kernel[]): { kernels: readonly Kernel[]; numberOf(kernel: Kernel): number } {
  const textOf = ({ flop, computeShare, dramBytes, bandwidthShare }: Kernel): string =>
    [flop, computeShare, dramBytes, bandwidthShare].join(' ');
  const byText = new Map(all.map((kernel) => [textOf(kernel), kernel]));
  const kernels = [...byText.values()].sort((one, other) => Number(one.flop > 0) - Number(other.flop > 0));
  const numbers = new Map(kernels.map((kernel, number) => [textOf(kernel), number]));
  return { kernels, numberOf: (kernel) => numbers.get(textOf(kernel)) ?? 0 };
}

/** Writes one after the other, as the module's memory has it. */
class Writer {
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer);
  }

  word(value: number): void {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  /** Of a place in the iteration. */
  address(offset: number): void {
    this.word(ITERATION_ADDRESS + offset);
  }

  number(value: number): void {
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  numbers(...values: readonly number[]): void {
    for (const value of values) this.number(value);
  }
}
