import type { ResolvedConfig } from '../config/resolved-config.ts';

/** Sets the number of a key in a config. */
export type SetScalar = (config: ResolvedConfig, value: number) => void;

/**
 * A function for each of `SCALAR_KEYS`: to set a key that is looked up by its name would take longer than all the rest of a design's
 * evaluation.
 */
export const SCALAR_SETTERS: Readonly<Record<string, SetScalar>> = {
  'gpu.memoryControllers': ({ gpu }, value) => {
    gpu.memoryControllers = value;
  },
  'gpu.dramBandwidth': ({ gpu }, value) => {
    gpu.dramBandwidth = value;
  },
  'gpu.dramEfficiency': ({ gpu }, value) => {
    gpu.dramEfficiency = value;
  },
  'gpu.dramLatency': ({ gpu }, value) => {
    gpu.dramLatency = value;
  },
  'gpu.coreClock': ({ gpu }, value) => {
    gpu.coreClock = value;
  },
  'gpu.peakCompute': ({ gpu }, value) => {
    gpu.peakCompute = value;
  },
  'link.bandwidth': ({ link }, value) => {
    link.bandwidth = value;
  },
  'link.gpusSharing': ({ link }, value) => {
    link.gpusSharing = value;
  },
  'link.readRequests': ({ link }, value) => {
    link.readRequests = value;
  },
  'link.readRequestSize': ({ link }, value) => {
    link.readRequestSize = value;
  },
  'link.hostLatency': ({ link }, value) => {
    link.hostLatency = value;
  },
  'dma.engineBytesPerCycle': ({ dma }, value) => {
    dma.engineBytesPerCycle = value;
  },
  'dma.crossbarBytesPerCycle': ({ dma }, value) => {
    dma.crossbarBytesPerCycle = value;
  },
  'dma.buffer': ({ dma }, value) => {
    dma.buffer = value;
  },
  'dma.issueLinesPerCycle': ({ dma }, value) => {
    dma.issueLinesPerCycle = value;
  },
  'dma.parsedLinesPerCycle': ({ dma }, value) => {
    dma.parsedLinesPerCycle = value;
  },
  'cost.sramCell': ({ cost }, value) => {
    cost.sramCell = value;
  },
  'cost.engineArea': ({ cost }, value) => {
    cost.engineArea = value;
  },
  'cost.controlArea': ({ cost }, value) => {
    cost.controlArea = value;
  },
  'cost.sramPorts': ({ cost }, value) => {
    cost.sramPorts = value;
  },
  'cost.sramEfficiency': ({ cost }, value) => {
    cost.sramEfficiency = value;
  },
  'cost.logicNode': ({ cost }, value) => {
    cost.logicNode = value;
  },
  'cost.dramEnergy': ({ cost }, value) => {
    cost.dramEnergy = value;
  },
  'cost.crossbarEnergy': ({ cost }, value) => {
    cost.crossbarEnergy = value;
  },
  'cost.engineEnergy': ({ cost }, value) => {
    cost.engineEnergy = value;
  },
  'cost.linkEnergy': ({ cost }, value) => {
    cost.linkEnergy = value;
  },
  'cost.hostEnergy': ({ cost }, value) => {
    cost.hostEnergy = value;
  },
  'cost.computeEnergy': ({ cost }, value) => {
    cost.computeEnergy = value;
  },
  'cost.staticPower': ({ cost }, value) => {
    cost.staticPower = value;
  },
};
