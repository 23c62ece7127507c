import type { ResolvedConfig } from '../config/resolved-config.ts';

/** Area that cDMA adds to a GPU, in mm². */
export interface AreaMm2 {
  engines: number;
  buffer: number;
  control: number;
}

/** The engine of slide 52, whose area `cost.engineArea` states, and the node that it and `cost.controlArea` are stated in. */
const REFERENCE_BYTES_PER_CYCLE = 32;
const REFERENCE_NODE = 28e-9;
const MM2_PER_M2 = 1e6;

/**
 * Area of engines, buffer and control. Only the total of the paper's design is published: 1.5 mm² in 28 nm
 * (slide 52). The split, and the scaling to other designs and nodes, are estimates (docs/model.md, "Area and energy").
 * The engine is the one for ZVC whatever the codec: no area is known for the others.
 */
export function cdmaArea({ gpu, dma, cost }: Pick<ResolvedConfig, 'gpu' | 'dma' | 'cost'>): AreaMm2 {
  const logicScale = (cost.logicNode / REFERENCE_NODE) ** 2;
  const engine = cost.engineArea * (dma.engineBytesPerCycle / REFERENCE_BYTES_PER_CYCLE);
  const cells = dma.buffer * 8 * cost.sramCell * cost.sramPorts;
  return {
    engines: logicScale * gpu.memoryControllers * engine * MM2_PER_M2,
    buffer: (cells / cost.sramEfficiency) * MM2_PER_M2,
    control: logicScale * cost.controlArea * MM2_PER_M2,
  };
}

/** Sum of the parts, in mm². */
export function totalArea({ engines, buffer, control }: AreaMm2): number {
  return engines + buffer + control;
}
