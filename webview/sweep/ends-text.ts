import type { SweepColumn } from '../../src/exploration/columns.ts';
import { extentOf } from './extent.ts';
import { formatByDimension } from './format-column.ts';

/** The least and the greatest value of a column, with units; of a choice its first and its last word. */
export function endsText(column: SweepColumn): [least: string, most: string] {
  if (column.dimension === 'choice') {
    return [String(column.written[0] ?? '–'), String(column.written.at(-1) ?? '–')];
  }
  const [least, most] = extentOf(column.values);
  return [formatByDimension(column.dimension, least), formatByDimension(column.dimension, most)];
}
