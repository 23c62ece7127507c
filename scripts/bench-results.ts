import type { Machine } from '../bench/machine.ts';
import { type BudgetRecord, isBudgetRecord, isJudged, isObject, type Judged } from '../bench/measurement.ts';

/** What `npm run bench` writes: where it ran, and what each benchmark handed over. */
export interface BenchResults {
  readonly machine: Machine;
  readonly benchmarks: Readonly<Record<string, readonly BudgetRecord[]>>;
}

/** A figure that later ones are held against: one that does not depend on the machine much. */
export interface BaselineFigure {
  readonly benchmark: string;
  /** Of the record within the benchmark. */
  readonly name: string;
  /** Which figure of the record: a size is the value, a comparison with a rival the ratio. */
  readonly of: Judged;
  readonly baseline: number;
  /** How much worse it may get, as a share of the baseline. */
  readonly margin: number;
}

/** A file that is not what the check can read; the message names the file, the place and what was expected there. */
export class UnreadableFile extends Error {}

/** Reads the benchmarks of a file that `npm run bench` has written. Throws {@link UnreadableFile}. */
export function readBenchmarks(text: string, file: string): BenchResults['benchmarks'] {
  const content = parsed(text, file);
  const benchmarks = isObject(content) ? content['benchmarks'] : undefined;
  if (!isObject(benchmarks))
    throw new UnreadableFile(`${file} has no object "benchmarks": write it with npm run bench`);
  const checked = Object.entries(benchmarks).map(([name, records]): [string, BudgetRecord[]] => {
    if (Array.isArray(records) && records.every(isBudgetRecord)) return [name, records];
    throw new UnreadableFile(`${file}: "${name}" is no list of whole records: write it anew with npm run bench`);
  });
  return Object.fromEntries(checked);
}

/** Reads `bench/baseline.json`. Throws {@link UnreadableFile}. */
export function readBaseline(text: string, file: string): BaselineFigure[] {
  const content = parsed(text, file);
  if (!Array.isArray(content)) throw new UnreadableFile(`${file} is no list of figures`);
  return content.map((figure: unknown, index) => {
    if (isBaselineFigure(figure)) return figure;
    throw new UnreadableFile(
      `${file}: figure ${index + 1} is ${JSON.stringify(figure)}; expected benchmark and name as texts, "of" as "value" ` +
        'or "ratio", baseline above 0 and a margin from 0 to below 1',
    );
  });
}

function isBaselineFigure(value: unknown): value is BaselineFigure {
  if (!isObject(value)) return false;
  const { benchmark, name, of, baseline, margin } = value;
  if (typeof benchmark !== 'string' || typeof name !== 'string' || !isJudged(of)) return false;
  return typeof baseline === 'number' && baseline > 0 && typeof margin === 'number' && margin >= 0 && margin < 1;
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableFile(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
