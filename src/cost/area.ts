import type { DmaConfig, GpuConfig } from '../config/resolved-config.ts';
import { technologyOf } from './technology.ts';

/** Area that cDMA adds to a GPU, in mm². */
export interface AreaMm2 {
  engines: number;
  buffer: number;
  control: number;
  total: number;
}

/** One zero-value compression and decompression engine of 32 B a cycle, 28 nm: what is left of the published total. */
const ENGINE_MM2 = 0.2;
const ENGINE_BYTES_PER_CYCLE = 32;
/** DMA control beside the buffer, 28 nm. Assumed. */
const CONTROL_MM2 = 0.06;
/** A second port doubles the SRAM cell. */
const PORT_FACTOR = 2;
/** Share of an SRAM macro that is cells. */
const ARRAY_EFFICIENCY = 0.6;
const REFERENCE_NODE_NM = 28;

/**
 * Area of engines, buffer and control. Only the total of the paper's design is published: 1.5 mm² in 28 nm
 * (slide 52). The split, and the scaling to other designs and nodes, are estimates (docs/model.md, "Area and energy").
 * The engine is the one for ZVC whatever the codec: no area is known for the others.
 */
export function cdmaArea(
  gpu: Pick<GpuConfig, 'preset' | 'memoryControllers'>,
  dma: Pick<DmaConfig, 'engineBytesPerCycle' | 'buffer'>,
): AreaMm2 {
  const { logicNodeNm, sramCellUm2 } = technologyOf(gpu.preset);
  const logicScale = (logicNodeNm / REFERENCE_NODE_NM) ** 2;
  const engines = logicScale * gpu.memoryControllers * ENGINE_MM2 * (dma.engineBytesPerCycle / ENGINE_BYTES_PER_CYCLE);
  const buffer = (dma.buffer * 8 * sramCellUm2 * 1e-6 * PORT_FACTOR) / ARRAY_EFFICIENCY;
  const control = logicScale * CONTROL_MM2;
  return { engines, buffer, control, total: engines + buffer + control };
}
