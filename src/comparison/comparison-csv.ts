import { csvOf } from '../csv.ts';
import type { ComparedContestant, Comparison } from './comparison.ts';
import type { LayerEntry } from './layer-deltas.ts';
import { letterOf } from './letters.ts';

interface Row {
  layer: string;
  letter: string;
  contestant: ComparedContestant;
  entry: LayerEntry;
}

/** The headings that the table of one result has, too (`layersCsv`); values keep every digit. */
const COLUMNS: readonly [heading: string, value: (row: Row) => string | number | null][] = [
  ['layer', ({ layer }) => layer],
  ['result', ({ letter }) => letter],
  ['name', ({ contestant }) => contestant.name],
  ['network', ({ contestant }) => contestant.network],
  ['offloaded', ({ entry }) => String(entry.offloaded)],
  ['raw_bytes', ({ entry }) => entry.rawBytes],
  ['compressed_bytes', ({ entry }) => entry.compressedBytes],
  ['ratio', ({ entry }) => (entry.offloaded ? entry.ratio : null)],
  ['forward_ms', ({ entry }) => entry.forwardMs],
  ['backward_ms', ({ entry }) => entry.backwardMs],
  ['offload_ms', ({ entry }) => (entry.offloaded ? entry.offloadMs : null)],
  ['prefetch_ms', ({ entry }) => (entry.offloaded ? entry.prefetchMs : null)],
  ['bottleneck', ({ entry }) => entry.bottleneck],
  ['config_hash', ({ contestant }) => contestant.hash],
  ['model_version', ({ contestant }) => contestant.modelVersion],
];

/** A comparison as comma-separated values (RFC 4180) in tidy form: a row for each layer of each result that has it. */
export function comparisonCsv({ contestants, layers }: Comparison): string {
  const rows = layers.flatMap(({ layer, entries }) =>
    contestants.flatMap((contestant, index): Row[] => {
      const entry = entries[index] ?? null;
      return entry === null ? [] : [{ layer, letter: letterOf(index), contestant, entry }];
    }),
  );
  const lines = [COLUMNS.map(([heading]) => heading), ...rows.map((row) => COLUMNS.map(([, value]) => value(row)))];
  return csvOf(lines);
}
