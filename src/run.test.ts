import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import packageJson from '../package.json' with { type: 'json' };
import { Cancelled } from './cancelled.ts';
import { nodeHost } from './node/node-host.ts';
import { Runner, type RunOutcome } from './run.ts';
import { TOOL } from './version.ts';

const EXAMPLES = new URL('../examples/', import.meta.url);
const runner = new Runner(nodeHost());

function runExample(name: string): Promise<RunOutcome> {
  const uri = new URL(name, EXAMPLES);
  return runner.run(readFileSync(uri, 'utf8'), uri.href);
}

function runConfig(config: unknown): Promise<RunOutcome> {
  return runner.run(JSON.stringify(config, null, 2), new URL('test.cdma.json', EXAMPLES).href);
}

/** Nothing but the link can bind, and every map compresses alike. */
const uniform = (ratio: number, change: object = {}) => ({
  gpu: { preset: 'titanx-maxwell', dramBandwidth: '336 GB/s' },
  dma: { engineBytesPerCycle: 1000, crossbarBytesPerCycle: 1000, buffer: '1 MB' },
  workload: { network: 'alexnet', batch: 256, activations: { source: 'uniform', ratio } },
  ...change,
});

test('the version is that of the package', () => {
  assert.equal(TOOL.version, packageJson.version);
  assert.equal(TOOL.name, packageJson.name);
});

test('an empty config is AlexNet with ZVC on a Titan Xp behind PCIe 3', async () => {
  const { report, findings } = await runConfig({});
  assert.ok(report);
  const { gpu, link, dma, workload } = report.config.resolved;
  assert.deepEqual(
    [gpu.preset, link.preset, dma.codec, workload.network, workload.batch],
    ['titanxp', 'pcie3-x16', 'zvc', 'alexnet', 256],
  );
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['link-bound'],
  );
});

for (const name of ['alexnet', 'titanxp', 'vgg16', 'dram-bound', 'own-network']) {
  test(`the example ${name} runs`, async () => {
    const { report, findings } = await runExample(`${name}.cdma.json`);
    assert.ok(report);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.ok(report.time.oracleMs <= report.time.cdmaMs && report.time.cdmaMs <= report.time.vdnnMs);
  });
}

// docs/model.md, "Golden numbers": Maxwell Titan X, AlexNet at batch 256, uniform ratio 2.6.
test('a uniform ratio of 2.6 gives the golden times of AlexNet on a Maxwell Titan X', async () => {
  const { report } = await runConfig(uniform(2.6));
  assert.ok(report);
  assert.equal(report.time.oracleMs.toFixed(2), '256.82');
  assert.equal(report.time.vdnnMs.toFixed(2), '374.37');
  assert.equal(report.time.cdmaMs.toFixed(2), '283.32');
  for (const codec of report.codecs) assert.ok(Math.abs(codec.totals.compressionRatio - 2.6) < 1e-9);
});

test('without compression cDMA is vDNN', async () => {
  const { report } = await runConfig(uniform(1));
  assert.equal(report?.speedupOverVdnn, 1);
});

test('slide 45: no finding when DRAM just delivers ratio x link bandwidth, one when it falls short', async () => {
  // 4 x 12.8 GB/s = 51.2 GB/s must come from 80 % of the DRAM bandwidth: 64 GB/s.
  const withDram = (dramBandwidth: string) =>
    runConfig(uniform(4, { gpu: { preset: 'titanx-maxwell', dramBandwidth }, link: { bandwidth: '12.8 GB/s' } }));
  const enough = await withDram('64 GB/s');
  assert.equal(
    enough.findings.find(({ code }) => code === 'dram-bandwidth'),
    undefined,
  );
  const short = (await withDram('63.9 GB/s')).findings.find(({ code }) => code === 'dram-bandwidth');
  assert.ok(short);
  assert.match(
    short.message,
    /51\.1 GB\/s \(80 % of 63\.9 GB\/s\), below compression ratio 4\.00 x link 12\.8 GB\/s = 51\.2 GB\/s/,
  );
  assert.match(short.message, /9 of 9 offloaded layers: conv1, norm1/);
  assert.equal(short.fixes[0]?.title, 'Set gpu.dramBandwidth to "64 GB/s"');
});

test('slide 46: behind the crossbar, compression is limited by it', async () => {
  const { findings } = await runConfig(
    uniform(4, { dma: { placement: 'dma-engine', buffer: '1 MB', engineBytesPerCycle: 1000 } }),
  );
  const crossbar = findings.find(({ code }) => code === 'crossbar-bandwidth');
  // 32 B x 1.075 GHz = 34.4 GB/s against 51.2 GB/s.
  assert.match(crossbar?.message ?? '', /34\.4 GB\/s.*below compression ratio 4\.00 x link 12\.8 GB\/s = 51\.2 GB\/s/);
  assert.equal(crossbar?.fixes[0]?.title, 'Set dma.placement to "memory-controller"');
});

test('an 350 ns round trip at 12.8 GB/s and ratio 4 needs a buffer of 17.92 KB', async () => {
  const withBuffer = (buffer: string) =>
    runConfig(uniform(4, { dma: { buffer, engineBytesPerCycle: 1000, crossbarBytesPerCycle: 1000 } }));
  assert.equal(
    (await withBuffer('17920 B')).findings.some(({ code }) => code === 'dma-buffer'),
    false,
  );
  const short = (await withBuffer('10 KB')).findings.find(({ code }) => code === 'dma-buffer');
  assert.equal(short?.severity, 'warning');
  assert.equal(short?.fixes[0]?.title, 'Set dma.buffer to "18 KB"');
});

test('requests for 4 x 51.2 GB/s need two lines a cycle at 1.075 GHz', async () => {
  // One line a cycle is 128 B x 1.075 GHz = 137.6 GB/s.
  const withIssue = (issueLinesPerCycle: number) =>
    runConfig(
      uniform(4, {
        link: { bandwidth: '51.2 GB/s' },
        dma: { buffer: '1 MB', engineBytesPerCycle: 1000, crossbarBytesPerCycle: 1000, issueLinesPerCycle },
      }),
    );
  const short = (await withIssue(1)).findings.find(({ code }) => code === 'request-issue');
  assert.match(short?.message ?? '', /137\.6|138/);
  assert.equal(short?.fixes[0]?.title, 'Set dma.issueLinesPerCycle to 2');
  assert.ok(!(await withIssue(2)).findings.some(({ code }) => code === 'request-issue'));
});

test('measured layer times are used where a log has them, and named', async () => {
  const { report } = await runConfig({
    gpu: { preset: 'titanx-maxwell' },
    workload: { network: 'overfeat', batch: 128, layerTimes: 'measured', activations: { source: 'uniform' } },
  });
  assert.ok(report);
  assert.ok(report.layers.every(({ timeSource }) => timeSource === 'measured'));
  // soumith/convnet-benchmarks, caffe/output_overfeat.log: 430.114 ms forward and backward, a few of them between layers.
  const { weightUpdate } = report.config.resolved.workload;
  assert.ok(weightUpdate && Math.abs(report.time.oracleMs / 430.114 - 1) < 0.05, `${report.time.oracleMs}`);
  assert.ok(report.provenance.some(({ figure, kind }) => figure === 'Measured layer times' && kind === 'measured'));
});

test('the result says which fidelity it has, and the pipeline sees what the bounds do not', async () => {
  // 8 KB hold 64 lines for 350 ns: Little's law allows 22.9 GB/s. Line by line it is a little less (docs/pipeline.md).
  const withFidelity = (fidelity: string) =>
    runConfig(uniform(2.6, { fidelity, dma: { buffer: '8 KB' }, gpu: { preset: 'titanx-maxwell' } }));
  const { report: bounds } = await withFidelity('closed-form');
  const { report: lines } = await withFidelity('pipeline');
  assert.ok(bounds && lines);
  assert.deepEqual([bounds.fidelity, lines.fidelity], ['closed-form', 'pipeline']);
  for (const [index, { offloaded, offloadMs }] of lines.layers.entries()) {
    const bound = bounds.layers[index]?.offloadMs ?? 0;
    if (offloaded) assert.ok(offloadMs > bound && offloadMs < 1.03 * bound, `${offloadMs} ${bound}`);
  }
  assert.equal(lines.bottleneck.resource, 'buffer');
  const share = lines.attribution.resources.reduce((sum, { criticalPathShare }) => sum + criticalPathShare, 0);
  assert.ok(Math.abs(share - 1) < 1e-9);
});

test('a config with an error gives findings and no report', async () => {
  const { report, findings } = await runConfig({ dma: { buffer: '70 ns' } });
  assert.equal(report, null);
  assert.equal(findings.length, 1);
});

test('thousands of brackets are a fault, not a crash', async () => {
  const { report, findings } = await runner.run('{"gpu":'.repeat(2000), 'file:///deep.cdma.json');
  assert.equal(report, null);
  assert.match(findings[0]?.message ?? '', /nested too deeply/);
});

test('tensors of another network are not sold as measurements', async () => {
  const { report, findings } = await runConfig({
    workload: { network: 'googlenet', activations: { source: 'tensors', manifest: './traces/manifest.json' } },
  });
  assert.equal(report?.provenance[0]?.kind, 'predicted');
  assert.ok(findings.some(({ code }) => code === 'tensor-layers'));
});

test('a missing manifest is one error at the manifest', async () => {
  const text = '{ "workload": { "activations": { "source": "tensors", "manifest": "./nowhere.json" } } }';
  const { report, findings } = await runner.run(text, new URL('test.cdma.json', EXAMPLES).href);
  assert.equal(report, null);
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.code, 'tensor-file');
  assert.match(findings[0]?.message ?? '', /nowhere\.json does not exist/);
  assert.equal(findings[0]?.range.start.character, text.indexOf('"./nowhere'));
});

test('the same config gives the same bytes, also from a fresh simulator', async () => {
  const uri = new URL('alexnet.cdma.json', EXAMPLES);
  const text = readFileSync(uri, 'utf8');
  const first = await new Runner(nodeHost()).run(text, uri.href);
  const second = await runner.run(text, uri.href);
  assert.equal(JSON.stringify(first.report), JSON.stringify(second.report));
});

test('a cancelled run throws and leaves nothing behind that a later one would see', async () => {
  const fresh = new Runner(nodeHost());
  const controller = new AbortController();
  const running = fresh.run('{}', 'file:///test.cdma.json', controller.signal);
  controller.abort();
  await assert.rejects(running, Cancelled);
  assert.ok((await fresh.run('{}', 'file:///test.cdma.json')).report);
});

test('where a key is written, or its nearest parent', () => {
  const text = '{\n  "dma": { "codec": "zvc" }\n}';
  assert.deepEqual(runner.locate(text, 'file:///a', ['dma', 'codec']).start, { line: 1, character: 20 });
  assert.deepEqual(runner.locate(text, 'file:///a', ['dma', 'buffer']).start, { line: 1, character: 9 });
  assert.deepEqual(runner.locate(text, 'file:///a', ['gpu', 'preset']).start, { line: 0, character: 0 });
});
