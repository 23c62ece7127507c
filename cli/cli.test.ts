import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { MODEL_VERSION } from '../src/version.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** As it ships: built before any test is run. */
const PROGRAM = 'dist/cdma.cjs';
const TENSOR = 'examples/traces/p100/conv5.npy';
const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma cli ')); // with a space in its name
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command line as a user does, in the project's folder. */
function cdma(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  assert.doesNotMatch(stderr, /\n\s+at /, 'no stack trace');
  return { status, stdout, stderr };
}

function file(name: string, content: string | Uint8Array): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

test('validate: a valid config', () => {
  const { status, stdout } = cdma('validate', 'examples/alexnet.cdma.json', 'examples/vgg16.cdma.json');
  assert.equal(status, 0);
  assert.equal(stdout, '2 valid\n');
});

test('--version names the tool and its model, as results do; --help the commands', () => {
  assert.deepEqual(cdma('--version'), {
    status: 0,
    stdout: `cdma-explorer ${manifest.version}, model ${MODEL_VERSION}\n`,
    stderr: '',
  });
  const { status, stdout } = cdma('--help');
  assert.equal(status, 0);
  assert.match(stdout, /^Usage: cdma COMMAND .*\n {2}cdma validate FILE/);
});

test('validate: path, line, column, severity, code, message, help', () => {
  const config = file('bad.cdma.json', '{\n  "dma": { "buffer": "70 ns" },\n  "gpu": { "preset": "titan-xp" }\n}\n');
  const { status, stdout } = cdma('validate', config);
  assert.equal(status, 1);
  const lines = stdout.split('\n');
  assert.ok(
    lines[0]?.startsWith(`${config}:2:22: error[quantity]: buffer: '70 ns' is a time; expected a size`),
    stdout,
  );
  assert.match(stdout, /bad\.cdma\.json:3:22: error\[unknown-preset\]: .*"titan-xp"/);
  assert.match(stdout, /titanxp/);
  assert.match(stdout, /\n2 errors\n$/);
});

test('validate --json gives the same findings as data', () => {
  const config = file('bad.cdma.json', '{ "gpu": { "memoryControllers": -3 } }');
  const { status, stdout } = cdma('validate', config, '--json');
  assert.equal(status, 1);
  const findings = JSON.parse(stdout);
  assert.equal(findings.length, 1);
  assert.deepEqual(findings[0].range.start, { line: 0, character: 32 });
});

test('validate: a network file, at the layer that does not fit', () => {
  const layers = [
    '{ "name": "conv1", "kind": "conv", "channels": 8, "kernel": 3 }',
    '{ "name": "pool1", "kind": "pool", "kernel": 31, "stride": 1 }',
  ];
  const text = `{ "title": "T", "input": [3, 32, 32], "layers": [\n${layers.join(',\n')}\n] }`;
  const network = file('bad.cdma-network.json', text);
  const { status, stdout } = cdma('validate', network);
  assert.equal(status, 1);
  assert.equal(
    stdout.split('\n')[0],
    `${network}:3:46: error[network-shape]: pool1: the 31 x 31 kernel is larger than its input, which is 30 x 30.`,
  );
  const config = file('own.cdma.json', '{ "workload": { "network": "./bad.cdma-network.json" } }');
  const found = cdma('validate', config).stdout;
  assert.ok(
    found.startsWith(`${config}:1:28: error[network-shape]: network: in './bad.cdma-network.json', pool1: the 31`),
  );
  assert.ok(found.includes(`note: ${network}:3:46: The fault stands here.`), found);
});

test('validate: the examples of own networks', () => {
  const { status, stdout } = cdma('validate', 'examples/own-network.cdma.json', 'examples/tiny.cdma-network.json');
  assert.deepEqual([status, stdout], [0, '2 valid\n']);
});

test('simulate --json has the fields that scripts rely on, and the same bytes every time', () => {
  const first = cdma('simulate', 'examples/alexnet.cdma.json', '--json');
  const second = cdma('simulate', 'examples/alexnet.cdma.json', '--json');
  assert.equal(first.stdout, second.stdout);
  const report = JSON.parse(first.stdout);
  assert.match(report.config.hash, /^[0-9a-f]{64}$/);
  assert.equal(report.config.resolved.gpu.dramBandwidth, 336.5e9);
  for (const key of [
    'tool',
    'layers',
    'totals',
    'time',
    'speedupOverVdnn',
    'performanceVsOracle',
    'bottleneck',
    'cost',
  ]) {
    assert.ok(key in report, key);
  }
  const layer = report.layers.find(({ name }: { name: string }) => name === 'conv1');
  assert.deepEqual(layer.shape, [96, 55, 55]);
  assert.deepEqual(layer.origin, { kind: 'measured', tensor: 'p100/conv1.npy' });
  for (const key of [
    'kind',
    'density',
    'rawBytes',
    'compressedBytes',
    'ratio',
    'forwardMs',
    'backwardMs',
    'offloadMs',
    'prefetchMs',
    'bottleneck',
  ]) {
    assert.ok(key in layer, key);
  }
});

test('simulate: the ratio of a layer is that of its recorded tensor', () => {
  const { layers } = JSON.parse(cdma('simulate', 'examples/alexnet.cdma.json', '--json').stdout);
  const conv1 = layers.find(({ name }: { name: string }) => name === 'conv1');
  // Counted by independent code: see the source that the golden file names.
  assert.equal(conv1.ratio, 786432 / 399988);
});

test('simulate --set overrides values, --csv and --trace write files', () => {
  const csv = path.join(folder, 'layers.csv');
  const trace = path.join(folder, 'trace.json');
  const { status, stdout, stderr } = cdma(
    ...['simulate', 'examples/alexnet.cdma.json', '--set', 'dma.buffer=4 KB', '--set', 'workload.batch=64'],
    ...['--csv', csv, '--trace', trace],
  );
  assert.equal(status, 1, 'a 4 KB buffer is worth a warning');
  assert.match(stdout, /batch 64/);
  assert.match(stderr, /warning\[dma-buffer\]: The DMA buffer sustains 11\.4 GB\/s \(4 KB in a 350 ns round trip\)/);
  const lines = readFileSync(csv, 'utf8').trim().split('\r\n');
  assert.equal(lines.length, 14, 'a heading and 13 layers');
  const { traceEvents, otherData } = JSON.parse(readFileSync(trace, 'utf8'));
  const end = Math.max(
    ...traceEvents
      .filter(({ ph, pid }: { ph: string; pid: number }) => ph === 'X' && pid === 1)
      .map(({ ts, dur }: { ts: number; dur: number }) => ts + dur),
  );
  assert.ok(Math.abs(end / 1000 - otherData.time.vdnnMs) < 1e-6, 'the lanes end when the iteration does');
});

test('simulate: a tensor file that is cut short names file, byte and expectation', () => {
  const tensor = readFileSync(path.join(ROOT, TENSOR));
  file('short.npy', tensor.subarray(0, 5000));
  file(
    'manifest.json',
    JSON.stringify({
      layout: 'NCHW',
      tensors: [{ layer: 'conv5', file: 'short.npy', shape: [6, 64, 8, 8], dtype: 'float32', trainingProgress: 1 }],
    }),
  );
  const config = file(
    'tensors.cdma.json',
    JSON.stringify({ workload: { activations: { source: 'tensors', manifest: './manifest.json' } } }),
  );
  const { status, stderr } = cdma('simulate', config);
  assert.equal(status, 1);
  assert.match(
    stderr,
    /error\[tensor-file\]: short\.npy is cut short: shape \(6,64,8,8\) needs \d+ bytes of data, found \d+ \(byte 5000\)/,
  );
});

const CANNOT_RUN: [title: string, args: string[], message: RegExp][] = [
  ['no command', [], /Usage: cdma COMMAND/],
  ['an unknown command', ['simulat'], /unknown command "simulat"/],
  ['an unknown option', ['validate', 'x.cdma.json', '--colour'], /--colour/],
  ['a missing file', ['simulate', 'nowhere.cdma.json'], /cannot read nowhere\.cdma\.json: it does not exist/],
  ['a folder', ['validate', 'examples'], /cannot read examples: it is a folder/],
  ['a bad --set', ['simulate', 'examples/alexnet.cdma.json', '--set', 'buffer'], /expected path=value/],
];
for (const [title, args, message] of CANNOT_RUN) {
  test(`cannot run: ${title}`, () => {
    const { status, stdout, stderr } = cdma(...args);
    assert.equal(status, 2);
    assert.match(stdout + stderr, message);
  });
}

test('a byte-order mark is no fault, bytes that are no text are', () => {
  assert.equal(cdma('validate', file('mark.cdma.json', '\ufeff{}\r\n')).status, 0);
  const { status, stderr } = cdma('validate', file('latin.cdma.json', new Uint8Array([0x7b, 0xe9, 0x7d])));
  assert.equal(status, 2);
  assert.match(stderr, /latin\.cdma\.json: it is not UTF-8 text/);
});

// What it computes is tested in src/validation: it takes half a minute.
test('validation: takes no file, and one form of output', () => {
  const both = cdma('validation', '--json', '--markdown');
  assert.equal(both.status, 2);
  assert.match(both.stderr, /either --json or --markdown/);
  const withFile = cdma('validation', 'examples/alexnet.cdma.json');
  assert.equal(withFile.status, 2);
  assert.match(withFile.stderr, /no file expected/);
});

test('check: budgets that are met and one that is not', () => {
  const activations = { source: 'uniform', ratio: 4 };
  const expect = { compressionRatio: { atLeast: 4 }, trafficVsVdnn: { atMost: 0.2 } };
  const config = file('budget.cdma.json', JSON.stringify({ workload: { activations }, expect }, null, 2));
  const { status, stdout, stderr } = cdma('check', config);
  assert.equal(status, 1);
  assert.match(stdout, /1 of 2 budgets met/);
  assert.match(stdout, /met +compressionRatio is 4; at least 4 is expected\./);
  assert.match(stdout, /FAILED +trafficVsVdnn is 0\.25; at most 0\.2 is expected\./);
  assert.match(stderr, /budget\.cdma\.json:13:17: warning\[expectation\]/);
  const [checked] = JSON.parse(cdma('check', config, '--json').stdout);
  assert.deepEqual(
    checked.expectations.map((result: { metric: string; value: number; met: boolean }) => result.met),
    [true, false],
  );
});

test('check: fine where all budgets are met, 2 where a config cannot be simulated', () => {
  const met = file('met.cdma.json', '{ "expect": { "speedupOverVdnn": { "atLeast": 1 } } }');
  assert.equal(cdma('check', met).status, 0);
  const broken = file('broken.cdma.json', '{ "gpu": { "preset": "titan" }, "expect": {} }');
  const { status, stdout, stderr } = cdma('check', met, broken);
  assert.equal(status, 2);
  assert.match(stdout, /broken\.cdma\.json: cannot be simulated/);
  assert.match(stderr, /unknown-preset/);
  assert.equal(cdma('check').status, 2);
});

const SWEEP = {
  explore: {
    parameters: { 'dma.buffer': ['8 KB', '70 KB'], 'dma.codec': ['rle', 'zvc'] },
    constraints: ['dma.buffer > 8 KB'],
  },
};

test('explore: runs the sweep, ranks the points, and tells an optimum on the edge', () => {
  const config = file('sweep.cdma.json', JSON.stringify(SWEEP, null, 2));
  const csv = path.join(folder, 'sweep.csv');
  const { status, stdout, stderr } = cdma('explore', config, '--csv', csv);
  assert.equal(status, 0);
  assert.match(stdout, /2 of 4 points run, 2 feasible; best by speedupOverVdnn: 3/);
  assert.match(stderr, /information\[explore-edge\]: The best speedupOverVdnn lies at dma\.buffer = 70 KB/);
  const [heading, ...rows] = readFileSync(csv, 'utf8').trim().split(/\r?\n/);
  assert.match(heading ?? '', /^point,dma\.buffer,dma\.codec,speedupOverVdnn,.*iterationTime \(s\)/);
  assert.equal(rows.length, 2);
  const { points, plan } = JSON.parse(cdma('explore', config, '--json').stdout);
  assert.deepEqual(
    points.map((point: { id: number }) => point.id),
    [2, 3],
  );
  assert.deepEqual(plan.dropped, [{ constraint: 'dma.buffer > 8 KB', points: 2 }]);
});

test('explore --plan: counts without running; 2 where there is no sweep or an error', () => {
  const config = file('sweep.cdma.json', JSON.stringify(SWEEP, null, 2));
  const { status, stdout } = cdma('explore', config, '--plan');
  assert.equal(status, 0);
  assert.match(stdout, /^2 of 4 points\n {2}dma\.buffer: 2 values, 8 KB to 70 KB/);
  assert.match(stdout, /2 points dropped by dma\.buffer > 8 KB/);
  const none = cdma('explore', file('none.cdma.json', '{}'));
  assert.equal(none.status, 2);
  assert.match(none.stderr, /this config has no sweep/);
  const wrong = cdma('explore', file('wrong.cdma.json', '{ "explore": { "parameters": { "dma.bufer": ["1 KB"] } } }'));
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /error\[explore-key\].*\n.*dma\.buffer/);
});
