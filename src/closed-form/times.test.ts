import assert from 'node:assert/strict';
import { test } from 'node:test';
import { structuresOf } from '../exploration/prepared.ts';
import type { Structure } from '../exploration/structures.ts';
import { Explorer } from '../explore.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import { randomFor } from '../synthesis/random.ts';
import { MOST_TOGETHER, paceColumns, timeColumns } from './design-columns.ts';
import { designRates, linkRates } from './design-rates.ts';
import { KeyColumns } from './key-columns.ts';
import { plainTimes } from './plain-times.ts';
import { webAssemblyTimes } from './web-assembly-times.ts';

const explorer = new Explorer(new Runner(nodeHost()));
const vectors = webAssemblyTimes();

/** What makes an iteration of a config. */
async function structureOf(config: object): Promise<Structure> {
  const parameters = { 'dma.buffer': ['16 KB', '70 KB'] };
  const activations = { source: 'uniform', ratio: 2.6 };
  const workload = { activations, ...('workload' in config ? (config.workload as object) : {}) };
  const text = JSON.stringify({ ...config, workload, explore: { parameters } });
  const prepared = await explorer.prepare(text, 'file:///times.cdma.json');
  assert.ok(prepared, text);
  const structure = await structuresOf(prepared, null).of(0);
  assert.ok(structure !== undefined && structure !== 'impossible');
  return structure;
}

/** Rates far below and far above each other, many of them equal. */
function randomPace(seed: number) {
  const random = randomFor(seed, 'pace');
  const pace = paceColumns();
  const between = (low: number, high: number) => low * (high / low) ** random.uniform();
  for (let row = 0; row < MOST_TOGETHER; row++) {
    const isLikeBefore = row > 0 && random.uniform() < 0.5;
    pace.peakCompute[row] = isLikeBefore ? pace.peakCompute[row - 1] : between(1e11, 1e15);
    pace.dramBandwidth[row] = isLikeBefore ? pace.dramBandwidth[row - 1] : between(1e9, 1e14);
    pace.dram[row] = between(1e9, 1e14);
    pace.crossbar[row] = random.uniform() < 0.3 ? Number.POSITIVE_INFINITY : between(1e9, 1e13);
    pace.offload[row] = between(1e8, 1e13);
    pace.prefetch[row] = between(1e8, 1e13);
    pace.linkOffload[row] = between(1e8, 1e13);
    pace.linkPrefetch[row] = random.uniform() < 0.5 ? pace.linkOffload[row] : between(1e8, 1e13);
  }
  return pace;
}

const ITERATIONS: Readonly<Record<string, object>> = {
  'VGG-16': { workload: { network: 'vgg16' } },
  GoogLeNet: { workload: { network: 'googlenet' } },
  'ResNet-50': { workload: { network: 'resnet-50' } },
  'the image fetched again': { workload: { network: 'alexnet', refetchImage: true } },
  'no copies at all': { workload: { network: 'alexnet', policy: 'large-model-support', batch: 1 } },
  'DRAM without contention': { dma: { dramPriority: 'off' } },
  'compute goes first at DRAM': { dma: { dramPriority: 'compute' } },
  'measured layers': { workload: { network: 'overfeat', layerTimes: 'measured', batch: 128 } },
  'compressed sectors': { dma: { packing: 'sector' } },
};

for (const [name, config] of Object.entries(ITERATIONS)) {
  test(`two designs at a time and one after the other, ${name}: the same times, bit for bit`, async (context) => {
    if (vectors === null) return context.skip('no vectors here');
    const { config: resolved, shape, table } = await structureOf(config);
    const iteration = { shape, table, priority: resolved.dma.dramPriority };
    for (const designs of [1, 2, 7, MOST_TOGETHER]) {
      const pace = randomPace(designs);
      const [expected, actual] = [timeColumns(), timeColumns()];
      plainTimes(iteration, pace, designs, expected);
      vectors(iteration, pace, designs, actual);
      for (const time of ['oracle', 'vdnn', 'cdma'] as const) {
        assert.deepEqual(actual[time].subarray(0, designs), expected[time].subarray(0, designs), time);
      }
    }
  });
}

test('several copies beside a step run one after the other', async (context) => {
  if (vectors === null) return context.skip('no vectors here');
  const { shape, table } = await structureOf({ workload: { network: 'vgg16' } });
  // Those of every other step wait for the next.
  const copiesEnd = shape.copiesEnd.map((end, step) => (step % 2 === 0 ? (shape.copiesEnd[step - 1] ?? 0) : end));
  const copyBytes = Float64Array.from(copiesEnd, (end, step) =>
    shape.rawBytes.subarray(copiesEnd[step - 1] ?? 0, end).reduce((sum, bytes) => sum + bytes, 0),
  );
  const iteration = { shape: { ...shape, copiesEnd, copyBytes }, table, priority: 'dma' } as const;
  const pace = randomPace(3);
  const [expected, actual] = [timeColumns(), timeColumns()];
  plainTimes(iteration, pace, MOST_TOGETHER, expected);
  vectors(iteration, pace, MOST_TOGETHER, actual);
  assert.deepEqual(actual, expected);
});

test('iterations take turns in the same memory, small ones and large ones', async (context) => {
  if (vectors === null) return context.skip('no vectors here');
  const structures = [await structureOf({}), await structureOf({ workload: { network: 'resnet-152' } })];
  const pace = randomPace(1);
  for (const { shape, table } of [...structures, ...structures]) {
    const [expected, actual] = [timeColumns(), timeColumns()];
    plainTimes({ shape, table, priority: 'dma' }, pace, MOST_TOGETHER, expected);
    vectors({ shape, table, priority: 'dma' }, pace, MOST_TOGETHER, actual);
    assert.deepEqual(actual, expected);
  }
});

test('rates column by column are those of each design alone', async () => {
  const random = randomFor(1, 'keys');
  for (const dma of [{}, { placement: 'dma-engine' }, { codec: 'zlib', zlibEngine: 'dedicated-hardware' }]) {
    const { config } = await structureOf({ dma });
    const keys = new KeyColumns(config);
    const designs = 20;
    const configs = Array.from({ length: designs }, () => structuredClone(config));
    for (const section of ['gpu', 'link', 'dma'] as const) {
      for (const [key, value] of Object.entries(config[section])) {
        const column = keys.column(`${section}.${key}`);
        if (column === undefined || typeof value !== 'number') continue;
        for (const [row, one] of configs.entries()) {
          column[row] = value * (0.5 + random.uniform());
          Object.assign(one[section], { [key]: column[row] });
        }
      }
    }
    const pace = paceColumns();
    keys.setPace(designs, pace);
    for (const [row, one] of configs.entries()) {
      const [rates, link] = [designRates(one), linkRates(one)];
      assert.deepEqual(
        [pace.dram[row], pace.crossbar[row], pace.offload[row], pace.prefetch[row]],
        [rates.dram, rates.crossbar, rates.offload, rates.prefetch],
      );
      assert.deepEqual([pace.linkOffload[row], pace.linkPrefetch[row]], [link.offload, link.prefetch]);
      assert.deepEqual([pace.peakCompute[row], pace.dramBandwidth[row]], [one.gpu.peakCompute, one.gpu.dramBandwidth]);
    }
  }
});

test('without WebAssembly there are no vectors', () => {
  const present = WebAssembly;
  try {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    assert.equal(webAssemblyTimes(), null);
  } finally {
    Reflect.set(globalThis, 'WebAssembly', present);
  }
});
