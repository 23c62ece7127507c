import type { Bytes } from '../units.ts';
import { type PipelineDesign, SECTOR_BYTES } from './design.ts';

/** What of a design decides how compressed lines lie in packets. */
export type Packing = Pick<PipelineDesign, 'packing' | 'maxPayload' | 'packetHeader'>;

/** Bytes that each compressed line takes in the buffer and as payload: whole sectors where the packing wants them. */
export function packedBytes(lineBytes: ArrayLike<Bytes>, { packing }: Pick<Packing, 'packing'>): Float64Array {
  const packed = new Float64Array(lineBytes.length);
  if (packing === 'sector') {
    for (let i = 0; i < packed.length; i++) packed[i] = SECTOR_BYTES * Math.ceil(lineBytes[i] / SECTOR_BYTES);
  } else {
    for (let i = 0; i < packed.length; i++) packed[i] = lineBytes[i];
  }
  return packed;
}

/**
 * Bytes that each packed line adds to the wire. Packets are filled across lines, so that a line pays for the headers of
 * the packets that it completes and the last line for a last, partial one; with `line` packing every line has packets of
 * its own.
 */
export function wireBytes(packed: Float64Array, { packing, maxPayload, packetHeader }: Packing): Float64Array {
  const lines = packed.length;
  const wire = new Float64Array(lines);
  if (packing === 'line') {
    for (let i = 0; i < lines; i++) wire[i] = packed[i] + packetHeader * Math.ceil(packed[i] / maxPayload);
    return wire;
  }
  let payload = 0;
  let packets = 0;
  for (let i = 0; i < lines; i++) {
    payload += packed[i];
    const completed = Math.floor(payload / maxPayload);
    wire[i] = packed[i] + packetHeader * (completed - packets);
    packets = completed;
  }
  if (payload > packets * maxPayload) wire[lines - 1] += packetHeader;
  return wire;
}

/** Bytes a second on the wire when full packets carry `linkBandwidth` of payload. */
export function wireBandwidth({
  linkBandwidth,
  maxPayload,
  packetHeader,
}: Pick<PipelineDesign, 'linkBandwidth' | 'maxPayload' | 'packetHeader'>): number {
  return (linkBandwidth * (maxPayload + packetHeader)) / maxPayload;
}
