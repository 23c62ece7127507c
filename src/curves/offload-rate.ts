import type { ResolvedConfig } from '../config/resolved-config.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import type { LineSizes } from '../pipeline/line-sizes.ts';
import { transferMap } from '../pipeline/map-transfer.ts';
import { PICOSECONDS_PER_SECOND } from '../pipeline/server.ts';
import { pipelineDesign } from '../timing/pipeline-copying.ts';
import { bindingBound, offloadBounds } from '../timing/transfer-rate.ts';
import type { BytesPerSecond, CompressionRatio } from '../units.ts';

/** Uncompressed bytes a second that the slowest station sustains. */
export function closedFormRate(config: ResolvedConfig, ratio: CompressionRatio): BytesPerSecond {
  return bindingBound(offloadBounds(config, ratio)).rate;
}

/** Uncompressed bytes a second of the pipeline in steady state, over lines of the given compressed sizes again and again. */
export function pipelineRate(config: ResolvedConfig, lines: LineSizes): BytesPerSecond {
  const { following } = transferMap(pipelineDesign(config, 'offload'), 'offload', lines, lines.length);
  return (lines.length * LINE_BYTES * PICOSECONDS_PER_SECOND) / following.picoseconds;
}
