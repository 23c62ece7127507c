/*
 * Iterations between barriers, two designs at a time in the lanes of a vector. AssemblyScript: compiled by scripts/generate.ts, not by
 * TypeScript. It is the arithmetic of compute-table.ts and iteration-seconds.ts, operation by operation, so that not a bit
 * differs. ../web-assembly-times.ts writes what it reads.
 */

/** Where the parts of an iteration lie: addresses in bytes. */
@unmanaged
class Iteration {
  /** Of each kernel DRAM bytes and the share of the bandwidth; those without arithmetic first. */
  kernels: u32;
  /** Of each of the others FLOP and the share of the peak. */
  arithmetic: u32;
  /** Of each entry the number of its kernels, and the addresses of their seconds. */
  entries: u32;
  /** Of each step the address of its compute's seconds, the number of its copies and the DRAM bytes of both; and of each copy bytes and ratios. */
  steps: u32;
  forwardSteps: u32;
  backwardSteps: u32;
  /** Two numbers for each kernel, and for each entry: written here. */
  kernelSeconds: u32;
  streamingEnd: u32;
  kernelSecondsEnd: u32;
  entrySeconds: u32;
  entrySecondsEnd: u32;
  padding: u32;
  launch: f64;
}

const VECTOR: usize = 16;
const NUMBER: usize = 8;
const WORD: usize = 4;

/**
 * Times of so many designs. Columns are `columnBytes` long: arithmetic, DRAM bandwidth, its usable part, crossbar, then for
 * either direction the fixed rate and the link's; behind them the results, which are compute alone, vDNN and cDMA.
 */
export function times(at: usize, columns: usize, columnBytes: usize, designs: i32): void {
  const iteration = changetype<Iteration>(at);
  let peakBefore = f64x2.splat(NaN);
  let bandwidthBefore = peakBefore;
  let oracle = peakBefore;
  for (let design = 0; design < designs; design += 2, columns += VECTOR) {
    const peak = v128.load(columns);
    const bandwidth = v128.load(columns + columnBytes);
    const isKnown = v128.and(f64x2.eq(peak, peakBefore), f64x2.eq(bandwidth, bandwidthBefore));
    if (!i64x2.all_true(isKnown)) {
      setKernelSeconds(iteration, peak, bandwidth);
      oracle = setEntrySeconds(iteration);
      peakBefore = peak;
      bandwidthBefore = bandwidth;
    }
    v128.store(columns + 8 * columnBytes, oracle);
    setIterationSeconds(iteration, columns, columnBytes);
  }
}

function setKernelSeconds(iteration: Iteration, peak: v128, bandwidth: v128): void {
  const launch = f64x2.splat(iteration.launch);
  let kernel: usize = iteration.kernels;
  let into: usize = iteration.kernelSeconds;
  for (; into < iteration.streamingEnd; into += VECTOR, kernel += 2 * NUMBER) {
    v128.store(into, f64x2.add(quotient(kernel, bandwidth), launch));
  }
  let arithmetic: usize = iteration.arithmetic;
  for (; into < iteration.kernelSecondsEnd; into += VECTOR, kernel += 2 * NUMBER, arithmetic += 2 * NUMBER) {
    v128.store(into, f64x2.add(f64x2.pmax(quotient(arithmetic, peak), quotient(kernel, bandwidth)), launch));
  }
}

/** An amount over a share of a rate. */
function quotient(amountAndShare: usize, rate: v128): v128 {
  return f64x2.div(v128.load64_splat(amountAndShare), f64x2.mul(rate, v128.load64_splat(amountAndShare, NUMBER)));
}

/** The sum of all entries is compute alone. */
function setEntrySeconds(iteration: Iteration): v128 {
  let list: usize = iteration.entries;
  let sum = f64x2.splat(0);
  for (let into: usize = iteration.entrySeconds; into < iteration.entrySecondsEnd; into += VECTOR) {
    let seconds = f64x2.splat(0);
    let left = load<u32>(list);
    list += WORD;
    for (; left > 0; left--, list += WORD) seconds = f64x2.add(seconds, v128.load(load<u32>(list)));
    v128.store(into, seconds);
    sum = f64x2.add(sum, seconds);
  }
  return sum;
}

function setIterationSeconds(iteration: Iteration, columns: usize, columnBytes: usize): void {
  const dram = v128.load(columns + 2 * columnBytes);
  const crossbar = v128.load(columns + 3 * columnBytes);
  let step: usize = iteration.steps;
  let left = iteration.forwardSteps;
  let backward = iteration.backwardSteps;
  let rates = columns + 4 * columnBytes;
  let vdnn = f64x2.splat(0);
  let cdma = vdnn;
  while (true) {
    const fixed = v128.load(rates);
    const link = v128.load(rates + columnBytes);
    const plain = f64x2.pmin(dram, link);
    for (; left > 0; left--) {
      const compute = v128.load(load<u32>(step));
      let copies = load<u32>(step, WORD);
      let plainSeconds = f64x2.splat(0);
      let packedSeconds = plainSeconds;
      let least = compute;
      if (copies > 0) least = f64x2.pmax(compute, f64x2.div(v128.load64_splat(step, 2 * WORD), dram));
      step += 2 * WORD + NUMBER;
      for (; copies > 0; copies--, step += 3 * NUMBER) {
        const bytes = v128.load64_splat(step);
        const throughLink = f64x2.mul(v128.load64_splat(step, NUMBER), link);
        const throughCrossbar = f64x2.mul(v128.load64_splat(step, 2 * NUMBER), crossbar);
        const packed = f64x2.pmin(fixed, f64x2.pmin(throughLink, throughCrossbar));
        plainSeconds = f64x2.add(plainSeconds, f64x2.div(bytes, plain));
        packedSeconds = f64x2.add(packedSeconds, f64x2.div(bytes, packed));
      }
      vdnn = f64x2.add(vdnn, f64x2.pmax(least, plainSeconds));
      cdma = f64x2.add(cdma, f64x2.pmax(least, packedSeconds));
    }
    if (backward === 0) break;
    left = backward;
    backward = 0;
    rates += 2 * columnBytes;
  }
  v128.store(columns + 9 * columnBytes, vdnn);
  v128.store(columns + 10 * columnBytes, cdma);
}
