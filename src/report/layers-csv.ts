import { csvOf } from '../csv.ts';
import type { LayerReport, Report } from './report.ts';

/** Columns in the order of the report; units stand in the headings, values keep every digit. */
const COLUMNS: readonly [heading: string, value: (layer: LayerReport) => string | number | null][] = [
  ['layer', ({ name }) => name],
  ['kind', ({ kind }) => kind],
  ['shape', ({ shape }) => shape.join('x')],
  ['offloaded', ({ offloaded }) => String(offloaded)],
  ['density', ({ density }) => density],
  ['raw_bytes', ({ rawBytes }) => rawBytes],
  ['compressed_bytes', ({ compressedBytes }) => compressedBytes],
  ['ratio', ({ offloaded, ratio }) => (offloaded ? ratio : null)],
  ['forward_ms', ({ forwardMs }) => forwardMs],
  ['backward_ms', ({ backwardMs }) => backwardMs],
  ['offload_ms', ({ offloaded, offloadMs }) => (offloaded ? offloadMs : null)],
  ['prefetch_ms', ({ offloaded, prefetchMs }) => (offloaded ? prefetchMs : null)],
  ['bottleneck', ({ bottleneck }) => bottleneck],
  ['activations', ({ origin }) => origin?.kind ?? null],
  ['times', ({ timeSource }) => timeSource],
];

/**
 * The layers as comma-separated values (RFC 4180). Every row says which config and which model it is of, so that rows of
 * several files can be put together.
 */
export function layersCsv({ layers, config, tool }: Report): string {
  const lines = [
    [...COLUMNS.map(([heading]) => heading), 'config_hash', 'model_version'],
    ...layers.map((layer) => [...COLUMNS.map(([, value]) => value(layer)), config.hash, tool.modelVersion]),
  ];
  return csvOf(lines);
}
