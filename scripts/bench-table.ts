import type { Machine } from '../bench/machine.ts';
import { type BudgetRecord, isMeasured } from '../bench/measurement.ts';
import type { BenchResults } from './bench-results.ts';

const HEAD = ['budget', 'measured', 'rival', 'ratio', 'wanted', 'met'];

/** Every budget in a line, under the machine they were measured on. */
export function benchTable({ machine, benchmarks }: BenchResults): string {
  const rows = Object.entries(benchmarks).flatMap(([benchmark, records]) =>
    records.map((record) => [`${benchmark}: ${record.name}`, ...cellsOf(record)]),
  );
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [machineLine(machine), '', line(HEAD), ...rows.map(line)].join('\n');
}

function machineLine({ processor, cores, memoryGB, node, platform, load }: Machine): string {
  const hardware = `${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memoryGB} GB`;
  return `${hardware}; Node.js ${node}, ${platform}; load at the start ${load}`;
}

function cellsOf(record: BudgetRecord): string[] {
  if (!isMeasured(record)) return ['-', '-', '-', '-', `not measured: ${record.whyNot}`];
  const { value, unit, rival, ratio, budget, isMet } = record;
  const wanted =
    budget.of === 'ratio' ? `${budget.bound} ${budget.limit} x` : `${budget.bound} ${budget.limit} ${unit}`;
  return [
    `${short(value)} ${unit}`,
    rival === undefined ? '-' : `${rival.name}, ${short(rival.value)} ${unit}`,
    ratio === undefined ? '-' : ratio.toFixed(2),
    wanted,
    isMet ? 'yes' : 'NO',
  ];
}

/** Three digits, or all those before the point. */
function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
