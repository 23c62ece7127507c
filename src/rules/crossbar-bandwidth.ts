import { formatQuantity } from '../config/quantity.ts';
import { say } from '../words.ts';
import { stationRule } from './station-rule.ts';

/** Where data is compressed behind the crossbar, the crossbar carries it uncompressed (slides 46 and 47). */
export const crossbarBandwidth = stationRule({
  resource: 'crossbar',
  code: 'crossbar-bandwidth',
  supply: ({ dma, gpu }, rate) => {
    const clock = formatQuantity(gpu.coreClock, 'frequency');
    return dma.placement === 'dma-engine'
      ? say`Data crosses the crossbar before it is compressed, at ${rate} (${dma.crossbarBytesPerCycle} B x ${clock})`
      : say`The crossbar carries compressed data of ${rate} uncompressed (${dma.crossbarBytesPerCycle} B x ${clock} x compression ratio)`;
  },
  related: () => ({
    path: ['dma', 'crossbarBytesPerCycle'],
    message: say`Bytes that the crossbar delivers to the DMA engine in a clock cycle.`,
  }),
  remedy: (config, { compressed }) => {
    if (config.dma.placement === 'dma-engine') {
      const placement = 'memory-controller';
      return {
        path: ['dma', 'placement'],
        text: placement,
        amended: { ...config, dma: { ...config.dma, placement } },
      };
    }
    const crossbarBytesPerCycle = Math.ceil(compressed / config.gpu.coreClock);
    return {
      path: ['dma', 'crossbarBytesPerCycle'],
      text: crossbarBytesPerCycle,
      amended: { ...config, dma: { ...config.dma, crossbarBytesPerCycle } },
    };
  },
});
