import type { Finding } from '../findings/finding.ts';
import { compressionLoses } from './compression-loses.ts';
import { crossbarBandwidth } from './crossbar-bandwidth.ts';
import { dmaBuffer } from './dma-buffer.ts';
import { dramBandwidth } from './dram-bandwidth.ts';
import { engineThroughput } from './engine-throughput.ts';
import { gpuMemory } from './gpu-memory.ts';
import { linkBound } from './link-bound.ts';
import { linkRate } from './link-rate.ts';
import { presetOverride } from './preset-override.ts';
import { requestIssue } from './request-issue.ts';
import type { Rule, SimulatedDesign } from './rule.ts';
import { slowerThanVdnn } from './slower-than-vdnn.ts';
import { tensorFiles } from './tensor-files.ts';
import { zlibEngine } from './zlib-engine.ts';

/** Every rule about a simulated design, in the order in which its findings are listed. */
export const RULES: readonly Rule[] = [
  dramBandwidth,
  engineThroughput,
  crossbarBandwidth,
  dmaBuffer,
  requestIssue,
  linkBound,
  linkRate,
  slowerThanVdnn,
  compressionLoses,
  zlibEngine,
  presetOverride,
  gpuMemory,
  tensorFiles,
];

export function findAll(design: SimulatedDesign): Finding[] {
  return RULES.flatMap(({ find }) => find(design));
}
