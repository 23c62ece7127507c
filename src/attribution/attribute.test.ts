import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import { networkById } from '../network/catalogue.ts';
import { compressedIteration, uncompressedTimes } from '../timing/training-times.ts';
import { type Attribution, attribute } from './attribute.ts';
import type { Attributed } from './critical-path.ts';
import type { Design } from './what-if.ts';

const RUNS = { seed: 20180224, numRuns: 40 };
const SIX = ['alexnet', 'overfeat', 'nin', 'vgg16', 'squeezenet', 'googlenet'];

interface DesignPoint {
  gpu: typeof TITAN_XP;
  network: string;
  bandwidth: number;
  buffer: number;
  engineBytesPerCycle: number;
  crossbarBytesPerCycle: number;
  placement: 'memory-controller' | 'dma-engine';
  dramEfficiency: number;
  ratio: number;
}

/** Designs in which any station may bind, alone or tied. */
const designs = fc.record({
  gpu: fc.constantFrom(MAXWELL_TITAN_X, TITAN_XP),
  network: fc.constantFrom(...SIX),
  bandwidth: fc.double({ min: 4e9, max: 60e9, noNaN: true }),
  buffer: fc.double({ min: 4e3, max: 200e3, noNaN: true }),
  engineBytesPerCycle: fc.integer({ min: 1, max: 64 }),
  crossbarBytesPerCycle: fc.integer({ min: 4, max: 64 }),
  placement: fc.constantFrom('memory-controller' as const, 'dma-engine' as const),
  dramEfficiency: fc.double({ min: 0.1, max: 0.95, noNaN: true }),
  ratio: fc.double({ min: 1, max: 16, noNaN: true }),
});

function attributionOf(design: DesignPoint): Promise<Attribution> {
  const { gpu, network: id, bandwidth, dramEfficiency, ratio, ...dma } = design;
  const reference = referenceConfig(gpu, id);
  const config = {
    ...reference,
    gpu: { ...reference.gpu, dramEfficiency },
    link: { ...reference.link, bandwidth },
    dma: { ...reference.dma, ...dma },
  };
  const network = networkById(id);
  const times = uncompressedTimes(config, network);
  const run = ({ config: other, compute }: Design) =>
    compressedIteration({ ...config, ...other }, network, { ...times, compute }, () => ratio);
  return attribute({ config, compute: times.compute }, run({ config, compute: times.compute }), run);
}
const PAPER: DesignPoint = {
  gpu: MAXWELL_TITAN_X,
  network: 'vgg16',
  bandwidth: 12.8e9,
  buffer: 70e3,
  engineBytesPerCycle: 32,
  crossbarBytesPerCycle: 32,
  placement: 'memory-controller',
  dramEfficiency: 0.8,
  ratio: 2.6,
};

function viewOf({ resources }: Pick<Attribution, 'resources'>, resource: Attributed) {
  const found = resources.find((view) => view.resource === resource);
  assert.ok(found);
  return found;
}

test('critical-path shares sum to 1, for the run and for every layer', async () => {
  await fc.assert(
    fc.asyncProperty(designs, async (design) => {
      const { resources, layers } = await attributionOf(design);
      for (const views of [resources, ...layers.map((layer) => layer.resources)]) {
        const sum = views.reduce((total, { criticalPathShare }) => total + criticalPathShare, 0);
        assert.ok(Math.abs(sum - 1) < 1e-6, `${sum}`);
      }
    }),
    RUNS,
  );
});

// Euler: with every rate k times as high and every latency k times as short, T is T / k. The buffer is a size and stays.
test('the elasticities of all rates and the latency sum to 1, or to less and more on the two sides of a kink', async () => {
  await fc.assert(
    fc.asyncProperty(designs, async (design) => {
      const views = (await attributionOf(design)).resources.filter(({ resource }) => resource !== 'buffer');
      const sum = (side: 'slower' | 'faster') => views.reduce((total, view) => total + view.elasticity[side], 0);
      assert.ok(sum('faster') <= 1.01, `faster ${sum('faster')}`);
      assert.ok(sum('slower') >= 0.99, `slower ${sum('slower')}`);
    }),
    RUNS,
  );
});

test('what is nowhere on the critical path buys nothing', async () => {
  await fc.assert(
    fc.asyncProperty(designs, async (design) => {
      const { resources } = await attributionOf(design);
      for (const { resource, criticalPathShare, speedupIfInfinite } of resources) {
        // In closed form a round trip is waited for at the buffer.
        if (criticalPathShare > 0 || resource === 'latency' || speedupIfInfinite === null) continue;
        assert.ok(Math.abs(speedupIfInfinite - 1) < 1e-9, `${resource} ${speedupIfInfinite}`);
      }
    }),
    RUNS,
  );
});

test('nothing buys more than its share of the critical path', async () => {
  await fc.assert(
    fc.asyncProperty(designs, async (design) => {
      for (const { resource, criticalPathShare, speedupIfInfinite } of (await attributionOf(design)).resources) {
        if (resource === 'latency' || speedupIfInfinite === null) continue;
        assert.ok(1 - 1 / speedupIfInfinite <= criticalPathShare + 1e-9, resource);
      }
    }),
    RUNS,
  );
});

test("the paper's design is bound by compute and the link; an unlimited link gives the oracle", async () => {
  const wide = { buffer: 10e6, engineBytesPerCycle: 1000, crossbarBytesPerCycle: 1000, dramEfficiency: 10 };
  const attribution = await attributionOf({ ...PAPER, ...wide });
  const link = viewOf(attribution, 'link');
  // docs/model.md, "Golden numbers": cDMA takes 1723.29 ms, the oracle 1622.80 ms.
  assert.equal(link.speedupIfInfinite?.toFixed(4), (1723.29 / 1622.8).toFixed(4));
  assert.ok(Math.abs(link.criticalPathShare + viewOf(attribution, 'compute').criticalPathShare - 1) < 1e-9);
  assert.equal(viewOf(attribution, 'buffer').speedupIfInfinite, 1);
});

test('two resources that tie are a kink, and only the pair frees the time', async () => {
  // Engines at exactly the rate that the link asks for: 6 x 5 B x 1.075 GHz = 32.25 GB/s = 2.5 x 12.9 GB/s.
  const attribution = await attributionOf({ ...PAPER, engineBytesPerCycle: 5, bandwidth: 12.9e9, ratio: 2.5 });
  const link = viewOf(attribution, 'link');
  assert.ok(link.elasticity.slower > 0.05 && link.elasticity.faster === 0);
  assert.equal(link.speedupIfInfinite, 1);
  assert.deepEqual(attribution.pair?.resources, ['link', 'engine']);
  assert.ok((attribution.pair?.speedupIfInfinite ?? 0) > 1.05);
});

test('a dedicated zlib engine is a resource like any other', async () => {
  // Slide 49: 2.5 GB/s an engine. Six of them at ratio 2.6 are slower than the link: 15 against 33.28 GB/s.
  const reference = referenceConfig(MAXWELL_TITAN_X, 'vgg16');
  const config = { ...reference, dma: { ...reference.dma, codec: 'zlib', zlibEngine: 'dedicated-hardware' } } as const;
  const network = networkById('vgg16');
  const times = uncompressedTimes(config, network);
  const run = ({ config: other, compute }: Design) =>
    compressedIteration(other, network, { ...times, compute }, () => 2.6);
  const attribution = await attribute({ config, compute: times.compute }, run({ config, compute: times.compute }), run);
  const engine = viewOf(attribution, 'engine');
  assert.ok(engine.criticalPathShare > 0.1);
  assert.ok(Math.abs(engine.elasticity.slower - engine.criticalPathShare) < 0.01);
});
