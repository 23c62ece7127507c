import { addPathTimes, noPathTimes } from '../pipeline/critical-path.ts';
import { LINE_BYTES, type PipelineDesign } from '../pipeline/design.ts';
import { constantLineSizes, type LineSizes } from '../pipeline/line-sizes.ts';
import { type Direction, type MapTransfer, transferMap } from '../pipeline/map-transfer.ts';
import { PICOSECONDS_PER_SECOND } from '../pipeline/server.ts';
import type { Seconds } from '../units.ts';
import type { TransferResource } from './resource.ts';
import type { Copying, CopyTime, LineSizesOf, MapToCopy } from './transfer.ts';
import { engineRate, linkRate, type TransferPath, usableDramBandwidth } from './transfer-rate.ts';

/** Period of the sizes of a map of which only the ratio is known. */
const CONSTANT_LINES = 960;

/** cDMA line by line (docs/pipeline.md): maps travel compressed; those that are copied together fill the pipeline once. */
export function pipelineCopying(
  path: TransferPath,
  ratioOf: Copying['ratioOf'],
  linesOf: LineSizesOf = () => undefined,
): Copying {
  return {
    ratioOf,
    copy: (maps, direction) => {
      const design = pipelineDesign(path, direction);
      return copyTime(maps.map((map) => transferMap(design, direction, sizesOf(map, linesOf), linesIn(map))));
    },
  };
}

/** The stations of a config's path, in one direction. */
export function pipelineDesign(path: TransferPath, direction: Direction): PipelineDesign {
  const { gpu, link, dma } = path;
  return {
    coreClock: gpu.coreClock,
    issueLinesPerCycle: dma.issueLinesPerCycle,
    memoryControllers: gpu.memoryControllers,
    dramBandwidth: usableDramBandwidth(path),
    dramLatency: gpu.dramLatency,
    interleaving: gpu.interleaving,
    interleavingOrder: gpu.interleavingOrder,
    engineBytesPerCycle: engineRate(path) / gpu.coreClock,
    placement: dma.placement,
    crossbarBandwidth: dma.crossbarBytesPerCycle * gpu.coreClock,
    buffer: dma.buffer,
    reservation: dma.reservation,
    packing: dma.packing,
    linkBandwidth: linkRate(path, direction),
    maxPayload: link.maxPayload,
    packetHeader: link.packetHeader,
    parsedLinesPerCycle: dma.parsedLinesPerCycle,
  };
}

function sizesOf({ layer, ratio }: MapToCopy, linesOf: LineSizesOf): LineSizes {
  return linesOf(layer) ?? constantLineSizes(ratio, CONSTANT_LINES);
}

function linesIn({ rawBytes }: MapToCopy): number {
  return Math.ceil(rawBytes / LINE_BYTES);
}

/** Only the first of several maps finds the pipeline empty. */
function copyTime(transfers: readonly MapTransfer[]): CopyTime {
  const stretches = transfers.map(({ alone, following }, index) => (index === 0 ? alone : following));
  const path = stretches.reduce((sum, stretch) => addPathTimes(sum, stretch.path), noPathTimes());
  const busy: Partial<Record<TransferResource, Seconds>> = {};
  for (const { busyPicoseconds } of transfers) {
    for (const station of ['link', 'engine', 'dram', 'crossbar', 'issue'] as const) {
      busy[station] = (busy[station] ?? 0) + busyPicoseconds[station] / PICOSECONDS_PER_SECOND;
    }
  }
  const resources = ['link', 'engine', 'dram', 'crossbar', 'buffer', 'issue'] as const;
  return {
    seconds: stretches.reduce((sum, { picoseconds }) => sum + picoseconds, 0) / PICOSECONDS_PER_SECOND,
    binding: resources.reduce((longest, resource) => (path[resource] > path[longest] ? resource : longest)),
    criticalPath: addPathTimes(noPathTimes(), path, 1 / PICOSECONDS_PER_SECOND),
    busy,
  };
}
