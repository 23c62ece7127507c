import type { SweepColumn, SweepColumns } from '../../src/exploration/columns.ts';
import * as format from '../format.ts';
import { SWEEP } from '../words.ts';

/** A key or figure as people know it. */
export function nameOf(column: SweepColumn): string {
  return column.kind === 'parameter' ? column.key : SWEEP.metrics[column.key]();
}

/** The value of a point, with its unit. */
export function valueText(column: SweepColumn, row: number): string {
  if (column.kind === 'parameter') return String(column.written[column.indices[row] ?? 0] ?? '–');
  return numberText(column, column.values[row] ?? Number.NaN);
}

/** A number of a column that need not be the value of a point, as on an axis. */
export function numberText(column: SweepColumn, value: number): string {
  if (!Number.isFinite(value)) return '–';
  switch (column.dimension) {
    case 'choice':
      return column.kind === 'parameter' ? String(column.written[Math.round(value)] ?? '') : '';
    case 'number':
      return format.shortNumber(value);
    case 'size':
      return value < 1e6 ? format.kilobytes(value) : value < 1e9 ? format.megabytes(value) : format.gigabytes(value);
    case 'bandwidth':
      return format.gigabytesPerSecond(value);
    case 'time':
      return value < 1e-4 ? format.nanoseconds(value) : format.milliseconds(value * 1e3);
    case 'area':
      return format.squareMillimetres(value * 1e6);
    case 'energy':
      return format.joules(value);
    default:
      return format.scientific(value);
  }
}

export function columnOf({ columns }: SweepColumns, key: string | undefined): SweepColumn | undefined {
  return columns.find((column) => column.key === key);
}

/** A point in words. */
export function pointText({ columns }: SweepColumns, row: number): string {
  return columns.map((column) => `${nameOf(column)} ${valueText(column, row)}`).join(', ');
}

/** The parameters of a point as they are written in a config. */
export function parametersOf({ columns }: SweepColumns, row: number) {
  return columns.flatMap((column) => {
    if (column.kind !== 'parameter') return [];
    const value = column.written[column.indices[row] ?? 0];
    return value === undefined ? [] : [{ path: column.key.split('.'), value }];
  });
}
