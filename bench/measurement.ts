/** The record of one budget: what a benchmark measured, beside its rival where there is one, and whether that is enough. */

/** What is bounded: the figure itself, or its ratio to the rival's. */
export type Judged = 'value' | 'ratio';

/** What a figure has to keep to. `limit` is in the unit of the figure; a ratio has none. */
export interface Budget {
  readonly of: Judged;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
}

/** Another program that did the same on the same machine. */
export interface RivalFigure {
  readonly name: string;
  /** In the unit of the measurement. */
  readonly value: number;
}

/** A figure before it is held against its budget. */
export interface Figure {
  /** Of what; one of its kind within a benchmark. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly rival?: RivalFigure;
  /** Ours over the rival's; where it is not given, the ratio of the two values. */
  readonly ratio?: number;
  readonly budget: Budget;
  /** How often it was measured; the value is the median. */
  readonly rounds: number;
}

/** A budget that was measured. */
export interface Measurement extends Figure {
  readonly isMet: boolean;
}

/** A budget of which this machine could not tell anything. */
export interface Unmeasured {
  readonly name: string;
  /** In words, such as "g++ is missing". */
  readonly whyNot: string;
}

export type BudgetRecord = Measurement | Unmeasured;

/** Holds a figure against its budget. A budget on a ratio needs a rival or a ratio, and figures have to be numbers. */
export function judged(figure: Figure): BudgetRecord {
  const { name, value, rival, budget } = figure;
  const ratio = figure.ratio ?? (rival === undefined ? undefined : value / rival.value);
  const decides = budget.of === 'ratio' ? ratio : value;
  if (decides === undefined) return unmeasured(name, 'there is no rival to be compared with');
  const wrong = [value, ratio ?? 0, rival?.value ?? 0].find((number) => !Number.isFinite(number));
  if (wrong !== undefined) return unmeasured(name, `a figure is ${wrong}`);
  const isMet = budget.bound === 'at least' ? decides >= budget.limit : decides <= budget.limit;
  return { ...figure, ...(ratio !== undefined && { ratio }), isMet };
}

export function unmeasured(name: string, whyNot: string): Unmeasured {
  return { name, whyNot };
}

export function isMeasured(record: BudgetRecord): record is Measurement {
  return 'isMet' in record;
}

/** Gives a record to the program that started this one, if that listens (scripts/bench.ts); a benchmark also runs alone. */
export function handOver(record: BudgetRecord): void {
  process.send?.(record);
}

/** Whether something from another program or a file is a record, whole and with numbers where numbers belong. */
export function isBudgetRecord(value: unknown): value is BudgetRecord {
  if (!isObject(value) || typeof value['name'] !== 'string') return false;
  if (typeof value['whyNot'] === 'string') return true;
  const { budget, rival, ratio } = value;
  if (!Number.isFinite(value['value']) || !Number.isFinite(value['rounds'])) return false;
  if (typeof value['unit'] !== 'string' || typeof value['isMet'] !== 'boolean') return false;
  if (ratio !== undefined && !Number.isFinite(ratio)) return false;
  if (rival !== undefined && !(isObject(rival) && typeof rival['name'] === 'string' && Number.isFinite(rival['value'])))
    return false;
  if (!isObject(budget) || !Number.isFinite(budget['limit'])) return false;
  return isJudged(budget['of']) && (budget['bound'] === 'at least' || budget['bound'] === 'at most');
}

export function isJudged(value: unknown): value is Judged {
  return value === 'value' || value === 'ratio';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
