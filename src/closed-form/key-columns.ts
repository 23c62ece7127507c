import { LINE_BYTES } from '../pipeline/design.ts';
import { type TransferPath, ZLIB_HARDWARE } from '../timing/transfer-rate.ts';
import { MOST_TOGETHER, type PaceColumns } from './design-columns.ts';

/** A config's keys that rates follow from, besides choices. */
interface Keys {
  gpu: TransferPath['gpu'] & { peakCompute: number };
  link: TransferPath['link'];
  dma: TransferPath['dma'];
}

/**
 * Values of keys, a row for each design. The rates of `DesignRates` and `LinkRates` follow from them column by column: to set them in a
 * config and to compute an object of rates for each design would take longer than its iteration.
 */
export class KeyColumns {
  readonly memoryControllers: Float64Array;
  readonly dramBandwidth: Float64Array;
  readonly dramEfficiency: Float64Array;
  readonly dramLatency: Float64Array;
  readonly coreClock: Float64Array;
  readonly peakCompute: Float64Array;
  readonly bandwidth: Float64Array;
  readonly gpusSharing: Float64Array;
  readonly readRequests: Float64Array;
  readonly readRequestSize: Float64Array;
  readonly hostLatency: Float64Array;
  readonly engineBytesPerCycle: Float64Array;
  readonly crossbarBytesPerCycle: Float64Array;
  readonly buffer: Float64Array;
  readonly issueLinesPerCycle: Float64Array;
  readonly parsedLinesPerCycle: Float64Array;
  private readonly isZlibHardware: boolean;
  private readonly compressesBeforeCrossbar: boolean;

  /** Every row is the config's until it is set. */
  constructor({ gpu, link, dma }: Keys) {
    const column = (value: number) => new Float64Array(MOST_TOGETHER).fill(value);
    this.memoryControllers = column(gpu.memoryControllers);
    this.dramBandwidth = column(gpu.dramBandwidth);
    this.dramEfficiency = column(gpu.dramEfficiency);
    this.dramLatency = column(gpu.dramLatency);
    this.coreClock = column(gpu.coreClock);
    this.peakCompute = column(gpu.peakCompute);
    this.bandwidth = column(link.bandwidth);
    this.gpusSharing = column(link.gpusSharing);
    this.readRequests = column(link.readRequests);
    this.readRequestSize = column(link.readRequestSize);
    this.hostLatency = column(link.hostLatency);
    this.engineBytesPerCycle = column(dma.engineBytesPerCycle);
    this.crossbarBytesPerCycle = column(dma.crossbarBytesPerCycle);
    this.buffer = column(dma.buffer);
    this.issueLinesPerCycle = column(dma.issueLinesPerCycle);
    this.parsedLinesPerCycle = column(dma.parsedLinesPerCycle);
    this.isZlibHardware = dma.codec === 'zlib' && dma.zlibEngine === 'dedicated-hardware';
    this.compressesBeforeCrossbar = dma.placement === 'memory-controller';
  }

  /** To be written; undefined where rates do not follow from a key. */
  column(key: string): Float64Array | undefined {
    const column: unknown = this[key.split('.')[1] as keyof this];
    return column instanceof Float64Array ? column : undefined;
  }

  /** Writes the rates of the first `designs` rows: those of `designRates` and `linkRates`, bit for bit. */
  setPace(designs: number, pace: PaceColumns): void {
    const { memoryControllers, dramBandwidth, dramEfficiency, dramLatency, coreClock, peakCompute } = this;
    const { bandwidth, gpusSharing, readRequests, readRequestSize, hostLatency } = this;
    const { engineBytesPerCycle, crossbarBytesPerCycle, buffer, issueLinesPerCycle, parsedLinesPerCycle } = this;
    const { isZlibHardware, compressesBeforeCrossbar } = this;
    pace.peakCompute.set(peakCompute);
    pace.dramBandwidth.set(dramBandwidth);
    for (let row = 0; row < designs; row++) {
      const clock = coreClock[row];
      const engines = memoryControllers[row] * (isZlibHardware ? ZLIB_HARDWARE : engineBytesPerCycle[row] * clock);
      const dram = dramEfficiency[row] * dramBandwidth[row];
      const crossbar = crossbarBytesPerCycle[row] * clock;
      const link = bandwidth[row] / gpusSharing[row];
      const slowest = Math.min(engines, dram, compressesBeforeCrossbar ? Number.POSITIVE_INFINITY : crossbar);
      pace.dram[row] = dram;
      pace.crossbar[row] = compressesBeforeCrossbar ? crossbar : Number.POSITIVE_INFINITY;
      pace.offload[row] = Math.min(
        slowest,
        buffer[row] / dramLatency[row],
        issueLinesPerCycle[row] * LINE_BYTES * clock,
      );
      pace.linkOffload[row] = link;
      pace.prefetch[row] = Math.min(slowest, parsedLinesPerCycle[row] * LINE_BYTES * clock);
      pace.linkPrefetch[row] = Math.min(link, (readRequests[row] * readRequestSize[row]) / hostLatency[row]);
    }
  }
}
