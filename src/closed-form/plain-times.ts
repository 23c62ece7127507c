import type { ComputeTable } from './compute-table.ts';
import type { PaceColumns, TimeColumns } from './design-columns.ts';
import type { DesignRates } from './design-rates.ts';
import { cdmaSeconds, oracleSeconds, vdnnSeconds } from './iteration-seconds.ts';
import type { IterationShape } from './iteration-shape.ts';

/** An iteration between barriers, whatever the rates. */
export interface Iteration {
  shape: IterationShape;
  table: ComputeTable;
  priority: DesignRates['priority'];
}

/** Computes the times of the first `designs` rows. */
export type ComputeTimes = (iteration: Iteration, pace: PaceColumns, designs: number, into: TimeColumns) => void;

/** One design after the other. */
export const plainTimes: ComputeTimes = ({ shape, table, priority }, pace, designs, into) => {
  const compute = new Float64Array(table.entries);
  let [peakCompute, dramBandwidth, oracle] = [Number.NaN, Number.NaN, Number.NaN];
  for (let row = 0; row < designs; row++) {
    // Neighbours often share it.
    if (pace.peakCompute[row] !== peakCompute || pace.dramBandwidth[row] !== dramBandwidth) {
      peakCompute = pace.peakCompute[row];
      dramBandwidth = pace.dramBandwidth[row];
      table.secondsAt(peakCompute, dramBandwidth, compute);
      oracle = oracleSeconds(compute);
    }
    const rates = {
      offload: pace.offload[row],
      prefetch: pace.prefetch[row],
      crossbar: pace.crossbar[row],
      dram: pace.dram[row],
      priority,
    };
    const link = { offload: pace.linkOffload[row], prefetch: pace.linkPrefetch[row] };
    into.oracle[row] = oracle;
    into.vdnn[row] = vdnnSeconds(shape, compute, rates, link);
    into.cdma[row] = cdmaSeconds(shape, compute, rates, link);
  }
};
