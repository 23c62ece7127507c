import type { ResolvedConfig } from '../config/resolved-config.ts';

/** Sets one of the values of a key in a config. Handing over the value itself would make an object of it. */
export type SetScalar = (config: ResolvedConfig, values: Float64Array, index: number) => void;

/**
 * A function for each of `SCALAR_KEYS`: to set a key that is looked up by its name would take longer than all the rest of a design's
 * evaluation.
 */
export const SCALAR_SETTERS: Readonly<Record<string, SetScalar>> = {
  'gpu.memoryControllers': ({ gpu }, values, index) => {
    gpu.memoryControllers = values[index];
  },
  'gpu.dramBandwidth': ({ gpu }, values, index) => {
    gpu.dramBandwidth = values[index];
  },
  'gpu.dramEfficiency': ({ gpu }, values, index) => {
    gpu.dramEfficiency = values[index];
  },
  'gpu.dramLatency': ({ gpu }, values, index) => {
    gpu.dramLatency = values[index];
  },
  'gpu.coreClock': ({ gpu }, values, index) => {
    gpu.coreClock = values[index];
  },
  'gpu.peakCompute': ({ gpu }, values, index) => {
    gpu.peakCompute = values[index];
  },
  'link.bandwidth': ({ link }, values, index) => {
    link.bandwidth = values[index];
  },
  'link.gpusSharing': ({ link }, values, index) => {
    link.gpusSharing = values[index];
  },
  'link.readRequests': ({ link }, values, index) => {
    link.readRequests = values[index];
  },
  'link.readRequestSize': ({ link }, values, index) => {
    link.readRequestSize = values[index];
  },
  'link.hostLatency': ({ link }, values, index) => {
    link.hostLatency = values[index];
  },
  'dma.engineBytesPerCycle': ({ dma }, values, index) => {
    dma.engineBytesPerCycle = values[index];
  },
  'dma.crossbarBytesPerCycle': ({ dma }, values, index) => {
    dma.crossbarBytesPerCycle = values[index];
  },
  'dma.buffer': ({ dma }, values, index) => {
    dma.buffer = values[index];
  },
  'dma.issueLinesPerCycle': ({ dma }, values, index) => {
    dma.issueLinesPerCycle = values[index];
  },
  'dma.parsedLinesPerCycle': ({ dma }, values, index) => {
    dma.parsedLinesPerCycle = values[index];
  },
  'cost.sramCell': ({ cost }, values, index) => {
    cost.sramCell = values[index];
  },
  'cost.engineArea': ({ cost }, values, index) => {
    cost.engineArea = values[index];
  },
  'cost.controlArea': ({ cost }, values, index) => {
    cost.controlArea = values[index];
  },
  'cost.sramPorts': ({ cost }, values, index) => {
    cost.sramPorts = values[index];
  },
  'cost.sramEfficiency': ({ cost }, values, index) => {
    cost.sramEfficiency = values[index];
  },
  'cost.logicNode': ({ cost }, values, index) => {
    cost.logicNode = values[index];
  },
  'cost.dramEnergy': ({ cost }, values, index) => {
    cost.dramEnergy = values[index];
  },
  'cost.crossbarEnergy': ({ cost }, values, index) => {
    cost.crossbarEnergy = values[index];
  },
  'cost.engineEnergy': ({ cost }, values, index) => {
    cost.engineEnergy = values[index];
  },
  'cost.linkEnergy': ({ cost }, values, index) => {
    cost.linkEnergy = values[index];
  },
  'cost.hostEnergy': ({ cost }, values, index) => {
    cost.hostEnergy = values[index];
  },
  'cost.computeEnergy': ({ cost }, values, index) => {
    cost.computeEnergy = values[index];
  },
  'cost.staticPower': ({ cost }, values, index) => {
    cost.staticPower = values[index];
  },
};
