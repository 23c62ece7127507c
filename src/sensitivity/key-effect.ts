import { parseQuantity, writeQuantity } from '../config/quantity.ts';
import type { QuantityRule } from '../config/quantity-rule.ts';
import { schemaAt } from '../config/schema.ts';
import type { ConfigPath } from '../findings/finding.ts';
import type { Report } from '../report/report.ts';

/** What another value of one key would give. */
export interface Alternative {
  /** As it is written in a config. */
  value: string | number | boolean;
  iterationMs: number;
  compressionRatio: number;
  speedupOverVdnn: number;
  isPresent: boolean;
}

/** More would be a sweep. */
const MOST_CHOICES = 5;

/**
 * Other values of a key that are worth a look: each choice where there are few; half and twice a number or a quantity, as
 * far as its range goes. None for a key that is text, a section, or a reference.
 *
 * @param present value, in SI units where it is a quantity.
 */
export function alternativesTo(path: ConfigPath, present: unknown): (string | number | boolean)[] {
  const schema = schemaAt(path);
  if (schema === undefined) return [];
  const { enum: choices, cdmaQuantity, minimum = 0, maximum = Number.POSITIVE_INFINITY } = schema;
  if (choices !== undefined) return choices.length <= MOST_CHOICES ? [...choices] : [];
  if (typeof present === 'boolean') return [false, true];
  if (typeof present !== 'number' || present === 0) return [];
  if (cdmaQuantity !== undefined) return quantitiesAround(present, cdmaQuantity);
  const whole = schema.type === 'integer';
  return [...new Set([present / 2, present, present * 2].map((value) => (whole ? Math.round(value) : value)))].filter(
    (value) => value >= minimum && value <= maximum,
  );
}

function quantitiesAround(present: number, { dimension, minimum, maximum, multipleOf }: QuantityRule): string[] {
  const step = multipleOf === undefined ? (dimension === 'size' ? 1 : 0) : limit(multipleOf);
  return [present / 2, present, present * 2]
    .map((value) => (step === 0 ? value : Math.round(value / step) * step))
    .filter((value) => value >= limit(minimum) && value <= limit(maximum))
    .map((value) => writeQuantity(value, dimension));
}

function limit(text: string): number {
  const parsed = parseQuantity(text);
  return parsed.kind === 'quantity' ? parsed.value : Number.NaN;
}

/** Runs the alternatives; those that cannot be simulated are left out. */
export async function effectOf(
  values: readonly (string | number | boolean)[],
  present: string | number | boolean,
  reportWith: (value: string | number | boolean) => Promise<Report | null>,
): Promise<Alternative[]> {
  const alternatives: Alternative[] = [];
  for (const value of values) {
    const report = await reportWith(value);
    if (report === null) continue;
    alternatives.push({
      value,
      iterationMs: report.time.cdmaMs,
      compressionRatio: report.totals.compressionRatio,
      speedupOverVdnn: report.speedupOverVdnn,
      isPresent: value === present,
    });
  }
  return alternatives;
}
