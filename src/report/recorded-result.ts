import type { Report } from './report.ts';

/** The part of a report that comparing it with others needs: what the run history keeps. */
export type RecordedResult = Pick<
  Report,
  | 'tool'
  | 'fidelity'
  | 'config'
  | 'network'
  | 'layers'
  | 'totals'
  | 'time'
  | 'speedupOverVdnn'
  | 'performanceVsOracle'
  | 'bottleneck'
  | 'codecs'
  | 'cost'
> & { memory: Pick<Report['memory'], 'capacityBytes' | 'resident' | 'offloaded'> };

export function recordedPart(report: Report): RecordedResult {
  const { tool, fidelity, config, network, layers, totals, time, speedupOverVdnn, performanceVsOracle } = report;
  const { bottleneck, codecs, cost } = report;
  const { capacityBytes, resident, offloaded } = report.memory;
  return {
    tool,
    fidelity,
    config,
    network,
    layers,
    totals,
    time,
    speedupOverVdnn,
    performanceVsOracle,
    bottleneck,
    codecs,
    cost,
    memory: { capacityBytes, resident, offloaded },
  };
}

/** Whether what was read from a file is a recorded result: files may be of another version, or damaged. */
export function isRecordedResult(value: unknown): value is RecordedResult {
  if (!isObject(value)) return false;
  const { tool, config, network, layers, totals, time, bottleneck, codecs, cost, memory } = value;
  return (
    has(value, 'string', ['fidelity']) &&
    has(value, 'number', ['speedupOverVdnn', 'performanceVsOracle']) &&
    has(tool, 'string', ['name', 'version', 'modelVersion']) &&
    isRecordedConfig(config) &&
    has(network, 'string', ['id', 'title', 'source']) &&
    has(totals, 'number', ['rawBytes', 'compressedBytes', 'compressionRatio', 'maxLayerRatio']) &&
    has(time, 'number', ['oracleMs', 'vdnnMs', 'cdmaMs']) &&
    has(bottleneck, 'string', ['resource', 'sentence']) &&
    has(cost, 'number', ['areaMm2']) &&
    isNumberOrNull(cost['energyJ']) &&
    has(memory, 'number', ['capacityBytes']) &&
    isMemoryUse(memory['resident']) &&
    (memory['offloaded'] === null || isMemoryUse(memory['offloaded'])) &&
    isListOf(layers, isRecordedLayer) &&
    isListOf(codecs, (codec) => has(codec, 'string', ['codec']) && has(codec, 'number', ['cdmaMs']))
  );
}

/** The sections that comparing reads; any other may have been different in another version. */
function isRecordedConfig(value: unknown): boolean {
  if (!has(value, 'string', ['name', 'hash']) || !isObject(value['resolved'])) return false;
  const { workload } = value['resolved'];
  return has(workload, 'number', ['batch']) && has(workload['activations'], 'string', ['source']);
}

function isRecordedLayer(value: unknown): boolean {
  return (
    has(value, 'string', ['name', 'kind']) &&
    has(value, 'boolean', ['offloaded']) &&
    has(value, 'number', LAYER_FIGURES) &&
    (value['bottleneck'] === null || typeof value['bottleneck'] === 'string')
  );
}

const LAYER_FIGURES = [
  'rawBytes',
  'compressedBytes',
  'ratio',
  'forwardMs',
  'backwardMs',
  'offloadMs',
  'prefetchMs',
] as const;

function isMemoryUse(value: unknown): boolean {
  return has(value, 'number', ['peakBytes', 'averageBytes']);
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function isListOf(value: unknown, isOne: (value: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function has(
  value: unknown,
  type: 'string' | 'number' | 'boolean',
  keys: readonly string[],
): value is Record<string, unknown> {
  return isObject(value) && keys.every((key) => typeof value[key] === type);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
