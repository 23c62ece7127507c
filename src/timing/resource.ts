/** Stations of the path of slide 47, and the compute that runs beside it. `issue`: the DMA engine's requests to DRAM. */
export const RESOURCES = ['compute', 'link', 'engine', 'dram', 'crossbar', 'buffer', 'issue'] as const;
export type Resource = (typeof RESOURCES)[number];
export type TransferResource = Exclude<Resource, 'compute'>;
