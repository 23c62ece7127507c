/** Physical quantities as text: a number, at most one space, a unit. Units are case-sensitive, as in SI. */

export type Dimension =
  | 'size'
  | 'bandwidth'
  | 'time'
  | 'frequency'
  | 'compute-rate'
  | 'length'
  | 'area'
  | 'energy'
  | 'energy-per-bit'
  | 'energy-per-flop'
  | 'power';

/** A unit is worth 10^`ten` times 2^`two` of its SI unit. Powers of ten stay exponents so that no digit is lost. */
interface Unit {
  symbol: string;
  dimension: Dimension;
  ten: number;
  two: number;
}

/** KB is 1000 B and KiB is 1024 B. */
const BYTE_PREFIXES: readonly [prefix: string, ten: number, two: number][] = [
  ['', 0, 0],
  ['K', 3, 0],
  ['M', 6, 0],
  ['G', 9, 0],
  ['T', 12, 0],
  ['Ki', 0, 10],
  ['Mi', 0, 20],
  ['Gi', 0, 30],
  ['Ti', 0, 40],
];

/** All units, in each dimension those with powers of ten in ascending order. */
export const UNITS: readonly Unit[] = [
  ...BYTE_PREFIXES.map(([prefix, ten, two]): Unit => ({ symbol: `${prefix}B`, dimension: 'size', ten, two })),
  ...BYTE_PREFIXES.map(([prefix, ten, two]): Unit => ({ symbol: `${prefix}B/s`, dimension: 'bandwidth', ten, two })),
  ...decimalUnits('time', [
    ['ps', -12],
    ['ns', -9],
    ['us', -6],
    ['ms', -3],
    ['s', 0],
  ]),
  ...decimalUnits('frequency', [
    ['Hz', 0],
    ['kHz', 3],
    ['MHz', 6],
    ['GHz', 9],
  ]),
  ...decimalUnits('compute-rate', [
    ['FLOP/s', 0],
    ['MFLOP/s', 6],
    ['GFLOP/s', 9],
    ['TFLOP/s', 12],
    ['PFLOP/s', 15],
  ]),
  ...decimalUnits('length', [
    ['nm', -9],
    ['um', -6],
    ['mm', -3],
    ['m', 0],
  ]),
  ...decimalUnits('area', [
    ['um2', -12],
    ['mm2', -6],
    ['m2', 0],
  ]),
  ...decimalUnits('energy', [
    ['mJ', -3],
    ['J', 0],
    ['kJ', 3],
    ['MJ', 6],
  ]),
  ...decimalUnits('energy-per-bit', [
    ['fJ/bit', -15],
    ['pJ/bit', -12],
    ['nJ/bit', -9],
    ['J/bit', 0],
  ]),
  ...decimalUnits('energy-per-flop', [
    ['fJ/FLOP', -15],
    ['pJ/FLOP', -12],
    ['nJ/FLOP', -9],
    ['J/FLOP', 0],
  ]),
  ...decimalUnits('power', [
    ['mW', -3],
    ['W', 0],
    ['kW', 3],
  ]),
];

function decimalUnits(dimension: Dimension, symbols: readonly [symbol: string, ten: number][]): Unit[] {
  return symbols.map(([symbol, ten]) => ({ symbol, dimension, ten, two: 0 }));
}

const unitBySymbol = new Map(UNITS.map((unit) => [unit.symbol, unit]));

/** A unit by its symbol. SI writes kB; the micro sign exists twice in Unicode, and areas are also written with a raised 2. */
export function findUnit(symbol: string): Unit | undefined {
  const plain = symbol
    .replace(/^[\u00b5\u03bc]/, 'u')
    .replace(/^kB/, 'KB')
    .replace(/\u00b2$/, '2');
  return unitBySymbol.get(plain);
}

export type ParsedQuantity =
  | { kind: 'quantity'; value: number; dimension: Dimension }
  | { kind: 'negative' }
  | { kind: 'no-unit'; number: string }
  | { kind: 'unknown-unit'; number: string; unit: string }
  | { kind: 'not-a-quantity' };

const QUANTITY = /^(-?)(\d+(?:\.\d+)?)(?:[eE]([+-]?\d+))? ?([A-Za-z\u00b5\u03bc][\w\u00b5\u03bc\u00b2/]*)?$/;

/** Far beyond any number; `Number` would read an exponent of hundreds of digits as infinity, and zero times that as no number. */
const LARGEST_EXPONENT = 1e9;

/** Reads `"12.8 GB/s"` as 12.8e9 of dimension bandwidth. The value is the double nearest to what is written. */
export function parseQuantity(text: string): ParsedQuantity {
  const [, minus, mantissa, exponent = '0', symbol] = QUANTITY.exec(text) ?? [];
  if (mantissa === undefined) return { kind: 'not-a-quantity' };
  if (minus) return { kind: 'negative' };
  const number = exponent === '0' ? mantissa : `${mantissa}e${exponent}`;
  if (symbol === undefined) return { kind: 'no-unit', number };
  const unit = findUnit(symbol);
  if (!unit) return { kind: 'unknown-unit', number, unit: symbol };
  return { kind: 'quantity', value: valueIn(unit, mantissa, Number(exponent)), dimension: unit.dimension };
}

/** The value, in SI units, of a decimal number in a unit: the double nearest to what is written. */
export function valueIn(unit: Unit, mantissa: string, exponent = 0): number {
  const ten = Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, exponent)) + unit.ten;
  return Number(`${mantissa}e${ten}`) * 2 ** unit.two;
}

/** An SI value for people: the unit that leaves the fewest digits before the point, `digits` significant digits. */
export function formatQuantity(value: number, dimension: Dimension, digits = 4): string {
  const binary = dimension === 'size' && isRoundInBinary(value);
  return writeQuantity(binary ? value : Number(value.toPrecision(digits)), dimension);
}

/** An SI value for a file: every digit is kept, and {@link parseQuantity} gives the same value back. */
export function writeQuantity(value: number, dimension: Dimension): string {
  if (dimension === 'size' && isRoundInBinary(value)) return writeBinarySize(value);
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const units = UNITS.filter((unit) => unit.dimension === dimension && unit.two === 0);
  // Units of area are a million apart: 0.06 mm2 reads better than 60000 um2.
  const largest = Number(exponent) + (dimension === 'area' ? 2 : 0);
  const notLarger = units.filter((unit) => (value === 0 ? unit.ten === 0 : unit.ten <= largest));
  const unit = notLarger.at(-1) ?? units[0];
  return unit ? `${shiftPoint(mantissa, Number(exponent) - unit.ten)} ${unit.symbol}` : String(value);
}

/** The roundest text with at most `digits` significant digits that is not below `value`: what a quick fix proposes. */
export function formatQuantityAtLeast(value: number, dimension: Dimension, digits = 3): string {
  const bound = dimension === 'size' ? Math.ceil(value) : value;
  const [mantissa = '0', exponent = '0'] = bound.toExponential(digits - 1).split('e');
  const rounded = Number(`${mantissa}e${exponent}`);
  if (rounded >= bound) return writeQuantity(rounded, dimension);
  const nextMantissa = Number(mantissa.replace('.', '')) + 1;
  return writeQuantity(Number(`${nextMantissa}e${Number(exponent) - digits + 1}`), dimension);
}

/** The same from below: the roundest text that is not above `value`. */
export function formatQuantityAtMost(value: number, dimension: Dimension, digits = 3): string {
  const [mantissa = '0', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const rounded = Number(`${mantissa}e${exponent}`);
  if (rounded <= value) return writeQuantity(rounded, dimension);
  const lower = Number(mantissa.replace('.', '')) - 1;
  return writeQuantity(Number(`${lower}e${Number(exponent) - digits + 1}`), dimension);
}

function isRoundInBinary(bytes: number): boolean {
  return bytes >= 1024 && bytes % 1024 === 0 && bytes % 1000 !== 0;
}

function writeBinarySize(bytes: number): string {
  const exact = UNITS.filter(({ dimension, two }) => dimension === 'size' && two > 0 && bytes % 2 ** two === 0);
  const unit = exact.at(-1);
  return unit ? `${bytes / 2 ** unit.two} ${unit.symbol}` : `${bytes} B`;
}

/** Moves the decimal point in the text itself: arithmetic would round. */
function shiftPoint(mantissa: string, places: number): string {
  const [whole = '0', fraction = ''] = mantissa.split('.');
  if (places < -3 || places > 20) return `${mantissa}e${places}`;
  if (places < 0) return `0.${'0'.repeat(-places - 1)}${whole}${fraction}`;
  const digits = fraction.padEnd(places, '0');
  const rest = digits.slice(places);
  return whole + digits.slice(0, places) + (rest === '' ? '' : `.${rest}`);
}
