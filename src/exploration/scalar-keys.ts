import { parseQuantity } from '../config/quantity.ts';
import type { Parameter } from './exploration.ts';

/** What a key of a design decides in the closed form, besides what it is written for. */
export type Role = 'compute' | 'rates' | 'link' | 'area' | 'cost';

/**
 * Keys whose value is a number of the resolved config and nothing else follows from: it can be set in place instead of
 * resolving the config anew. All other keys (presets, networks, codecs, ...) are resolved.
 */
const ROLES: Readonly<Record<string, readonly Role[]>> = {
  'gpu.memoryControllers': ['rates', 'area'],
  'gpu.dramBandwidth': ['compute', 'rates'],
  'gpu.dramEfficiency': ['rates'],
  'gpu.dramLatency': ['rates'],
  'gpu.coreClock': ['rates'],
  'gpu.peakCompute': ['compute'],
  'link.bandwidth': ['link'],
  'link.gpusSharing': ['link'],
  'link.readRequests': ['link'],
  'link.readRequestSize': ['link'],
  'link.hostLatency': ['link'],
  'dma.engineBytesPerCycle': ['rates', 'area'],
  'dma.crossbarBytesPerCycle': ['rates'],
  'dma.buffer': ['rates', 'area'],
  'dma.issueLinesPerCycle': ['rates'],
  'dma.parsedLinesPerCycle': ['rates'],
  'cost.sramCell': ['area'],
  'cost.engineArea': ['area'],
  'cost.controlArea': ['area'],
  'cost.sramPorts': ['area'],
  'cost.sramEfficiency': ['area'],
  'cost.logicNode': ['area'],
  'cost.dramEnergy': ['cost'],
  'cost.crossbarEnergy': ['cost'],
  'cost.engineEnergy': ['cost'],
  'cost.linkEnergy': ['cost'],
  'cost.hostEnergy': ['cost'],
  'cost.computeEnergy': ['cost'],
  'cost.staticPower': ['cost'],
};

export const SCALAR_KEYS: readonly string[] = Object.keys(ROLES);

/** What a parameter decides; undefined where its config has to be resolved for every value. */
export function rolesOf({ key }: Parameter): readonly Role[] | undefined {
  return ROLES[key];
}

/** Values in SI units, as resolving would give them. */
export function siValues({ values, siValues }: Parameter): Float64Array {
  if (siValues !== undefined) return siValues;
  return Float64Array.from(values, (value) => {
    if (typeof value === 'number') return value;
    const parsed = parseQuantity(String(value));
    return parsed.kind === 'quantity' ? parsed.value : Number.NaN;
  });
}
