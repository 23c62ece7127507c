import type { Dimension } from '../../src/config/quantity.ts';
import type { SweepColumn } from '../../src/exploration/columns.ts';
import { plainNumber, shortNumber } from '../format.ts';

/** A unit, and how many of the SI unit one of it is. */
type Unit = readonly [symbol: string, worth: number];

/** Keeps number and unit on one line. */
const GAP = '\u00a0';

/** Units that values are shown in, ascending: those of the rest of the panel. */
const UNITS: Readonly<Record<Dimension, readonly [Unit, ...Unit[]]>> = {
  size: [
    ['B', 1],
    ['KB', 1e3],
    ['MB', 1e6],
    ['GB', 1e9],
  ],
  bandwidth: [
    ['MB/s', 1e6],
    ['GB/s', 1e9],
  ],
  time: [
    ['ns', 1e-9],
    ['us', 1e-6],
    ['ms', 1e-3],
  ],
  frequency: [
    ['MHz', 1e6],
    ['GHz', 1e9],
  ],
  'compute-rate': [
    ['GFLOP/s', 1e9],
    ['TFLOP/s', 1e12],
  ],
  length: [
    ['nm', 1e-9],
    ['um', 1e-6],
    ['mm', 1e-3],
  ],
  area: [
    ['um²', 1e-12],
    ['mm²', 1e-6],
  ],
  energy: [
    ['mJ', 1e-3],
    ['J', 1],
  ],
  'energy-per-bit': [
    ['fJ/bit', 1e-15],
    ['pJ/bit', 1e-12],
    ['nJ/bit', 1e-9],
  ],
  'energy-per-flop': [
    ['fJ/FLOP', 1e-15],
    ['pJ/FLOP', 1e-12],
    ['nJ/FLOP', 1e-9],
  ],
  power: [
    ['mW', 1e-3],
    ['W', 1],
    ['kW', 1e3],
  ],
};

/** Units of area are a million apart: 0.03 mm² reads better than 30,000 um². */
const LEAST_OF_AREA = 0.01;
/** Of a value on an axis, which is round where its column's values are. */
const TICK_DIGITS = 6;

/** A value in SI units for people: three digits and the unit. */
export function formatByDimension(dimension: Dimension | 'number', value: number): string {
  return inUnits(dimension, value, shortNumber);
}

/** A value on the axis of a column, with all digits that tell it from its neighbours; of a choice its word. */
export function tickText(column: SweepColumn, value: number): string {
  if (column.dimension === 'choice') return column.kind === 'parameter' ? String(column.written[value] ?? '') : '';
  // The zero of an axis is that of any unit.
  if (value === 0) return '0';
  return inUnits(column.dimension, value, (number) => plainNumber(Number(number.toPrecision(TICK_DIGITS))));
}

function inUnits(dimension: Dimension | 'number', value: number, format: (number: number) => string): string {
  if (!Number.isFinite(value)) return '–';
  if (dimension === 'number') return format(value);
  const units = UNITS[dimension];
  const least = dimension === 'area' ? LEAST_OF_AREA : 1;
  const fitting = units.filter(([, worth]) => Math.abs(value) >= least * worth).at(-1);
  const [symbol, worth] = fitting ?? (value === 0 ? units.at(-1) : undefined) ?? units[0];
  return `${format(value / worth)}${GAP}${symbol}`;
}
