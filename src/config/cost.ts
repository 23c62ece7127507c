import {
  type GpuPreset,
  type LinkPreset,
  MEMORY_TECHNOLOGIES,
  PROCESSES,
  type PresetValue,
  type Technology,
} from './presets.ts';
import { type ConfigReader, fromPreset } from './reader.ts';
import type { CostConfig } from './resolved-config.ts';

/**
 * The section `cost`. What no file writes comes from the technologies of the GPU and from the link, each with its source
 * and confidence, or is a default of the schema.
 */
export function resolveCost(reader: ConfigReader, gpu: GpuPreset, link: LinkPreset): CostConfig {
  const process = technology(PROCESSES, gpu.process);
  const memory = technology(MEMORY_TECHNOLOGIES, gpu.memoryTechnology);
  const ofGpu = (key: keyof CostConfig, value: PresetValue) =>
    reader.quantity(['cost', key], fromPreset(gpu.id, value));
  return {
    energy: reader.choice(['cost', 'energy'], ['off', 'on'] as const),
    logicNode: ofGpu('logicNode', process.logicNode),
    sramCell: ofGpu('sramCell', process.sramCell),
    engineArea: reader.quantity(['cost', 'engineArea']),
    controlArea: reader.quantity(['cost', 'controlArea']),
    sramPorts: reader.number(['cost', 'sramPorts']),
    sramEfficiency: reader.number(['cost', 'sramEfficiency']),
    ...resolveDieArea(reader, gpu),
    dramEnergy: ofGpu('dramEnergy', memory.dramEnergy),
    crossbarEnergy: ofGpu('crossbarEnergy', process.crossbarEnergy),
    engineEnergy: ofGpu('engineEnergy', process.engineEnergy),
    linkEnergy: reader.quantity(['cost', 'linkEnergy'], fromPreset(link.id, link.values.linkEnergy)),
    hostEnergy: reader.quantity(['cost', 'hostEnergy']),
    computeEnergy: ofGpu('computeEnergy', process.computeEnergy),
    staticPower: reader.quantity(['cost', 'staticPower']),
  };
}

/** Not every GPU is one die, so this key alone may stay without a value. */
function resolveDieArea(reader: ConfigReader, { id, dieArea }: GpuPreset): Pick<CostConfig, 'dieArea'> {
  const path = ['cost', 'dieArea'];
  if (dieArea !== undefined) return { dieArea: reader.quantity(path, fromPreset(id, dieArea)) };
  return typeof reader.written(path) === 'string' ? { dieArea: reader.quantity(path) } : {};
}

function technology<Key extends string>(technologies: readonly Technology<Key>[], id: string) {
  const found = technologies.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`a GPU preset names the unknown technology ${id}`);
  return found.values;
}
