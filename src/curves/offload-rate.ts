import type { ResolvedConfig } from '../config/resolved-config.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import { transferMap } from '../pipeline/map-transfer.ts';
import { PICOSECONDS_PER_SECOND } from '../pipeline/server.ts';
import { packedRatiosOfLines } from '../timing/packed-ratio.ts';
import { pipelineDesign } from '../timing/pipeline-copying.ts';
import { bindingBound, offloadBounds, packingOf, type TransferBounds } from '../timing/transfer-rate.ts';
import type { BytesPerSecond } from '../units.ts';
import type { Traffic } from './traffic.ts';

/** So many that their fill does not count, and the pipeline is in steady state. */
const MANY_LINES = 1e9;

/** What each station sustains for lines of these sizes. */
export function boundsFor(config: ResolvedConfig, { ratio, lines }: Traffic): TransferBounds {
  return offloadBounds(config, ratio, packedRatiosOfLines(packingOf(config), ratio, lines));
}

/** Uncompressed bytes a second that the slowest station sustains. */
export function closedFormRate(config: ResolvedConfig, traffic: Traffic): BytesPerSecond {
  return bindingBound(boundsFor(config, traffic)).rate;
}

/** Uncompressed bytes a second of the pipeline in steady state, over these lines again and again. */
export function pipelineRate(config: ResolvedConfig, { lines }: Traffic): BytesPerSecond {
  const { following } = transferMap(pipelineDesign(config, 'offload'), 'offload', lines, MANY_LINES);
  return (MANY_LINES * LINE_BYTES * PICOSECONDS_PER_SECOND) / following.picoseconds;
}
