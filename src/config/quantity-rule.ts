import { say, translationOf } from '../words.ts';
import { type Dimension, findUnit, type ParsedQuantity, parseQuantity, UNITS, writeQuantity } from './quantity.ts';
import { didYouMean } from './suggest.ts';

/** The keyword `cdmaQuantity` of the config schema. Limits are inclusive and written with their units. */
export interface QuantityRule {
  dimension: Dimension;
  minimum: string;
  maximum: string;
  multipleOf?: string;
  /** What messages show as a well-formed value. */
  example: string;
}

export type CheckedQuantity = { value: number } | { problem: string; suggestion?: string };

const NOUNS: Readonly<Record<Dimension, string>> = {
  size: 'a size',
  bandwidth: 'a bandwidth',
  time: 'a time',
  frequency: 'a frequency',
  'compute-rate': 'a compute rate',
  length: 'a length',
  area: 'an area',
  energy: 'an energy',
  'energy-per-bit': 'an energy per bit',
  'energy-per-flop': 'an energy per FLOP',
  power: 'a power',
};

/** Reads a quantity and checks its dimension and range. A suggestion is the corrected text, where one is certain. */
export function checkQuantity(text: string, rule: QuantityRule): CheckedQuantity {
  const parsed = parseQuantity(text);
  if (parsed.kind === 'quantity' && parsed.dimension === rule.dimension) return checkRange(text, parsed.value, rule);
  const { fault, suggestion } = describeFault(shorten(text), parsed, rule.dimension);
  const expected = say`expected ${translationOf(NOUNS[rule.dimension])} such as "${rule.example}".`;
  return { problem: say`${fault}; ${expected}`, ...(suggestion && { suggestion }) };
}

function describeFault(
  quoted: string,
  parsed: ParsedQuantity,
  dimension: Dimension,
): { fault: string; suggestion?: string | undefined } {
  switch (parsed.kind) {
    case 'quantity':
      return { fault: say`'${quoted}' is ${translationOf(NOUNS[parsed.dimension])}` };
    case 'negative':
      return { fault: say`'${quoted}' is negative` };
    case 'no-unit':
      return { fault: say`'${quoted}' has no unit` };
    case 'not-a-quantity':
      return { fault: say`'${quoted}' is not a number with a unit` };
    case 'unknown-unit':
      return describeUnit(quoted, parsed.number, parsed.unit, dimension);
  }
}

function describeUnit(quoted: string, number: string, unit: string, dimension: Dimension) {
  // Links are sold in bits; a factor of 8 taken silently either way would go unnoticed.
  const [, prefix] = /^([KkMGT]?)b(?:it)?(?:\/s|ps)$/.exec(unit) ?? [];
  const bytes = prefix === undefined ? undefined : findUnit(`${prefix}B/s`);
  if (bytes) {
    const inBytes = (Number(number) * 10 ** bytes.ten) / 8;
    const isMeant = dimension === 'bandwidth' && Number.isFinite(inBytes);
    return {
      fault: say`'${quoted}' counts bits`,
      suggestion: isMeant ? writeQuantity(inBytes, 'bandwidth') : undefined,
    };
  }
  const symbols = UNITS.filter((candidate) => candidate.dimension === dimension).map((candidate) => candidate.symbol);
  const nearest = didYouMean(unit.replace('FLOPS', 'FLOP/s'), symbols);
  return {
    fault: say`'${quoted}' has the unknown unit '${shorten(unit)}'`,
    suggestion: nearest && `${number} ${nearest}`,
  };
}

function checkRange(text: string, value: number, rule: QuantityRule): CheckedQuantity {
  const quoted = shorten(text);
  if (value < limit(rule.minimum)) {
    return {
      problem:
        value === 0
          ? say`'${quoted}' is zero; expected at least "${rule.minimum}".`
          : say`'${quoted}' is too small; expected at least "${rule.minimum}".`,
    };
  }
  if (value > limit(rule.maximum))
    return { problem: say`'${quoted}' is too large; expected at most "${rule.maximum}".` };
  if (rule.dimension === 'size' && !Number.isInteger(value)) {
    return { problem: say`'${quoted}' is not a whole number of bytes.` };
  }
  if (rule.multipleOf && value % limit(rule.multipleOf) !== 0) {
    return { problem: say`'${quoted}' is not a multiple of ${rule.multipleOf}.` };
  }
  return { value };
}

function limit(text: string): number {
  const parsed = parseQuantity(text);
  if (parsed.kind !== 'quantity') throw new Error(`the config schema has a malformed limit: ${text}`);
  return parsed.value;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
