import { type BudgetRecord, isMeasured, type Measurement } from '../bench/measurement.ts';
import type { BaselineFigure, BenchResults } from './bench-results.ts';

/** The benchmark whose figures are the same on every machine, so that a missed budget is a fault of the program. */
const SIZES = 'sizes';

/** How figures stand to the baseline. */
export interface Comparison {
  /** What is worse than allowed, and by how much. */
  readonly failures: readonly string[];
  /** Figures that are as good as allowed, beside their baseline. */
  readonly kept: readonly string[];
  /** Benchmarks of the baseline that have not been run: one can be run alone. */
  readonly notRun: readonly string[];
}

/**
 * Holds results against the baseline. A figure is worse when it is on the other side of the baseline than its budget wants it, by
 * more than the margin. A benchmark that was run has to bring every figure of its baseline; sizes have to keep to their budgets too.
 */
export function compareWithBaseline(
  benchmarks: BenchResults['benchmarks'],
  baseline: readonly BaselineFigure[],
): Comparison {
  const failures: string[] = [];
  const kept: string[] = [];
  const notRun = new Set<string>();
  for (const figure of baseline) {
    const records = benchmarks[figure.benchmark];
    if (records === undefined) {
      notRun.add(figure.benchmark);
      continue;
    }
    const { isWorse, text } = held(records, figure);
    (isWorse ? failures : kept).push(`${figure.benchmark}, ${figure.name}: ${text}`);
  }
  failures.push(...(benchmarks[SIZES] ?? []).flatMap(missedSize));
  return { failures, kept, notRun: [...notRun] };
}

function held(records: readonly BudgetRecord[], figure: BaselineFigure): { isWorse: boolean; text: string } {
  const record = records.find(({ name }) => name === figure.name);
  if (record === undefined) return { isWorse: true, text: 'it was not measured, and the baseline has it' };
  if (!isMeasured(record)) return { isWorse: true, text: `it was not measured: ${record.whyNot}` };
  const now = figure.of === 'ratio' ? record.ratio : record.value;
  if (now === undefined) return { isWorse: true, text: 'it has no rival, and the baseline has a ratio' };
  const { baseline, margin } = figure;
  const change = now / baseline - 1;
  const worseBy = record.budget.bound === 'at least' ? -change : change;
  const unit = figure.of === 'ratio' ? 'of the rival' : record.unit;
  const side = worseBy > 0 ? 'worse' : 'better';
  return {
    isWorse: worseBy > margin + ROUNDING,
    text:
      `${digits(now)} ${unit} is ${percent(Math.abs(change))} ${side} than ${digits(baseline)}, ` +
      `its baseline (margin ${percent(margin)})`,
  };
}

/** A figure on the very margin is within it. */
const ROUNDING = 1e-9;

function missedSize(record: BudgetRecord): string[] {
  if (!isMeasured(record) || record.isMet) return [];
  return [`${SIZES}, ${record.name}: ${excess(record)}`];
}

function excess({ value, unit, budget }: Measurement): string {
  const over = percent(value / budget.limit - 1);
  return `${digits(value)} ${unit} is ${over} more than its budget of ${digits(budget.limit)} ${unit}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
