import type { SweepColumn, SweepColumns } from '../../src/exploration/columns.ts';
import { formatByDimension } from './format-column.ts';
import { SWEEP } from './words.ts';

/** A key or figure as people know it. */
export function nameOf(column: SweepColumn): string {
  return column.kind === 'parameter' ? column.key : SWEEP.metrics[column.key]();
}

/** The value of a point, with its unit: of a parameter as it is written in the config. */
export function valueText(column: SweepColumn, row: number): string {
  if (column.kind === 'parameter') return String(column.written[column.indices[row] ?? 0] ?? '–');
  return formatByDimension(column.dimension, column.values[row] ?? Number.NaN);
}

export function columnOf({ columns }: SweepColumns, key: string | undefined): SweepColumn | undefined {
  return columns.find((column) => column.key === key);
}

/** A point in words. Semicolons part them: names have commas of their own. */
export function pointText({ columns, feasible }: SweepColumns, row: number): string {
  const texts = columns.map((column) => `${nameOf(column)}: ${valueText(column, row)}`);
  return [...texts, ...(feasible[row] === 1 ? [] : [`${SWEEP.feasible()}: ${SWEEP.no()}`])].join('; ');
}

/** Points as rows of a table, with all their columns. */
export function tableOfRows({ ids, feasible, columns }: SweepColumns, rows: readonly number[]) {
  return {
    columns: [SWEEP.point(), ...columns.map(nameOf), SWEEP.feasible()],
    rows: rows.map((row) => ({
      header: String(ids[row] ?? ''),
      cells: [...columns.map((column) => valueText(column, row)), feasible[row] === 1 ? SWEEP.yes() : SWEEP.no()],
    })),
  };
}

/** The parameters of a point as they are written in a config. */
export function parametersOf({ columns }: SweepColumns, row: number) {
  return columns.flatMap((column) => {
    if (column.kind !== 'parameter') return [];
    const value = column.written[column.indices[row] ?? 0];
    return value === undefined ? [] : [{ path: column.key.split('.'), value }];
  });
}
