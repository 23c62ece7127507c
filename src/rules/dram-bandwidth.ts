import { formatQuantityAtLeast } from '../config/quantity.ts';
import { say } from '../words.ts';
import { bandwidth } from './rule.ts';
import { stationRule } from './station-rule.ts';

/** DRAM must be read as fast as the link takes compressed data, times the ratio (slide 45). */
export const dramBandwidth = stationRule({
  resource: 'dram',
  code: 'dram-bandwidth',
  supply: ({ gpu }, rate) =>
    say`DRAM read throughput is ${rate} (${(gpu.dramEfficiency * 100).toFixed(0)} % of ${bandwidth(gpu.dramBandwidth)})`,
  related: () => ({ path: ['link', 'bandwidth'], message: say`The link bandwidth that compressed data must fill.` }),
  remedy: (config, { uncompressed }) => {
    const { dramBandwidth, dramEfficiency } = config.gpu;
    return {
      path: ['gpu', 'dramBandwidth'],
      text: formatQuantityAtLeast(uncompressed / dramEfficiency, 'bandwidth'),
      // Faster DRAM would make compute faster too, which is no merit of a busy link: here only the share grows
      // that copies can use, and compute stays as it is.
      amended: { ...config, gpu: { ...config.gpu, dramEfficiency: uncompressed / dramBandwidth } },
    };
  },
});
