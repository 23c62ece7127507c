import { formatQuantity } from '../config/quantity.ts';
import type { DmaConfig } from '../config/resolved-config.ts';
import { ZLIB_HARDWARE } from '../timing/transfer-rate.ts';
import { say } from '../words.ts';
import { bandwidth } from './rule.ts';
import { stationRule } from './station-rule.ts';

/** Compression engines together must take in what a busy link asks for. */
export const engineThroughput = stationRule({
  resource: 'engine',
  code: 'engine-throughput',
  supply: ({ gpu, dma }, rate) =>
    isFixed(dma)
      ? say`The compression engines take ${rate} (${gpu.memoryControllers} x ${bandwidth(ZLIB_HARDWARE)})`
      : say`The compression engines take ${rate} (${gpu.memoryControllers} x ${dma.engineBytesPerCycle} B x ${formatQuantity(gpu.coreClock, 'frequency')})`,
  related: () => ({
    path: ['gpu', 'memoryControllers'],
    message: say`One compression engine stands at each memory controller.`,
  }),
  remedy: (config, { uncompressed }) => {
    if (isFixed(config.dma)) {
      const advice = say`Dedicated zlib engines have the rate of slide 49, whatever their width: take another codec, or more memory controllers.`;
      const amended = { ...config, dma: { ...config.dma, zlibEngine: 'ideal' } } as const;
      return { path: ['dma', 'zlibEngine'], text: undefined, advice, amended };
    }
    const { memoryControllers, coreClock } = config.gpu;
    const engineBytesPerCycle = Math.ceil(uncompressed / (memoryControllers * coreClock));
    return {
      path: ['dma', 'engineBytesPerCycle'],
      text: engineBytesPerCycle,
      amended: { ...config, dma: { ...config.dma, engineBytesPerCycle } },
    };
  },
});

/** Whether an engine's rate is that of known hardware rather than of its width. */
function isFixed({ codec, zlibEngine }: DmaConfig): boolean {
  return codec === 'zlib' && zlibEngine === 'dedicated-hardware';
}
