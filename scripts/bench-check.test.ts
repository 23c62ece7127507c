/** What the check of benchmarks lets pass and what not, on figures whose share of the baseline is worked out by hand. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Budget, Measurement } from '../bench/measurement.ts';
import { compareWithBaseline } from './bench-comparison.ts';
import { type BaselineFigure, readBaseline, readBenchmarks, UnreadableFile } from './bench-results.ts';
import { BENCHMARKS } from './benchmarks.ts';
import { ROOT, runScript } from './project.ts';

const RATIO = { of: 'ratio', bound: 'at least', limit: 0.8 } as const;
const SIZE = { of: 'value', bound: 'at most', limit: 150 } as const;

function record(name: string, budget: Budget, figures: Partial<Measurement>): Measurement {
  return { name, value: 20, unit: 'kB', budget, rounds: 3, isMet: true, ...figures };
}

const sizing: BaselineFigure = { benchmark: 'codecs', name: 'size', of: 'ratio', baseline: 1.2, margin: 0.25 };
const bundle: BaselineFigure = { benchmark: 'sizes', name: 'panel.js', of: 'value', baseline: 100, margin: 0.05 };

const checkRatio = (ratio: number) =>
  compareWithBaseline({ codecs: [record('size', RATIO, { ratio })] }, [sizing]).failures;
const checkSize = (value: number) =>
  compareWithBaseline({ sizes: [record('panel.js', SIZE, { value })] }, [bundle]).failures;

test('a ratio may fall by its margin and rise without end', () => {
  assert.deepEqual(checkRatio(0.9), []); // a quarter below
  assert.deepEqual(checkRatio(12), []);
  assert.deepEqual(checkRatio(0.888), [
    'codecs, size: 0.888 of the rival is 26.0 % worse than 1.2, its baseline (margin 25.0 %)',
  ]);
});

test('a size may rise by its margin and fall without end', () => {
  assert.deepEqual(checkSize(105), []);
  assert.deepEqual(checkSize(1), []);
  assert.deepEqual(checkSize(106), ['sizes, panel.js: 106 kB is 6.0 % worse than 100, its baseline (margin 5.0 %)']);
});

test('a size over its budget fails also within its margin; another missed budget does not', () => {
  const near: BaselineFigure = { ...bundle, baseline: 149 };
  const over = record('panel.js', SIZE, { value: 153, isMet: false });
  assert.deepEqual(compareWithBaseline({ sizes: [over] }, [near]).failures, [
    'sizes, panel.js: 153 kB is 2.0 % more than its budget of 150 kB',
  ]);
  const slow = record('size', { ...RATIO, limit: 2 }, { ratio: 1.2, isMet: false });
  assert.deepEqual(compareWithBaseline({ codecs: [slow] }, [sizing]).failures, []);
});

test('what a benchmark did not bring fails; a benchmark that was not run is named', () => {
  const unmeasured = { codecs: [{ name: 'size', whyNot: 'g++ is missing' }] };
  const { failures, notRun } = compareWithBaseline(unmeasured, [sizing, bundle]);
  assert.deepEqual(failures, ['codecs, size: it was not measured: g++ is missing']);
  assert.deepEqual(notRun, ['sizes']);
  const renamed = compareWithBaseline({ codecs: [record('sizing', RATIO, { ratio: 1.2 })] }, [sizing]);
  assert.deepEqual(renamed.failures, ['codecs, size: it was not measured, and the baseline has it']);
  const alone = compareWithBaseline({ codecs: [record('size', RATIO, {})] }, [sizing]);
  assert.deepEqual(alone.failures, ['codecs, size: it has no rival, and the baseline has a ratio']);
});

test('the committed baseline can be read, names each figure once and only benchmarks that there are', () => {
  const figures = readBaseline(readFileSync(path.join(ROOT, 'bench', 'baseline.json'), 'utf8'), 'bench/baseline.json');
  const names = figures.map(({ benchmark, name, of }) => `${benchmark}, ${name}, ${of}`);
  assert.deepEqual(names, [...new Set(names)]);
  const known = new Set(BENCHMARKS.map(({ name }) => name));
  assert.deepEqual(
    figures.filter(({ benchmark }) => !known.has(benchmark)),
    [],
  );
});

test('the benchmarks are the files of bench/ that say how to run them', () => {
  const folder = path.join(ROOT, 'bench');
  const says = (name: string): boolean =>
    readFileSync(path.join(folder, `${name}.ts`), 'utf8').includes(` * Usage: npm run bench -- ${name}`);
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const runnable = files
    .map((file) => path.basename(file, '.ts'))
    .filter(says)
    .sort();
  assert.deepEqual(runnable, BENCHMARKS.map(({ name }) => name).sort());
});

test('files that are something else are refused with place and remedy', () => {
  const refused = (read: () => unknown, message: RegExp): void =>
    assert.throws(read, (error) => error instanceof UnreadableFile && message.test(error.message));
  refused(() => readBenchmarks('{', 'a.json'), /^a\.json is no JSON: /);
  refused(() => readBenchmarks('[]', 'a.json'), /^a\.json has no object "benchmarks": write it with npm run bench$/);
  const halfRecord = JSON.stringify({ benchmarks: { codecs: [{ name: 'size', value: null }] } });
  refused(() => readBenchmarks(halfRecord, 'a.json'), /^a\.json: "codecs" is no list of whole records/);
  const wide = JSON.stringify([sizing, { ...bundle, margin: 5 }]);
  refused(() => readBaseline(wide, 'b.json'), /^b\.json: figure 2 is .*"margin":5.*expected/);
  refused(() => readBaseline('{}', 'b.json'), /^b\.json is no list of figures$/);
});

test('the command ends with 1 and names the figure, and with 2 for a file it cannot read', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-check-'));
  try {
    const file = path.join(folder, 'bench.json');
    const over = record('panel.js', { ...SIZE, limit: 520 }, { value: 521, isMet: false });
    writeFileSync(file, JSON.stringify({ benchmarks: { sizes: [over] } }));
    const failed = await runScript('bench-check', [file]);
    assert.equal(failed.ok, false);
    assert.match(failed.output, /✘ sizes, panel\.js: 521 kB is 0\.2 % more than its budget of 520 kB/);
    const absent = path.join(folder, 'absent.json');
    assert.equal(existsSync(absent), false);
    assert.match(
      (await runScript('bench-check', [absent])).output,
      /absent\.json cannot be read: npm run bench writes/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
