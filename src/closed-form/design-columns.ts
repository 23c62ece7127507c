/** So many designs are timed at once, at most. */
export const MOST_TOGETHER = 128;

/** Rates of designs, a row for each; bytes and FLOP a second. */
export interface PaceColumns {
  /** All of them, one behind the other in the order in which they are declared. */
  readonly all: Float64Array;
  readonly peakCompute: Float64Array;
  readonly dramBandwidth: Float64Array;
  /** As in `DesignRates` and `LinkRates`. */
  readonly dram: Float64Array;
  readonly crossbar: Float64Array;
  readonly offload: Float64Array;
  readonly linkOffload: Float64Array;
  readonly prefetch: Float64Array;
  readonly linkPrefetch: Float64Array;
}

/** Seconds of their iterations: compute alone, with vDNN's plain copies, with cDMA's. */
export interface TimeColumns {
  readonly all: Float64Array;
  readonly oracle: Float64Array;
  readonly vdnn: Float64Array;
  readonly cdma: Float64Array;
}

export function paceColumns(): PaceColumns {
  const all = new Float64Array(8 * MOST_TOGETHER);
  const column = (index: number) => all.subarray(index * MOST_TOGETHER, (index + 1) * MOST_TOGETHER);
  return {
    all,
    peakCompute: column(0),
    dramBandwidth: column(1),
    dram: column(2),
    crossbar: column(3),
    offload: column(4),
    linkOffload: column(5),
    prefetch: column(6),
    linkPrefetch: column(7),
  };
}

export function timeColumns(): TimeColumns {
  const all = new Float64Array(3 * MOST_TOGETHER);
  const column = (index: number) => all.subarray(index * MOST_TOGETHER, (index + 1) * MOST_TOGETHER);
  return { all, oracle: column(0), vdnn: column(1), cdma: column(2) };
}
