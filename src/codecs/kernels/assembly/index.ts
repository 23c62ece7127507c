/** The kernels in WebAssembly. AssemblyScript: compiled by scripts/generate.ts, not by TypeScript. */
export { decode1, decode2, decode4, streamRead } from './decode';
export { encode1, encode2, encode4 } from './encode';
export { count1, count2, count4, masks1, masks2, masks4 } from './masks';
