/*
 * Iterations between barriers, two designs at a time in the lanes of a vector. AssemblyScript: compiled by scripts/generate.ts, not by
 * TypeScript. It is the arithmetic of compute-table.ts and iteration-seconds.ts, operation by operation, so that not a bit
 * differs. Divisions take most of the time, and are left out where the result would be the same without.
 * ../web-assembly-times.ts writes what is read here.
 */

/** Where the parts of an iteration lie: addresses in bytes. */
@unmanaged
class Iteration {
  /** DRAM bytes of each kernel and the share of the bandwidth: first of those without arithmetic. */
  kernels: u32;
  /** Of the others FLOP, the share of the peak, and the ratio of bandwidth to peak from which on arithmetic binds: falling. */
  arithmetic: u32;
  /** Of each entry the number of its kernels, and the addresses of their seconds. */
  entries: u32;
  /** The different sizes of copies. */
  sizes: u32;
  /** Of each step the address of its compute's seconds, the number of its copies and the DRAM bytes of both; then its copies. */
  steps: u32;
  forwardSteps: u32;
  backwardSteps: u32;
  /** From here on vectors that are written here: for each kernel with arithmetic, kernel, entry and size. */
  arithmeticSeconds: u32;
  kernelSeconds: u32;
  streamingEnd: u32;
  kernelSecondsEnd: u32;
  entrySeconds: u32;
  entrySecondsEnd: u32;
  plainSeconds: u32;
  plainSecondsEnd: u32;
  padding: u32;
  launch: f64;
}

/** A copy beside a step. */
@unmanaged
class Copy {
  /** Where the seconds of a plain copy of its size are. */
  plainSeconds: u32;
  padding: u32;
  bytes: f64;
  linkRatio: f64;
  crossbarRatio: f64;
}

const VECTOR: usize = 16;
const NUMBER: usize = 8;
const WORD: usize = 4;
/** So much below a product, whatever the rounding. */
const BELOW: f64 = 1 - 1e-12;

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
    const isSamePeak = i64x2.all_true(f64x2.eq(peak, peakBefore));
    if (!isSamePeak) setArithmeticSeconds(iteration, peak);
    if (!isSamePeak || !i64x2.all_true(f64x2.eq(bandwidth, bandwidthBefore))) {
      setKernelSeconds(iteration, peak, bandwidth);
      oracle = setEntrySeconds(iteration);
    }
    peakBefore = peak;
    bandwidthBefore = bandwidth;
    v128.store(columns + 8 * columnBytes, oracle);
    setIterationSeconds(iteration, columns, columnBytes);
  }
}

function setArithmeticSeconds(iteration: Iteration, peak: v128): void {
  let arithmetic: usize = iteration.arithmetic;
  for (let into: usize = iteration.arithmeticSeconds; into < iteration.kernelSeconds; into += VECTOR) {
    v128.store(into, quotient(arithmetic, peak));
    arithmetic += 3 * NUMBER;
  }
}

function setKernelSeconds(iteration: Iteration, peak: v128, bandwidth: v128): void {
  const launch = f64x2.splat(iteration.launch);
  let kernel: usize = iteration.kernels;
  let into: usize = iteration.kernelSeconds;
  for (; into < iteration.streamingEnd; into += VECTOR, kernel += 2 * NUMBER) {
    v128.store(into, f64x2.add(quotient(kernel, bandwidth), launch));
  }
  const ratios = f64x2.div(bandwidth, peak);
  const ratio = Math.min(f64x2.extract_lane(ratios, 0), f64x2.extract_lane(ratios, 1));
  let limit: usize = iteration.arithmetic + 2 * NUMBER;
  let seconds: usize = iteration.arithmeticSeconds;
  const end: usize = iteration.kernelSecondsEnd;
  // A lane behind the last design may be no number: it must not count as above the limit.
  for (; into < end && !(load<f64>(limit) <= ratio); into += VECTOR, limit += 3 * NUMBER) {
    v128.store(into, f64x2.add(f64x2.pmax(v128.load(seconds), quotient(kernel, bandwidth)), launch));
    kernel += 2 * NUMBER;
    seconds += VECTOR;
  }
  for (; into < end; into += VECTOR, seconds += VECTOR) v128.store(into, f64x2.add(v128.load(seconds), launch));
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

function setPlainSeconds(iteration: Iteration, rate: v128): void {
  let size: usize = iteration.sizes;
  for (let into: usize = iteration.plainSeconds; into < iteration.plainSecondsEnd; into += VECTOR, size += NUMBER) {
    v128.store(into, f64x2.div(v128.load64_splat(size), rate));
  }
}

function setIterationSeconds(iteration: Iteration, columns: usize, columnBytes: usize): void {
  const dram = v128.load(columns + 2 * columnBytes);
  const crossbar = v128.load(columns + 3 * columnBytes);
  const below = f64x2.mul(dram, f64x2.splat(BELOW));
  let step: usize = iteration.steps;
  let left = iteration.forwardSteps;
  let backward = iteration.backwardSteps;
  let rates = columns + 4 * columnBytes;
  let plainBefore = f64x2.splat(NaN);
  let vdnn = f64x2.splat(0);
  let cdma = vdnn;
  while (true) {
    const fixed = v128.load(rates);
    const link = v128.load(rates + columnBytes);
    const plain = f64x2.pmin(dram, link);
    if (!i64x2.all_true(f64x2.eq(plain, plainBefore))) setPlainSeconds(iteration, plain);
    plainBefore = plain;
    for (; left > 0; left--) {
      const compute = v128.load(load<u32>(step));
      let copies = load<u32>(step, WORD);
      const bytes = v128.load64_splat(step, 2 * WORD);
      step += 2 * WORD + NUMBER;
      if (copies === 0) {
        vdnn = f64x2.add(vdnn, compute);
        cdma = f64x2.add(cdma, compute);
        continue;
      }
      let plainSeconds = f64x2.splat(0);
      let packedSeconds = plainSeconds;
      for (; copies > 0; copies--, step += offsetof<Copy>()) {
        const copy = changetype<Copy>(step);
        const throughLink = f64x2.mul(f64x2.splat(copy.linkRatio), link);
        const throughCrossbar = f64x2.mul(f64x2.splat(copy.crossbarRatio), crossbar);
        const packed = f64x2.pmin(fixed, f64x2.pmin(throughLink, throughCrossbar));
        plainSeconds = f64x2.add(plainSeconds, v128.load(copy.plainSeconds));
        packedSeconds = f64x2.add(packedSeconds, f64x2.div(f64x2.splat(copy.bytes), packed));
      }
      let ofVdnn = f64x2.pmax(compute, plainSeconds);
      let ofCdma = f64x2.pmax(compute, packedSeconds);
      if (v128.any_true(f64x2.gt(bytes, f64x2.mul(f64x2.pmin(ofVdnn, ofCdma), below)))) {
        const shared = f64x2.div(bytes, dram);
        ofVdnn = f64x2.pmax(ofVdnn, shared);
        ofCdma = f64x2.pmax(ofCdma, shared);
      }
      vdnn = f64x2.add(vdnn, ofVdnn);
      cdma = f64x2.add(cdma, ofCdma);
    }
    if (backward === 0) break;
    left = backward;
    backward = 0;
    rates += 2 * columnBytes;
  }
  v128.store(columns + 9 * columnBytes, vdnn);
  v128.store(columns + 10 * columnBytes, cdma);
}
