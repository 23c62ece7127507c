import { secondsSharing } from '../timing/shared-dram.ts';
import type { Seconds } from '../units.ts';
import type { DesignRates, LinkRates } from './design-rates.ts';
import type { Copies, IterationShape } from './iteration-shape.ts';

/** An iteration of cDMA at the rates of a design: that of `compressedIteration` in closed form, bit for bit. */
export function cdmaSeconds(
  shape: IterationShape,
  compute: Float64Array,
  rates: DesignRates,
  link: LinkRates,
): Seconds {
  return secondsOf(shape, shape.compressed, compute, rates.offload, rates.prefetch, rates.crossbar, rates, link);
}

/** The same iteration with vDNN's plain copies, which only link and DRAM limit. */
export function vdnnSeconds(
  shape: IterationShape,
  compute: Float64Array,
  rates: DesignRates,
  link: LinkRates,
): Seconds {
  return secondsOf(shape, shape.plain, compute, rates.dram, rates.dram, Number.POSITIVE_INFINITY, rates, link);
}

/** Compute alone: a GPU with enough memory. `compute` has two entries for each layer. */
export function oracleSeconds(compute: Float64Array): Seconds {
  let seconds = 0;
  // In this order, so that not a bit differs from `uncompressedTimes`.
  for (let entry = 0; entry < compute.length; entry += 2) seconds = seconds + compute[entry] + compute[entry + 1];
  return seconds;
}

function secondsOf(
  { compute: entries, computeBytes, copiesEnd }: IterationShape,
  { rawBytes, linkRatio, crossbarRatio, isPrefetch }: Copies,
  compute: Float64Array,
  fixedOffload: number,
  fixedPrefetch: number,
  crossbar: number,
  { dram, priority }: DesignRates,
  link: LinkRates,
): Seconds {
  let now = 0;
  let copy = 0;
  for (let step = 0; step < entries.length; step++) {
    let copySeconds = 0;
    let copyBytes = 0;
    for (; copy < copiesEnd[step]; copy++) {
      const isBack = isPrefetch[copy] === 1;
      const throughLink = linkRatio[copy] * (isBack ? link.prefetch : link.offload);
      const fixed = isBack ? fixedPrefetch : fixedOffload;
      copySeconds += rawBytes[copy] / Math.min(fixed, throughLink, crossbarRatio[copy] * crossbar);
      copyBytes += rawBytes[copy];
    }
    const entry = entries[step];
    const computeSeconds = entry < 0 ? 0 : compute[entry];
    now += secondsSharing(computeSeconds, computeBytes[step], copySeconds, copyBytes, dram, priority);
  }
  return now;
}
