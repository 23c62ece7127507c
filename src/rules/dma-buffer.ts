import { formatQuantity, formatQuantityAtLeast } from '../config/quantity.ts';
import { say } from '../words.ts';
import { stationRule } from './station-rule.ts';

/** The buffer must hold bandwidth x latency (Little's law), or reads of DRAM wait for room. */
export const dmaBuffer = stationRule({
  resource: 'buffer',
  code: 'dma-buffer',
  supply: ({ gpu, dma }, rate) =>
    say`The DMA buffer sustains ${rate} (${formatQuantity(dma.buffer, 'size', 3)} in a ${formatQuantity(gpu.dramLatency, 'time', 3)} round trip)`,
  related: () => ({
    path: ['gpu', 'dramLatency'],
    message: say`Every line holds its place in the buffer for this long.`,
  }),
  remedy: (config, { uncompressed }) => {
    const buffer = uncompressed * config.gpu.dramLatency;
    return {
      path: ['dma', 'buffer'],
      text: formatQuantityAtLeast(buffer, 'size'),
      amended: { ...config, dma: { ...config.dma, buffer } },
    };
  },
});
