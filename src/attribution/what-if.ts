import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { LayerCompute } from '../timing/compute-time.ts';
import { engineRate } from '../timing/transfer-rate.ts';
import type { Attributed } from './critical-path.ts';

/** What an iteration is computed from, as far as a what-if changes it. */
export interface Design {
  config: Pick<ResolvedConfig, 'fidelity' | 'gpu' | 'link' | 'dma' | 'workload'>;
  compute: readonly LayerCompute[];
}

/**
 * The same design with one resource `factor` times as fast (`Infinity`: it never limits). For DRAM only the bandwidth
 * that copies and contention see is scaled and the layers' own times stay, or every change of DRAM would be a change of
 * compute. For latency the round trip is divided.
 */
export function withFaster({ config, compute }: Design, resource: Attributed, factor: number): Design {
  const { gpu, link, dma } = config;
  switch (resource) {
    case 'compute':
      return { config, compute: compute.map((layer) => fasterLayer(layer, factor)) };
    case 'link': {
      const faster = { ...link, bandwidth: link.bandwidth * factor, readRequests: link.readRequests * factor };
      return { config: { ...config, link: faster }, compute };
    }
    case 'engine': {
      // The rate that the engine has, whatever sets it, as a width that can be scaled.
      const engineBytesPerCycle = (engineRate(config) / gpu.coreClock) * factor;
      const parsedLinesPerCycle = dma.parsedLinesPerCycle * factor;
      const faster = { ...dma, engineBytesPerCycle, parsedLinesPerCycle, zlibEngine: 'ideal' } as const;
      return { config: { ...config, dma: faster }, compute };
    }
    case 'dram':
      return { config: { ...config, gpu: { ...gpu, dramEfficiency: gpu.dramEfficiency * factor } }, compute };
    case 'crossbar': {
      const crossbarBytesPerCycle = dma.crossbarBytesPerCycle * factor;
      return { config: { ...config, dma: { ...dma, crossbarBytesPerCycle } }, compute };
    }
    case 'buffer':
      return { config: { ...config, dma: { ...dma, buffer: dma.buffer * factor } }, compute };
    case 'issue': {
      const issueLinesPerCycle = dma.issueLinesPerCycle * factor;
      return { config: { ...config, dma: { ...dma, issueLinesPerCycle } }, compute };
    }
    case 'latency':
      return { config: { ...config, gpu: { ...gpu, dramLatency: gpu.dramLatency / factor } }, compute };
  }
}

function fasterLayer({ forward, backward, ...layer }: LayerCompute, factor: number): LayerCompute {
  return {
    ...layer,
    forward: { ...forward, seconds: forward.seconds / factor },
    backward: { ...backward, seconds: backward.seconds / factor },
  };
}
