import { secondsSharing } from '../timing/shared-dram.ts';
import type { Seconds } from '../units.ts';
import type { DesignRates, LinkRates } from './design-rates.ts';
import type { IterationShape, Ratios } from './iteration-shape.ts';

/** An iteration of cDMA at the rates of a design: that of `compressedIteration` in closed form, bit for bit. */
export function cdmaSeconds(
  shape: IterationShape,
  compute: Float64Array,
  rates: DesignRates,
  link: LinkRates,
): Seconds {
  const forward = passSeconds(shape, shape.compressed, compute, 'forward', rates.offload, link.offload, rates, 0);
  return passSeconds(shape, shape.compressed, compute, 'backward', rates.prefetch, link.prefetch, rates, forward);
}

/** The same iteration with vDNN's plain copies, which only link and DRAM limit. */
export function vdnnSeconds(
  shape: IterationShape,
  compute: Float64Array,
  { dram, priority }: DesignRates,
  link: LinkRates,
): Seconds {
  const rates = { crossbar: Number.POSITIVE_INFINITY, dram, priority };
  const forward = passSeconds(shape, shape.plain, compute, 'forward', dram, link.offload, rates, 0);
  return passSeconds(shape, shape.plain, compute, 'backward', dram, link.prefetch, rates, forward);
}

/** Compute alone: a GPU with enough memory. `compute` has two entries for each layer. */
export function oracleSeconds(compute: Float64Array): Seconds {
  let seconds = 0;
  // In this order, so that not a bit differs from `uncompressedTimes`.
  for (let entry = 0; entry < compute.length; entry += 2) seconds = seconds + compute[entry] + compute[entry + 1];
  return seconds;
}

/** When a pass ends that begins at `start`. No copy is faster than `fixed`, nor than its ratios times link and crossbar. */
function passSeconds(
  { compute: entries, computeBytes, copyBytes, copiesEnd, rawBytes, firstBackward }: IterationShape,
  { linkRatio, crossbarRatio }: Ratios,
  compute: Float64Array,
  direction: 'forward' | 'backward',
  fixed: number,
  link: number,
  { crossbar, dram, priority }: Pick<DesignRates, 'crossbar' | 'dram' | 'priority'>,
  start: Seconds,
): Seconds {
  const first = direction === 'forward' ? 0 : firstBackward;
  const end = direction === 'forward' ? firstBackward : entries.length;
  let now = start;
  let copy = first === 0 ? 0 : copiesEnd[first - 1];
  for (let step = first; step < end; step++) {
    let copySeconds = 0;
    for (const copyEnd = copiesEnd[step]; copy < copyEnd; copy++) {
      copySeconds += rawBytes[copy] / Math.min(fixed, linkRatio[copy] * link, crossbarRatio[copy] * crossbar);
    }
    const entry = entries[step];
    const computeSeconds = entry < 0 ? 0 : compute[entry];
    now += secondsSharing(computeSeconds, computeBytes[step], copySeconds, copyBytes[step], dram, priority);
  }
  return now;
}
