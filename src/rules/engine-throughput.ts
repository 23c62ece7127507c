import { formatQuantity } from '../config/quantity.ts';
import { say } from '../words.ts';
import { stationRule } from './station-rule.ts';

/** Compression engines together must take in what a busy link asks for. */
export const engineThroughput = stationRule({
  resource: 'engine',
  code: 'engine-throughput',
  supply: ({ gpu, dma }, rate) =>
    say`The compression engines take ${rate} (${gpu.memoryControllers} x ${dma.engineBytesPerCycle} B x ${formatQuantity(gpu.coreClock, 'frequency')})`,
  related: () => ({
    path: ['gpu', 'memoryControllers'],
    message: say`One compression engine stands at each memory controller.`,
  }),
  remedy: (config, { uncompressed }) => {
    const { memoryControllers, coreClock } = config.gpu;
    const engineBytesPerCycle = Math.ceil(uncompressed / (memoryControllers * coreClock));
    return {
      path: ['dma', 'engineBytesPerCycle'],
      text: engineBytesPerCycle,
      amended: { ...config, dma: { ...config.dma, engineBytesPerCycle } },
    };
  },
});
