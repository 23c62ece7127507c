import {
  type GpuPreset,
  type LinkPreset,
  MEMORY_TECHNOLOGIES,
  PROCESSES,
  type PresetValue,
  type Technology,
} from './presets.ts';
import { type ConfigReader, defaultOf, type Fallback, fromPreset } from './reader.ts';
import type { CostConfig } from './resolved-config.ts';

/** Everything in the section `cost` but the switch. */
export type CostKey = Exclude<keyof CostConfig, 'energy'>;

/** The section `cost`: what the files write, else what {@link costFallback} has. */
export function resolveCost(reader: ConfigReader, gpu: GpuPreset, link: LinkPreset): CostConfig {
  const quantity = (key: CostKey) => reader.quantity(['cost', key], costFallback(key, gpu, link));
  // Not every GPU is one die, so this key alone may stay without a value.
  const hasDie = gpu.dieArea !== undefined || typeof reader.written(['cost', 'dieArea']) === 'string';
  return {
    energy: reader.choice(['cost', 'energy'], ['off', 'on'] as const),
    logicNode: quantity('logicNode'),
    sramCell: quantity('sramCell'),
    engineArea: quantity('engineArea'),
    controlArea: quantity('controlArea'),
    sramPorts: reader.number(['cost', 'sramPorts']),
    sramEfficiency: reader.number(['cost', 'sramEfficiency']),
    ...(hasDie && { dieArea: quantity('dieArea') }),
    dramEnergy: quantity('dramEnergy'),
    crossbarEnergy: quantity('crossbarEnergy'),
    engineEnergy: quantity('engineEnergy'),
    linkEnergy: quantity('linkEnergy'),
    hostEnergy: quantity('hostEnergy'),
    computeEnergy: quantity('computeEnergy'),
    staticPower: quantity('staticPower'),
  };
}

/**
 * The value of a constant that no file writes: from the technologies of the GPU and from the link, each with its source
 * and confidence, or the default of the schema. Undefined only for the die of a GPU that is more than one.
 */
export function costFallback(key: CostKey, gpu: GpuPreset, link: LinkPreset): Fallback | undefined {
  const { dieArea } = gpu;
  const process: Partial<Record<CostKey, PresetValue>> = technology(PROCESSES, gpu.process);
  const memory: Partial<Record<CostKey, PresetValue>> = technology(MEMORY_TECHNOLOGIES, gpu.memoryTechnology);
  if (key === 'linkEnergy') return fromPreset(link.id, link.values.linkEnergy);
  const ofGpu = key === 'dieArea' ? dieArea : (process[key] ?? memory[key]);
  return ofGpu === undefined ? defaultOf(['cost', key]) : fromPreset(gpu.id, ofGpu);
}

function technology<Key extends string>(technologies: readonly Technology<Key>[], id: string) {
  const found = technologies.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`a GPU preset names the unknown technology ${id}`);
  return found.values;
}
