/** Stations of the path of slide 47, and the compute that runs beside it. */
export const RESOURCES = ['compute', 'link', 'engine', 'dram', 'crossbar', 'buffer'] as const;
export type Resource = (typeof RESOURCES)[number];
export type TransferResource = Exclude<Resource, 'compute'>;
