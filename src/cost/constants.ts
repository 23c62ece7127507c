import { type CostKey, costFallback } from '../config/cost.ts';
import { GPU_PRESETS, LINK_PRESETS } from '../config/presets.ts';
import { parseQuantity, writeQuantity } from '../config/quantity.ts';
import type { Fallback } from '../config/reader.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { schemaAt } from '../config/schema.ts';

/** A constant that a figure of cost rests on. */
export interface CostConstant {
  name: string;
  /** Key of the config that overrides it, joined with a dot. */
  path: string;
  /** As it would be written in a config: `"14 pJ/bit"`. */
  value: string;
  source: string;
  /** `calibrated`: follows from the published total; `configured`: the config has a value of its own. */
  kind: 'published' | 'recalled' | 'calibrated' | 'assumed' | 'configured';
}

type Names = Partial<Record<CostKey, string>>;

const OF_AREA: Names = {
  logicNode: 'process node',
  sramCell: 'SRAM cell',
  engineArea: 'engine area in 28 nm',
  controlArea: 'control area in 28 nm',
  sramPorts: 'SRAM ports',
  sramEfficiency: 'SRAM efficiency',
  dieArea: 'die area',
};
const OF_ENERGY: Names = {
  dramEnergy: 'GPU DRAM energy',
  crossbarEnergy: 'crossbar energy',
  engineEnergy: 'engine energy',
  linkEnergy: 'link energy, both ends',
  hostEnergy: 'host memory energy',
  computeEnergy: 'arithmetic energy',
  staticPower: 'static power',
};

/** The constants of the area and, where it is asked for, of the energy, each with what it is worth. */
export function costConstants(config: Pick<ResolvedConfig, 'gpu' | 'link' | 'cost'>): CostConstant[] {
  const names = config.cost.energy === 'on' ? { ...OF_AREA, ...OF_ENERGY } : OF_AREA;
  return (Object.keys(names) as CostKey[]).flatMap((key) => constant(key, names[key] ?? key, config));
}

function constant(
  key: CostKey,
  name: string,
  { gpu, link, cost }: Pick<ResolvedConfig, 'gpu' | 'link' | 'cost'>,
): CostConstant[] {
  const value = cost[key];
  if (value === undefined) return [];
  const path = ['cost', key];
  const dimension = schemaAt(path)?.cdmaQuantity?.dimension;
  const written = dimension === undefined ? String(value) : writeQuantity(value, dimension);
  const own = { name, path: path.join('.'), value: written };
  const gpuPreset = GPU_PRESETS.find(({ id }) => id === gpu.preset);
  const linkPreset = LINK_PRESETS.find(({ id }) => id === link.preset);
  const fallback = gpuPreset && linkPreset && costFallback(key, gpuPreset, linkPreset);
  if (fallback === undefined || siValue(fallback.value) !== value) {
    return [{ ...own, source: 'the config', kind: 'configured' }];
  }
  return [{ ...own, ...worthOf(fallback) }];
}

function siValue(value: unknown): number {
  const parsed = typeof value === 'string' ? parseQuantity(value) : undefined;
  return parsed?.kind === 'quantity' ? parsed.value : Number(value);
}

const KIND_OF_CONFIDENCE = { high: 'published', medium: 'recalled', low: 'assumed' } as const;

function worthOf({ origin }: Fallback): Pick<CostConstant, 'source' | 'kind'> {
  switch (origin.kind) {
    case 'preset':
      return { source: origin.source, kind: KIND_OF_CONFIDENCE[origin.confidence] };
    case 'default':
      return { source: origin.source, kind: origin.source.startsWith('calibrated') ? 'calibrated' : 'assumed' };
    case 'file':
      throw new Error('a fallback comes from no file');
  }
}
