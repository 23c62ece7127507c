import { GPU_PRESETS, type GpuKey, LINK_PRESETS } from '../config/presets.ts';
import { parseQuantity, writeQuantity } from '../config/quantity.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { schemaAt } from '../config/schema.ts';
import type { ConfigPath, Finding } from '../findings/finding.ts';
import { say } from '../words.ts';
import type { Rule } from './rule.ts';

/** A what-if of half or twice a preset's value is common; beyond four times it is more often a slip of a unit. */
const PLAUSIBLE_FACTOR = 4;

/** A value far from the one of the preset that it overrides: another GPU, or a slip of a unit. */
export const presetOverride: Rule = {
  codes: ['preset-override'],
  find: ({ config }) => presetValues(config).flatMap(compare),
};

interface Overridden {
  path: ConfigPath;
  preset: string;
  /** In SI units. */
  value: number;
  ofPreset: number;
}

function compare({ path, preset, value, ofPreset }: Overridden): Finding[] {
  const factor = Math.max(value / ofPreset, ofPreset / value);
  if (factor <= PLAUSIBLE_FACTOR) return [];
  const dimension = schemaAt(path)?.cdmaQuantity?.dimension;
  const words = (number: number): string => (dimension === undefined ? `${number}` : writeQuantity(number, dimension));
  const times = factor.toPrecision(3);
  const key = path.join('.');
  return [
    {
      code: 'preset-override',
      severity: 'information',
      message:
        value > ofPreset
          ? say`${key} is ${words(value)}, ${times} times the ${words(ofPreset)} of the preset "${preset}".`
          : say`${key} is ${words(value)}; the preset "${preset}" has ${words(ofPreset)}, ${times} times as much.`,
      help: say`If another part is meant, take its preset; the other values of "${preset}" belong to this one.`,
      path,
      related: [{ path: [path[0] ?? '', 'preset'], message: say`The preset that is overridden.` }],
      fixes: [{ title: say`Remove ${key}, so that the preset's value holds`, edits: [{ path, value: undefined }] }],
    },
  ];
}

function presetValues({ gpu, link }: ResolvedConfig): Overridden[] {
  const gpuPreset = GPU_PRESETS.find(({ id }) => id === gpu.preset);
  const linkPreset = LINK_PRESETS.find(({ id }) => id === link.preset);
  const ofGpu = GPU_KEYS.flatMap((key): Overridden[] => {
    const ofPreset = numberOf(gpuPreset?.values[key].value);
    return ofPreset === undefined ? [] : [{ path: ['gpu', key], preset: gpu.preset, value: gpu[key], ofPreset }];
  });
  const bandwidth = numberOf(linkPreset?.values.bandwidth.value);
  if (bandwidth === undefined) return ofGpu;
  return [...ofGpu, { path: ['link', 'bandwidth'], preset: link.preset, value: link.bandwidth, ofPreset: bandwidth }];
}

const GPU_KEYS = [
  'memoryControllers',
  'dramBandwidth',
  'dramLatency',
  'dramCapacity',
  'coreClock',
  'peakCompute',
] as const satisfies readonly GpuKey[];

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const parsed = typeof value === 'string' ? parseQuantity(value) : undefined;
  return parsed?.kind === 'quantity' ? parsed.value : undefined;
}
