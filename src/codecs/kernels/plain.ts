import type { Kernels } from './kernels.ts';
import { plainCountNonZero } from './plain-count.ts';
import { plainDecodeZeroValue } from './plain-decode.ts';
import { plainEncodeZeroValue } from './plain-encode.ts';
import { plainNonZeroMasks } from './plain-masks.ts';

/** Kernels in TypeScript, for where there is no WebAssembly with vectors. */
export const plainKernels: Kernels = {
  name: 'TypeScript',
  countNonZero: plainCountNonZero,
  nonZeroMasks: plainNonZeroMasks,
  encodeZeroValue: plainEncodeZeroValue,
  decodeZeroValue: plainDecodeZeroValue,
  memory: (bytes) => new Uint8Array(bytes),
};
