import { secondsSharing } from '../timing/shared-dram.ts';
import type { Seconds } from '../units.ts';
import type { DesignRates, LinkRates } from './design-rates.ts';
import type { IterationShape } from './iteration-shape.ts';

/** An iteration of cDMA at the rates of a design: that of `compressedIteration` in closed form, bit for bit. */
export function cdmaSeconds(
  shape: IterationShape,
  compute: Float64Array,
  rates: DesignRates,
  link: LinkRates,
): Seconds {
  return cdmaBackward(shape, compute, rates, link, cdmaForward(shape, compute, rates, link));
}

/** Its forward pass. */
export function cdmaForward(
  shape: IterationShape,
  compute: Float64Array,
  rates: DesignRates,
  link: LinkRates,
): Seconds {
  const { firstBackward } = shape;
  return compressedSeconds(shape, compute, 0, firstBackward, 0, rates.offload, link.offload, rates);
}

/** The end of its backward pass, which begins at `start`. */
export function cdmaBackward(
  shape: IterationShape,
  compute: Float64Array,
  rates: DesignRates,
  link: LinkRates,
  start: Seconds,
): Seconds {
  const { firstBackward, compute: entries } = shape;
  const end = entries.length;
  return compressedSeconds(shape, compute, firstBackward, end, start, rates.prefetch, link.prefetch, rates);
}

/** The same iteration with vDNN's plain copies, which only link and DRAM limit. */
export function vdnnSeconds(
  shape: IterationShape,
  compute: Float64Array,
  rates: DesignRates,
  link: LinkRates,
): Seconds {
  const { firstBackward, compute: entries } = shape;
  const forward = plainSeconds(shape, compute, 0, firstBackward, 0, Math.min(rates.dram, link.offload), rates);
  const backRate = Math.min(rates.dram, link.prefetch);
  return plainSeconds(shape, compute, firstBackward, entries.length, forward, backRate, rates);
}

/** Compute alone: a GPU with enough memory. `compute` has two entries for each layer. */
export function oracleSeconds(compute: Float64Array): Seconds {
  let seconds = 0;
  // In this order, so that not a bit differs from `uncompressedTimes`.
  for (let entry = 0; entry < compute.length; entry += 2) seconds = seconds + compute[entry] + compute[entry + 1];
  return seconds;
}

/** When steps that begin at `start` have ended. */
function compressedSeconds(
  shape: IterationShape,
  compute: Float64Array,
  first: number,
  end: number,
  start: Seconds,
  fixed: number,
  link: number,
  { crossbar, dram, priority }: DesignRates,
): Seconds {
  const { compute: entries, computeBytes, copyBytes, copiesEnd, rawBytes, linkRatio, crossbarRatio } = shape;
  let now = start;
  let copy = first === 0 ? 0 : copiesEnd[first - 1];
  for (let step = first; step < end; step++) {
    const entry = entries[step];
    const computeSeconds = entry < 0 ? 0 : compute[entry];
    const copyEnd = copiesEnd[step];
    if (copy === copyEnd) {
      now += computeSeconds;
      continue;
    }
    let copySeconds = 0;
    for (; copy < copyEnd; copy++) {
      copySeconds += rawBytes[copy] / Math.min(fixed, linkRatio[copy] * link, crossbarRatio[copy] * crossbar);
    }
    now += secondsSharing(computeSeconds, computeBytes[step], copySeconds, copyBytes[step], dram, priority);
  }
  return now;
}

/** The same of copies that all run at one rate. */
function plainSeconds(
  { compute: entries, computeBytes, copyBytes, copiesEnd, rawBytes }: IterationShape,
  compute: Float64Array,
  first: number,
  end: number,
  start: Seconds,
  rate: number,
  { dram, priority }: DesignRates,
): Seconds {
  let now = start;
  let copy = first === 0 ? 0 : copiesEnd[first - 1];
  for (let step = first; step < end; step++) {
    const entry = entries[step];
    const computeSeconds = entry < 0 ? 0 : compute[entry];
    const copyEnd = copiesEnd[step];
    if (copy === copyEnd) {
      now += computeSeconds;
      continue;
    }
    let copySeconds = 0;
    for (; copy < copyEnd; copy++) copySeconds += rawBytes[copy] / rate;
    now += secondsSharing(computeSeconds, computeBytes[step], copySeconds, copyBytes[step], dram, priority);
  }
  return now;
}
