import { MOST_TOGETHER, paceColumns, timeColumns } from '../closed-form/design-columns.ts';
import {
  crossbarOfCompressed,
  fixedOffload,
  fixedPrefetch,
  type LinkRates,
  type RatedPath,
} from '../closed-form/design-rates.ts';
import type { ComputeTimes, Iteration } from '../closed-form/plain-times.ts';
import type { GpuConfig } from '../config/resolved-config.ts';
import { usableDramBandwidth } from '../timing/transfer-rate.ts';
import type { Seconds } from '../units.ts';
import { Numbering } from './numbering.ts';

/** The different rates of many designs: a number for each, in the order in which they come. */
export class DifferentRates {
  readonly numbering = new Numbering(4);

  numberOf(path: RatedPath): number {
    const { numbering } = this;
    numbering.tuple[0] = usableDramBandwidth(path);
    numbering.tuple[1] = crossbarOfCompressed(path);
    numbering.tuple[2] = fixedOffload(path);
    numbering.tuple[3] = fixedPrefetch(path);
    return numbering.number();
  }
}

/** Times of an iteration by the number of the rates, for one arithmetic rate, DRAM bandwidth and link after the other. */
export class TimesOfRates {
  readonly vdnn: Float64Array;
  readonly cdma: Float64Array;
  oracle: Seconds = Number.NaN;
  private readonly pace = paceColumns();
  private readonly times = timeColumns();

  constructor(
    private readonly rates: DifferentRates,
    private readonly iteration: Iteration,
    private readonly computeTimes: ComputeTimes,
  ) {
    const { size } = rates.numbering;
    this.vdnn = new Float64Array(size);
    this.cdma = new Float64Array(size);
  }

  /** Computes the times of these numbers; those of others are as they were. */
  compute(
    numbers: Int32Array,
    { peakCompute, dramBandwidth }: Pick<GpuConfig, 'peakCompute' | 'dramBandwidth'>,
    link: LinkRates,
  ): void {
    const { pace } = this;
    pace.peakCompute.fill(peakCompute);
    pace.dramBandwidth.fill(dramBandwidth);
    pace.linkOffload.fill(link.offload);
    pace.linkPrefetch.fill(link.prefetch);
    for (let start = 0; start < numbers.length; start += MOST_TOGETHER) {
      this.computeTogether(numbers.subarray(start, start + MOST_TOGETHER));
    }
  }

  private computeTogether(numbers: Int32Array): void {
    const { iteration, pace, times, vdnn, cdma } = this;
    const { numbering } = this.rates;
    for (let row = 0; row < numbers.length; row++) {
      const number = numbers[row];
      pace.dram[row] = numbering.figure(number, 0);
      pace.crossbar[row] = numbering.figure(number, 1);
      pace.offload[row] = numbering.figure(number, 2);
      pace.prefetch[row] = numbering.figure(number, 3);
    }
    this.computeTimes(iteration, pace, numbers.length, times);
    for (let row = 0; row < numbers.length; row++) {
      vdnn[numbers[row]] = times.vdnn[row];
      cdma[numbers[row]] = times.cdma[row];
    }
    this.oracle = times.oracle[0];
  }
}
