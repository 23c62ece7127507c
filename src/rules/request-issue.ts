import { formatQuantity } from '../config/quantity.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import { say } from '../words.ts';
import { stationRule } from './station-rule.ts';

/** Lines must be requested as fast as a busy link asks for them. */
export const requestIssue = stationRule({
  resource: 'issue',
  code: 'request-issue',
  supply: ({ dma, gpu }, rate) =>
    say`The DMA engine requests ${rate} (${dma.issueLinesPerCycle} x ${LINE_BYTES} B x ${formatQuantity(gpu.coreClock, 'frequency')})`,
  related: () => ({ path: ['gpu', 'coreClock'], message: say`Requests are issued at this clock.` }),
  remedy: (config, { uncompressed }) => {
    const issueLinesPerCycle = Math.ceil(uncompressed / (LINE_BYTES * config.gpu.coreClock));
    return {
      path: ['dma', 'issueLinesPerCycle'],
      text: issueLinesPerCycle,
      amended: { ...config, dma: { ...config.dma, issueLinesPerCycle } },
    };
  },
});
