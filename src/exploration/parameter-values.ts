import { isObject, quoteValue } from '../config/json.ts';
import { type Dimension, parseQuantity, UNITS, valueIn, writeQuantity } from '../config/quantity.ts';
import { checkQuantity } from '../config/quantity-rule.ts';
import { type SchemaNode, schemaAt } from '../config/schema.ts';
import type { ConfigPath } from '../findings/finding.ts';
import { say } from '../words.ts';
import type { ParameterValue } from './exploration.ts';

export interface ParameterValues {
  values: readonly ParameterValue[];
  /** The same numbers in SI units, where there are as many as samples. */
  siValues?: Float64Array;
  /** What is wrong, and where below the parameter. */
  problem?: string;
  at: ConfigPath;
}

/** A step reaches the end of its range when it misses it by less than this share of itself. */
const ROUNDING = 1e-9;
/** As the schema has it for `count`. */
const MOST_VALUES = 100_000;
/** So that a value is exact in text, and the same on any machine. */
const DIGITS = 12;

/**
 * The values that a parameter takes: a list as it is, or a range from `from` to `to`, both included. With `shares` from 0
 * to 1, a range without steps gives one value for each share of its length.
 */
export function valuesOf(path: ConfigPath, written: unknown, shares?: Float64Array): ParameterValues {
  const schema = schemaAt(path);
  if (schema === undefined) return { values: [], at: [] };
  if (Array.isArray(written)) return listed(written, schema);
  return isObject(written) ? ranged(written, schema, shares) : { values: [], at: [] };
}

/** Whether a sample draws any value of a range, and not one of its steps. */
export function isContinuous(written: unknown): boolean {
  return isObject(written) && written['count'] === undefined && written['step'] === undefined;
}

function listed(list: readonly unknown[], schema: SchemaNode): ParameterValues {
  for (const [index, value] of list.entries()) {
    const problem = problemWith(value, schema);
    if (problem !== undefined) return { values: [], problem, at: [index] };
  }
  const values = list.filter(isValue);
  return { values: [...new Set(values)], at: [] };
}

function isValue(value: unknown): value is ParameterValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Why a value cannot stand at a key; undefined when it can. */
function problemWith(value: unknown, schema: SchemaNode): string | undefined {
  const { cdmaQuantity, enum: choices, type, minimum, maximum, errorMessage = '' } = schema;
  if (cdmaQuantity !== undefined) {
    if (typeof value !== 'string') return errorMessage;
    if (value === schema.default) return undefined; // "unlimited" staging is no quantity
    const checked = checkQuantity(value, cdmaQuantity);
    return 'problem' in checked ? checked.problem : undefined;
  }
  if (choices !== undefined)
    return choices.some((choice) => choice === value) ? undefined : `${quoteValue(value)}. ${errorMessage}`;
  const names = schema.anyOf?.find((alternative) => alternative.enum !== undefined)?.enum;
  if (names !== undefined && !names.some((name) => name === value)) return say`${quoteValue(value)} is not built in.`;
  const isRight =
    type === 'integer' ? Number.isInteger(value) : type === undefined ? isValue(value) : typeof value === type;
  if (!isRight) return `${quoteValue(value)}. ${errorMessage}`;
  const isInside = typeof value !== 'number' || (value >= (minimum ?? value) && value <= (maximum ?? value));
  return isInside ? undefined : `${quoteValue(value)}. ${errorMessage}`;
}

interface Range {
  from: number;
  to: number;
  step: number | undefined;
  count: number | undefined;
  scale: 'linear' | 'logarithmic';
}

function ranged(
  written: Readonly<Record<string, unknown>>,
  schema: SchemaNode,
  shares: Float64Array | undefined,
): ParameterValues {
  const { cdmaQuantity, type } = schema;
  if (cdmaQuantity === undefined && type !== 'integer' && type !== 'number')
    return { values: [], problem: say`only numbers and quantities have a range; list the values.`, at: [] };
  for (const end of ['from', 'to']) {
    const problem = problemWith(written[end], schema);
    if (problem !== undefined) return { values: [], problem, at: [end] };
  }
  const range: Range = {
    from: toNumber(written['from']),
    to: toNumber(written['to']),
    step: written['step'] === undefined ? undefined : toNumber(written['step']),
    count: typeof written['count'] === 'number' ? written['count'] : undefined,
    scale: written['scale'] === 'logarithmic' ? 'logarithmic' : 'linear',
  };
  const isSampled = shares !== undefined && isContinuous(written);
  if ((range.count ?? 0) > MOST_VALUES) return { values: [], at: [] };
  const problem = problemOf(range, isSampled);
  if (problem !== undefined) return { values: [], problem: problem.message, at: problem.at };
  const exact = isSampled ? Array.from(shares, (share) => valueAlong(range, share)) : numbersOf(range);
  const isWhole = type === 'integer' || cdmaQuantity?.dimension === 'size';
  const numbers = exact.map((value) => (isWhole ? Math.round(value) : round(value)));
  const unit = cdmaQuantity && unitOf(String(written['from']), cdmaQuantity.dimension);
  const tried = isSampled ? numbers : [...new Set(numbers)];
  return {
    values: unit === undefined ? tried : tried.map(unit),
    at: [],
    // Reading the texts of a million samples again would take seconds.
    ...(isSampled && { siValues: Float64Array.from(numbers) }),
  };
}

function problemOf(
  { from, to, step, count, scale }: Range,
  isSampled: boolean,
): { message: string; at: ConfigPath } | undefined {
  if (from > to) return { message: say`the range ends before it begins.`, at: ['to'] };
  if (!isSampled && (step === undefined) === (count === undefined))
    return { message: say`a range has either a "count" of values or a "step".`, at: [] };
  if (step !== undefined && !(step > 0))
    return { message: say`a step must be above zero, in the unit of the ends.`, at: ['step'] };
  if (scale === 'logarithmic' && step !== undefined)
    return { message: say`a logarithmic range has a "count", no "step".`, at: ['step'] };
  if (scale === 'logarithmic' && from <= 0)
    return { message: say`a logarithmic range begins above zero.`, at: ['from'] };
  const values = count ?? (step === undefined ? 1 : (to - from) / step + 1);
  if (!(values <= MOST_VALUES))
    return {
      message: say`more than the ${MOST_VALUES.toLocaleString('en')} values that a range may have.`,
      at: ['step'],
    };
  return undefined;
}

function numbersOf({ from, to, step, count, scale }: Range): number[] {
  if (step !== undefined) {
    const steps = Math.floor((to - from) / step + ROUNDING);
    return Array.from({ length: steps + 1 }, (_, index) => from + index * step);
  }
  const last = (count ?? 1) - 1;
  return Array.from({ length: last + 1 }, (_, index) => {
    if (index === 0) return from;
    if (index === last) return to;
    return valueAlong({ from, to, scale }, index / last);
  });
}

function valueAlong({ from, to, scale }: Pick<Range, 'from' | 'to' | 'scale'>, share: number): number {
  return scale === 'linear' ? from + share * (to - from) : from * (to / from) ** share;
}

function round(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  const parsed = parseQuantity(String(value));
  return parsed.kind === 'quantity' ? parsed.value : Number.NaN;
}

/** Writes values in the unit in which the range begins, where that keeps every digit; else in the unit that reads best. */
function unitOf(from: string, dimension: Dimension): (value: number) => string {
  const [unit] = UNITS.filter((one) => one.dimension === dimension && from.trimEnd().endsWith(one.symbol)).sort(
    (a, b) => b.symbol.length - a.symbol.length,
  );
  if (unit === undefined) return (value) => writeQuantity(value, dimension);
  const one = valueIn(unit, '1');
  return (value) => {
    const [mantissa = '', exponent] = String(round(value / one)).split('e');
    const keepsAll = exponent === undefined && valueIn(unit, mantissa) === value;
    return keepsAll ? `${mantissa} ${unit.symbol}` : writeQuantity(value, dimension);
  };
}
