import gpus from './presets/gpus.json' with { type: 'json' };
import links from './presets/links.json' with { type: 'json' };

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
  dieAreaMm2?: number;
}

export interface LinkPreset extends Preset<'bandwidth' | 'readRequests'> {
  /** One direction, before packet overhead. `bandwidth` is what the simulator uses, unless a config changes the packets. */
  rawBandwidth: PresetValue;
}

// TypeScript widens JSON text to `string`, hence the casts; `presets.test.ts` resolves every preset.
export const GPU_PRESETS = gpus as readonly GpuPreset[];
export const LINK_PRESETS = links as readonly LinkPreset[];
