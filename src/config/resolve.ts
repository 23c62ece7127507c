import type { Finding } from '../findings/finding.ts';
import type { NetworkTable } from '../network/network.ts';
import { say } from '../words.ts';
import { resolveActivations } from './activations.ts';
import { resolveCost } from './cost.ts';
import { quoteValue } from './json.ts';
import type { NamedLayer } from './layer-activations.ts';
import type { Layers } from './layers.ts';
import { GPU_PRESETS, type GpuKey, type GpuPreset, LINK_PRESETS, type LinkPreset } from './presets.ts';
import { writeQuantity } from './quantity.ts';
import { ConfigReader, type Fallback, fromPreset, type ValueOrigin } from './reader.ts';
import {
  CODEC_IDS,
  COMPUTE_LIBRARIES,
  type DmaConfig,
  FIDELITIES,
  type GpuConfig,
  type LinkConfig,
  PARTIAL_WINDOWS,
  type ResolvedConfig,
  RUN_LENGTH_FORMATS,
  type WorkloadConfig,
  ZERO_TESTS,
  ZERO_VALUE_WINDOWS,
} from './resolved-config.ts';
import { didYouMean } from './suggest.ts';
import { fileName } from './uri.ts';

/** What resolving needs to know of a network; `NETWORK_TABLES` of the catalogue is a list of them. */
export type KnownNetwork = Pick<NetworkTable, 'id' | 'defaultBatch' | 'defaultBatchSource'> & {
  /** Undefined where its file cannot be used. */
  layers?: readonly NamedLayer[] | undefined;
};

export interface Resolution {
  /** Not to be simulated when there are errors: a default or NaN stands in for what is wrong. */
  config: ResolvedConfig;
  /** By path, joined with dots: `gpu.dramBandwidth`. Every leaf of `config` has one. */
  origins: ReadonlyMap<string, ValueOrigin>;
  findings: readonly Finding[];
}

/**
 * Merges files, presets and defaults, and turns every quantity into SI units. Finds all problems, not the first.
 *
 * @param own network, from a file that the config names; its id is that reference.
 */
export function resolveConfig(layers: Layers, networks: readonly KnownNetwork[], own?: KnownNetwork): Resolution {
  const reader = new ConfigReader(layers);
  const name = fileName(layers[0].uri).replace(/(\.cdma)?\.jsonc?$/, '');
  const gpu = choosePreset(reader, 'gpu', GPU_PRESETS);
  const link = choosePreset(reader, 'link', LINK_PRESETS);
  const config: ResolvedConfig = {
    name: reader.text(['name'], { value: name, origin: { kind: 'default', source: 'the file name' } }),
    fidelity: reader.choice(['fidelity'], FIDELITIES),
    gpu: resolveGpu(reader, gpu),
    link: resolveLink(reader, link),
    dma: resolveDma(reader),
    workload: resolveWorkload(reader, layers, networks, own),
    cost: resolveCost(reader, gpu, link),
  };
  return { config, origins: reader.origins, findings: reader.findings };
}

function resolveGpu(reader: ConfigReader, preset: GpuPreset): GpuConfig {
  const supplied = (key: GpuKey) => fromPreset(preset.id, preset.values[key]);
  return {
    preset: preset.id,
    memoryControllers: reader.number(['gpu', 'memoryControllers'], supplied('memoryControllers')),
    dramBandwidth: reader.quantity(['gpu', 'dramBandwidth'], supplied('dramBandwidth')),
    dramEfficiency: reader.number(['gpu', 'dramEfficiency']),
    dramLatency: reader.quantity(['gpu', 'dramLatency'], supplied('dramLatency')),
    dramCapacity: reader.quantity(['gpu', 'dramCapacity'], supplied('dramCapacity')),
    coreClock: reader.quantity(['gpu', 'coreClock'], supplied('coreClock')),
    peakCompute: reader.quantity(['gpu', 'peakCompute'], supplied('peakCompute')),
    computeLibrary: reader.choice(['gpu', 'computeLibrary'], COMPUTE_LIBRARIES),
    interleaving: reader.quantity(['gpu', 'interleaving']),
    interleavingOrder: reader.choice(['gpu', 'interleavingOrder'], ['modulo', 'hashed'] as const),
  };
}

function resolveLink(reader: ConfigReader, preset: LinkPreset): LinkConfig {
  const packets = {
    rawBandwidth: reader.quantity(['link', 'rawBandwidth'], fromPreset(preset.id, preset.rawBandwidth)),
    maxPayload: reader.quantity(['link', 'maxPayload']),
    packetHeader: reader.quantity(['link', 'packetHeader']),
    linkLayerShare: reader.number(['link', 'linkLayerShare']),
  };
  return {
    preset: preset.id,
    bandwidth: reader.quantity(['link', 'bandwidth'], linkBandwidth(reader, packets, preset)),
    gpusSharing: reader.number(['link', 'gpusSharing']),
    ...packets,
    readRequests: reader.number(['link', 'readRequests'], fromPreset(preset.id, preset.values.readRequests)),
    readRequestSize: reader.quantity(['link', 'readRequestSize']),
    hostLatency: reader.quantity(['link', 'hostLatency']),
  };
}

type Packets = Pick<LinkConfig, 'rawBandwidth' | 'maxPayload' | 'packetHeader' | 'linkLayerShare'>;

/**
 * Where the payload bandwidth comes from when it is not written: the preset's, unless the config changes what packets
 * look like; then raw x payload / (payload + header) x (1 - link-layer share).
 */
function linkBandwidth(reader: ConfigReader, packets: Packets, preset: LinkPreset): Fallback {
  const changed = Object.keys(packets).some((key) => reader.written(['link', key]) !== undefined);
  const { rawBandwidth, maxPayload, packetHeader, linkLayerShare } = packets;
  const derived = ((rawBandwidth * maxPayload) / (maxPayload + packetHeader)) * (1 - linkLayerShare);
  if (!changed || !(derived > 0)) return fromPreset(preset.id, preset.values.bandwidth);
  const source = 'derived: raw bandwidth x payload / (payload + header) x (1 - link-layer share)';
  return { value: writeQuantity(derived, 'bandwidth'), origin: { kind: 'default', source } };
}

function resolveDma(reader: ConfigReader): DmaConfig {
  return {
    codec: reader.choice(['dma', 'codec'], CODEC_IDS),
    placement: reader.choice(['dma', 'placement'], ['memory-controller', 'dma-engine'] as const),
    engineBytesPerCycle: reader.number(['dma', 'engineBytesPerCycle']),
    crossbarBytesPerCycle: reader.number(['dma', 'crossbarBytesPerCycle']),
    buffer: reader.quantity(['dma', 'buffer']),
    window: reader.quantity(['dma', 'window']),
    runLengthFormat: reader.choice(['dma', 'runLengthFormat'], RUN_LENGTH_FORMATS),
    zeroValueWindow: reader.choice(['dma', 'zeroValueWindow'], ZERO_VALUE_WINDOWS),
    partialWindow: reader.choice(['dma', 'partialWindow'], PARTIAL_WINDOWS),
    zeroTest: reader.choice(['dma', 'zeroTest'], ZERO_TESTS),
    issueLinesPerCycle: reader.number(['dma', 'issueLinesPerCycle']),
    parsedLinesPerCycle: reader.number(['dma', 'parsedLinesPerCycle']),
    reservation: reader.choice(['dma', 'reservation'], ['shrink', 'hold'] as const),
    packing: reader.choice(['dma', 'packing'], ['stream', 'sector', 'line'] as const),
    dramPriority: reader.choice(['dma', 'dramPriority'], ['dma', 'compute', 'off'] as const),
    zlibEngine: reader.choice(['dma', 'zlibEngine'], ['ideal', 'dedicated-hardware'] as const),
  };
}

function resolveWorkload(
  reader: ConfigReader,
  layers: Layers,
  networks: readonly KnownNetwork[],
  own: KnownNetwork | undefined,
): WorkloadConfig {
  const path = ['workload', 'network'];
  const network = chooseById(reader, path, say`network`, networks, own);
  // Where no network has the name that is written, another one stands in.
  const isChosen = network === own || network.id === reader.text(path);
  const batch = {
    value: network.defaultBatch,
    origin: { kind: 'default', source: network.defaultBatchSource },
  } as const;
  return {
    network: network.id,
    batch: reader.number(['workload', 'batch'], batch),
    policy: reader.choice(['workload', 'policy'], ['all', 'conv', 'large-model-support'] as const),
    largeModelSupport: {
      tensorThreshold: reader.quantity(['workload', 'largeModelSupport', 'tensorThreshold']),
      memoryFraction: reader.number(['workload', 'largeModelSupport', 'memoryFraction']),
    },
    sync: reader.choice(['workload', 'sync'], ['layer', 'async'] as const),
    staging: resolveStaging(reader),
    concat: reader.choice(['workload', 'concat'], ['zero-copy', 'copy'] as const),
    weightUpdate: reader.boolean(['workload', 'weightUpdate']),
    refetchImage: reader.boolean(['workload', 'refetchImage']),
    layerTimes: reader.choice(['workload', 'layerTimes'], ['model', 'measured'] as const),
    activations: resolveActivations(reader, layers, isChosen ? network.layers : undefined),
  };
}

function resolveStaging(reader: ConfigReader): WorkloadConfig['staging'] {
  const path = ['workload', 'staging'];
  const text = reader.text(path);
  return text === 'unlimited' ? text : reader.quantity(path);
}

function choosePreset<P extends { id: string }>(
  reader: ConfigReader,
  section: 'gpu' | 'link',
  presets: readonly P[],
): P {
  return chooseById(reader, [section, 'preset'], section === 'gpu' ? say`GPU preset` : say`link preset`, presets);
}

/** The entry that the config names, unless it brings its own; of an unknown name it reports which was probably meant. */
function chooseById<T extends { id: string }>(
  reader: ConfigReader,
  path: readonly string[],
  noun: string,
  entries: readonly T[],
  own?: T,
): T {
  const id = reader.text(path);
  const found = own ?? entries.find((entry) => entry.id === id);
  if (found) return found;
  const ids = entries.map((entry) => entry.id);
  const problem = say`${quoteValue(id)} is not a known ${noun}.`;
  reader.report(path, `unknown-${path.at(-1)}`, problem, didYouMean(id, ids), say`Known: ${ids.join(', ')}.`);
  const [first] = entries;
  if (!first) throw new Error(`there is no ${noun}`);
  return first;
}
