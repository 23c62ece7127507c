/** What stands on the other side of a comparison. `identity`: arithmetic, or an independent implementation. */
export type RowKind = 'published' | 'measured' | 'identity';

/**
 * What our figure is worth. `calibrated`: something was fitted or chosen with this figure in view; `predicted`: nothing
 * was; `input`: the figure is a setting, and only its arithmetic is compared; `identity`: must hold exactly.
 */
export type RowStatus = 'calibrated' | 'predicted' | 'input' | 'identity';

export type Verdict = 'agrees' | 'close' | 'misses';

/** One figure beside ours. Numbers are rounded to what is printed, so that no result depends on the last bits. */
export interface ValidationRow {
  /** Stable: names the row in files, tests and discussions. */
  id: string;
  group: RowGroup;
  quantity: string;
  unit: string;
  /** A figure, or the range within which ours must lie. */
  published: number | readonly [low: number, high: number];
  /** Where the published figure comes from; says "recalled" or "plot reading" where no page states it. */
  source: string;
  simulated: number;
  /** Ours under the other plausible reading of the paper, where there is one. */
  alternative: { name: string; simulated: number } | null;
  /** Of ours against the published figure or the nearer end of the range: relative, or in points of a percentage. */
  error: number;
  errorUnit: 'relative' | 'points';
  /** Largest error, either way, at which the row agrees, and at which it is still close. */
  tolerance: { agrees: number; close: number };
  verdict: Verdict;
  kind: RowKind;
  status: RowStatus;
  /** Why it agrees or not, in a sentence. */
  reason: string;
}

/** Groups in the order in which they are shown. */
export const ROW_GROUPS = [
  'Compression and sparsity',
  'Performance',
  'Hardware',
  'Layer times',
  'Network times',
  'Measured activations',
  'Identities',
  'Independent implementation',
] as const;
export type RowGroup = (typeof ROW_GROUPS)[number];

/** A row before it is judged. */
export interface Comparison
  extends Pick<ValidationRow, 'id' | 'quantity' | 'unit' | 'published' | 'source' | 'simulated' | 'kind' | 'status'> {
  /** Digits after the point that are kept of our figure. */
  digits: number;
  /** Largest error of a row that agrees: points where the unit is %, else relative. */
  tolerance: number;
  /** Largest error of a row that is close; twice the tolerance unless said otherwise. */
  closeTolerance?: number;
  alternative?: { name: string; simulated: number };
  reason: string;
}

/** What rows share that must hold exactly. */
export const EXACT = { kind: 'identity', status: 'identity', tolerance: 0, reason: 'Exact.' } as const;

/**
 * Judges a comparison. A row agrees within its tolerance, and is close within `closeTolerance` or where ours and the
 * alternative lie on both sides of the published figure; else it misses.
 */
export function judge(group: RowGroup, comparison: Comparison): ValidationRow {
  const { digits, tolerance, closeTolerance = 2 * tolerance, alternative = null, ...row } = comparison;
  const errorUnit = row.unit === '%' ? 'points' : 'relative';
  const simulated = round(row.simulated, digits);
  const error = round(errorOf(simulated, row.published, errorUnit), errorUnit === 'points' ? digits : 5);
  const other = alternative === null ? null : { ...alternative, simulated: round(alternative.simulated, digits) };
  const otherError = other === null ? error : errorOf(other.simulated, row.published, errorUnit);
  const isBracketed = Math.sign(error) * Math.sign(otherError) < 0 || otherError === 0;
  const isClose = Math.abs(error) <= closeTolerance || isBracketed;
  const verdict: Verdict = Math.abs(error) <= tolerance ? 'agrees' : isClose ? 'close' : 'misses';
  const judged = { error, errorUnit, tolerance: { agrees: tolerance, close: closeTolerance }, verdict } as const;
  return { ...row, group, simulated, alternative: other, ...judged };
}

function errorOf(simulated: number, published: ValidationRow['published'], unit: ValidationRow['errorUnit']): number {
  const expected = typeof published === 'number' ? published : nearestIn(published, simulated);
  if (simulated === expected) return 0;
  return unit === 'points' ? simulated - expected : simulated / expected - 1;
}

function nearestIn([low, high]: readonly [number, number], value: number): number {
  return Math.min(Math.max(value, low), high);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
