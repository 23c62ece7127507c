/**
 * SI quantities used throughout the simulator. They are plain numbers; the alias states the unit.
 * Sizes are in bytes with KB = 1000 B and KiB = 1024 B where text is read or printed.
 */
export type Seconds = number;
export type Bytes = number;
export type BytesPerSecond = number;
export type Hertz = number;
export type FlopPerSecond = number;
export type Metres = number;
export type SquareMetres = number;
export type JoulesPerBit = number;
export type JoulesPerFlop = number;
export type Watts = number;
/** Uncompressed bytes divided by compressed bytes; 1 is no compression. */
export type CompressionRatio = number;
/** Share of non-zero elements, 0 to 1. */
export type Density = number;
