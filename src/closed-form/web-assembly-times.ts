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
const HEADER_WORDS = 16;
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
    if (laidOut === undefined) {
      plainTimes(iteration, pace, designs, into);
      return;
    }
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
  const sizes = [...new Set(shape.rawBytes)];
  const parts = new Parts(HEADER_BYTES);
  const kernelsAt = parts.add(16 * kernels.length);
  const arithmeticAt = parts.add(24 * arithmetic.length);
  const sizesAt = parts.add(8 * sizes.length);
  const stepsAt = parts.add(16 * shape.compute.length + 32 * shape.rawBytes.length);
  const entriesAt = parts.add(4 * (entries.length + entries.flat().length));
  const nothingAt = parts.add(VECTOR_BYTES);
  const bytes = new Uint8Array(parts.end);
  const arithmeticSecondsAt = parts.add(VECTOR_BYTES * arithmetic.length);
  const kernelSecondsAt = parts.add(VECTOR_BYTES * kernels.length);
  const entrySecondsAt = parts.add(VECTOR_BYTES * entries.length);
  const plainSecondsAt = parts.add(VECTOR_BYTES * sizes.length);
  const writer = new Writer(bytes);
  writer.addresses(kernelsAt, arithmeticAt, entriesAt, sizesAt, stepsAt);
  writer.words(shape.firstBackward, shape.compute.length - shape.firstBackward);
  writer.addresses(arithmeticSecondsAt, kernelSecondsAt);
  writer.addresses(kernelSecondsAt + VECTOR_BYTES * (kernels.length - arithmetic.length), entrySecondsAt);
  writer.addresses(entrySecondsAt, plainSecondsAt, plainSecondsAt, parts.end);
  writer.words(0);
  writer.numbers(LAUNCH_OVERHEAD);
  writer.at = kernelsAt;
  for (const { dramBytes, bandwidthShare } of kernels) writer.numbers(dramBytes, bandwidthShare);
  writer.at = arithmeticAt;
  for (const kernel of arithmetic) writer.numbers(kernel.flop, kernel.computeShare, limitOf(kernel) * ABOVE);
  writer.at = sizesAt;
  writer.numbers(...sizes);
  writer.at = stepsAt;
  const { linkRatio, crossbarRatio } = shape.compressed;
  let copy = 0;
  for (const [step, entry] of shape.compute.entries()) {
    const end = shape.copiesEnd[step];
    writer.addresses(entry < 0 ? nothingAt : entrySecondsAt + VECTOR_BYTES * entry);
    writer.words(end - copy);
    // Nothing waits for DRAM where there is no contention.
    writer.numbers(priority === 'off' ? 0 : shape.computeBytes[step] + shape.copyBytes[step]);
    for (; copy < end; copy++) {
      const rawBytes = shape.rawBytes[copy];
      writer.addresses(plainSecondsAt + VECTOR_BYTES * sizes.indexOf(rawBytes));
      writer.words(0);
      writer.numbers(rawBytes, linkRatio[copy], crossbarRatio[copy]);
    }
  }
  writer.at = entriesAt;
  for (const entry of entries) {
    writer.words(entry.length);
    writer.addresses(...entry.map((kernel) => kernelSecondsAt + VECTOR_BYTES * numberOf(kernel)));
  }
  return { bytes, neededBytes: parts.end };
}

/** Equal kernels take equally long. Those without arithmetic come first, then those that are bound by it last of all. */
function differentKernels(all: readonly Kernel[]): { kernels: readonly Kernel[]; numberOf(kernel: Kernel): number } {
  const textOf = ({ flop, computeShare, dramBytes, bandwidthShare }: Kernel): string =>
    [flop, computeShare, dramBytes, bandwidthShare].join(' ');
  const byText = new Map(all.map((kernel) => [textOf(kernel), kernel]));
  const different = [...byText.values()];
  const kernels = [
    ...different.filter(({ flop }) => flop === 0),
    ...different.filter(({ flop }) => flop > 0).sort((one, other) => limitOf(other) - limitOf(one)),
  ];
  const numbers = new Map(kernels.map((kernel, number) => [textOf(kernel), number]));
  return { kernels, numberOf: (kernel) => numbers.get(textOf(kernel)) ?? 0 };
}

/** So much above its limit, arithmetic takes a kernel's time whatever the rounding. */
const ABOVE = 1 + 1e-12;

/** Ratio of DRAM bandwidth to arithmetic rate, in bytes a FLOP, from which on arithmetic takes a kernel's time. */
function limitOf({ flop, computeShare, dramBytes, bandwidthShare }: Kernel): number {
  return (dramBytes * computeShare) / (flop * bandwidthShare);
}

/** Places for the parts of an iteration, one behind the other, each at a whole vector. */
class Parts {
  constructor(public end: number) {}

  add(bytes: number): number {
    const at = Math.ceil(this.end / VECTOR_BYTES) * VECTOR_BYTES;
    this.end = at + bytes;
    return at;
  }
}

/** Writes one after the other, as the module's memory has it. */
class Writer {
  at = 0;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer);
  }

  words(...values: readonly number[]): void {
    for (const value of values) {
      this.view.setUint32(this.at, value, true);
      this.at += 4;
    }
  }

  /** Of places in the iteration. */
  addresses(...offsets: readonly number[]): void {
    for (const offset of offsets) this.words(ITERATION_ADDRESS + offset);
  }

  numbers(...values: readonly number[]): void {
    for (const value of values) {
      this.view.setFloat64(this.at, value, true);
      this.at += 8;
    }
  }
}
