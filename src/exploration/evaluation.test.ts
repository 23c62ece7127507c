import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Explorer } from '../explore.ts';
import { METRIC_IDS } from '../metrics/metric.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import { evaluateList } from './evaluate-list.ts';
import { evaluatePoint } from './evaluate-point.ts';
import { evaluateHere } from './evaluation.ts';
import { FigureColumns } from './figure-columns.ts';
import { designsOf, type Prepared, structuresOf } from './prepared.ts';
import { SCALAR_KEYS } from './scalar-keys.ts';

const URI = 'file:///sweep.cdma.json';
const explorer = new Explorer(new Runner(nodeHost()));

async function prepare(config: object): Promise<Prepared> {
  const prepared = await explorer.prepare(JSON.stringify(config), URI);
  assert.ok(prepared, JSON.stringify((await explorer.plan(JSON.stringify(config), URI)).findings));
  return prepared;
}

/** Values that every scalar key takes. */
const VALUES: Readonly<Record<string, readonly (string | number)[]>> = {
  'gpu.memoryControllers': [1, 6, 12],
  'gpu.dramBandwidth': ['80 GB/s', '336.5 GB/s', '1 TB/s'],
  'gpu.dramEfficiency': [0.4, 0.8],
  'gpu.dramLatency': ['100 ns', '350 ns', '2 us'],
  'gpu.coreClock': ['500 MHz', '1.075 GHz'],
  'gpu.peakCompute': ['2 TFLOP/s', '7 TFLOP/s', '60 TFLOP/s'],
  'link.bandwidth': ['3 GB/s', '12.8 GB/s', '100 GB/s'],
  'link.gpusSharing': [1, 4],
  'link.readRequests': [8, 256],
  'link.readRequestSize': ['128 B', '512 B'],
  'link.hostLatency': ['300 ns', '2 us'],
  'dma.engineBytesPerCycle': [2, 32],
  'dma.crossbarBytesPerCycle': [8, 32],
  'dma.buffer': ['2 KB', '70 KB'],
  'dma.issueLinesPerCycle': [1, 4],
  'dma.parsedLinesPerCycle': [1, 2],
  'cost.sramCell': ['0.1 um2', '0.2 um2'],
  'cost.engineArea': ['0.1 mm2', '0.3 mm2'],
  'cost.controlArea': ['0.05 mm2', '0.1 mm2'],
  'cost.sramPorts': [1, 2],
  'cost.sramEfficiency': [0.5, 0.7],
  'cost.logicNode': ['16 nm', '28 nm'],
  'cost.dramEnergy': ['4 pJ/bit', '14 pJ/bit'],
  'cost.crossbarEnergy': ['1 pJ/bit', '3 pJ/bit'],
  'cost.engineEnergy': ['50 fJ/bit', '100 fJ/bit'],
  'cost.linkEnergy': ['2 pJ/bit', '12 pJ/bit'],
  'cost.hostEnergy': ['10 pJ/bit', '20 pJ/bit'],
  'cost.computeEnergy': ['5 pJ/FLOP', '22 pJ/FLOP'],
  'cost.staticPower': ['50 W', '85 W'],
};

const STRUCTURAL: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
  'gpu.preset': ['titanx-maxwell', 'v100-sxm2'],
  'link.preset': ['pcie3-x16', 'nvlink2-x6'],
  'dma.codec': ['zvc', 'rle'],
  'dma.placement': ['memory-controller', 'dma-engine'],
  'dma.packing': ['stream', 'sector', 'line'],
  'dma.dramPriority': ['dma', 'compute', 'off'],
  'workload.network': ['alexnet', 'nin'],
  'workload.batch': [32, 256],
  'workload.policy': ['all', 'conv'],
  'workload.refetchImage': [false, true],
  'workload.layerTimes': ['model', 'measured'],
  'link.packetHeader': ['16 B', '28 B'],
};

test('every scalar key has values here', () => assert.deepEqual(Object.keys(VALUES), SCALAR_KEYS));

for (const [key, values] of Object.entries(VALUES)) {
  test(`${key} set in place is what resolving gives`, async () => {
    const prepared = await prepare({ explore: { parameters: { [key]: values } } });
    const designs = designsOf(prepared, null);
    const inPlace = structuredClone(designs.configAt(0));
    for (const [place] of values.entries()) {
      designs.setScalars(inPlace, place);
      assert.deepEqual(inPlace, designs.configAt(place));
    }
  });
}

const BASES = [
  { cost: { energy: 'on' }, workload: { activations: { source: 'uniform', ratio: 2.6 } } },
  { workload: { activations: { source: 'uniform', ratio: 1.3 } } },
];

test('a grid at once, a list one by one and each design alone: the same figures, bit for bit', async () => {
  const keys = [...Object.keys(VALUES), ...Object.keys(STRUCTURAL)];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...BASES),
      fc.shuffledSubarray(keys, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (base, chosen, isZipped) => {
        const parameters = Object.fromEntries(chosen.map((key) => [key, VALUES[key] ?? STRUCTURAL[key]]));
        const [first, second] = chosen;
        const sameLength = first && second && parameters[first]?.length === parameters[second]?.length;
        const together = isZipped && sameLength ? { together: [[first, second]] } : {};
        const prepared = await prepare({ ...base, explore: { parameters, ...together } });
        const places = Uint32Array.from({ length: prepared.space.size }, (_, place) => place);
        const request = { places, fidelity: null, wanted: METRIC_IDS, onProgress: () => {} };
        const grid = await evaluateHere(prepared)(request);
        const list = new FigureColumns(places.length);
        const { context } = prepared;
        await evaluateList(places, {
          structures: structuresOf(prepared, null),
          context,
          figures: list,
          onImpossible: () => assert.fail('every design can be simulated'),
          onProgress: () => {},
        });
        const designs = designsOf(prepared, null);
        for (const place of places) {
          const alone = await evaluatePoint(designs.configAt(place), context);
          for (const id of METRIC_IDS) {
            const expected = alone?.[id] ?? Number.NaN;
            assert.equal(grid.metrics.get(id)?.[place], expected, `${id} of the grid at ${place}`);
            assert.equal(list.columns.get(id)?.[place], expected, `${id} of the list at ${place}`);
          }
        }
      },
    ),
    { seed: 20180224, numRuns: 60 },
  );
});

test('designs without a shape of their own are simulated: pipeline, and no barriers', async () => {
  const parameters = {
    'workload.sync': ['layer', 'async'],
    fidelity: ['closed-form', 'pipeline'],
    'dma.buffer': ['4 KB', '70 KB'],
  };
  const prepared = await prepare({ ...BASES[0], explore: { parameters } });
  const places = Uint32Array.from({ length: 8 }, (_, place) => place);
  const { metrics } = await evaluateHere(prepared)({
    places,
    fidelity: null,
    wanted: METRIC_IDS,
    onProgress: () => {},
  });
  const designs = designsOf(prepared, null);
  for (const place of places) {
    const alone = await evaluatePoint(designs.configAt(place), prepared.context);
    for (const id of METRIC_IDS) assert.equal(metrics.get(id)?.[place], alone?.[id] ?? Number.NaN);
  }
});
