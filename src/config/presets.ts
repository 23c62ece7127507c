import gpus from './presets/gpus.json' with { type: 'json' };
import links from './presets/links.json' with { type: 'json' };
import technologies from './presets/technologies.json' with { type: 'json' };
import { parseQuantity } from './quantity.ts';

/** `high`: a public source states it. `medium`: recalled, or a public source for a close relative. `low`: assumed. */
export type Confidence = 'high' | 'medium' | 'low';

/** A number of a preset as it would be written in a config, and what it is worth. */
export interface PresetValue {
  value: string | number;
  source: string;
  confidence: Confidence;
}

export interface Preset<Key extends string> {
  id: string;
  title: string;
  values: Readonly<Record<Key, PresetValue>>;
}

export type GpuKey =
  | 'dramBandwidth'
  | 'dramCapacity'
  | 'memoryControllers'
  | 'peakCompute'
  | 'coreClock'
  | 'dramLatency';

export interface GpuPreset extends Preset<GpuKey> {
  year: number;
  memory: string;
  /** Whether times of this GPU were measured and compared with the compute model, or are extrapolated by it. */
  validation: 'measured' | 'extrapolated';
  /** What its times were compared with, and what the extrapolation leaves out. */
  validationNote: string;
  /** Ids of its technologies. */
  process: string;
  memoryTechnology: string;
  /** Missing for packages of several dies. */
  dieArea?: PresetValue;
}

export interface LinkPreset extends Preset<'bandwidth' | 'readRequests' | 'linkEnergy'> {
  /** One direction, before packet overhead. `bandwidth` is what the simulator uses, unless a config changes the packets. */
  rawBandwidth: PresetValue;
}

/** A set of constants that many GPUs share: a manufacturing process, or a kind of memory. */
export interface Technology<Key extends string> {
  id: string;
  values: Readonly<Record<Key, PresetValue>>;
}

export type Process = Technology<'logicNode' | 'sramCell' | 'crossbarEnergy' | 'engineEnergy' | 'computeEnergy'>;
export type MemoryTechnology = Technology<'dramEnergy'>;

// TypeScript widens JSON text to `string`, hence the casts; `presets.test.ts` resolves every preset.
export const GPU_PRESETS = gpus as readonly GpuPreset[];
export const LINK_PRESETS = links as readonly LinkPreset[];
export const PROCESSES = technologies.processes as readonly Process[];
export const MEMORY_TECHNOLOGIES = technologies.memories as readonly MemoryTechnology[];

/** Whether a GPU still has the compute and the bandwidth of its preset: what was measured of a card says nothing of another. */
export function isCardAsItIs(gpu: { preset: string; peakCompute: number; dramBandwidth: number }): boolean {
  const values = GPU_PRESETS.find(({ id }) => id === gpu.preset)?.values;
  return (
    values !== undefined &&
    isValue(values.peakCompute, gpu.peakCompute) &&
    isValue(values.dramBandwidth, gpu.dramBandwidth)
  );
}

function isValue({ value }: PresetValue, resolved: number): boolean {
  const parsed = parseQuantity(String(value));
  return parsed.kind === 'quantity' && parsed.value === resolved;
}
