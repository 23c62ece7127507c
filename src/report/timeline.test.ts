import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import { networkById } from '../network/catalogue.ts';
import { compressedIteration, uncompressedTimes } from '../timing/training-times.ts';
import { buffersOf, type DesignTimeline, type LaneName, timelineOf } from './timeline.ts';

const designs = fc.record({
  gpu: fc.constantFrom(MAXWELL_TITAN_X, TITAN_XP),
  network: fc.constantFrom('alexnet', 'vgg16', 'googlenet', 'resnet-50'),
  bandwidth: fc.double({ min: 2e9, max: 60e9, noNaN: true }),
  /** At the lower end copies and compute crowd each other out of DRAM. */
  dramBandwidth: fc.double({ min: 30e9, max: 900e9, noNaN: true }),
  ratio: fc.double({ min: 1, max: 16, noNaN: true }),
  workload: fc.constantFrom(
    { sync: 'layer' as const },
    { sync: 'layer' as const, policy: 'conv' as const },
    { sync: 'async' as const },
    { sync: 'async' as const, staging: 2e9 },
  ),
});
type Design = Omit<typeof designs extends fc.Arbitrary<infer D> ? D : never, 'network'> & { network: string };

function timelines({ gpu, network: id, bandwidth, dramBandwidth, ratio, workload }: Design) {
  const reference = referenceConfig(gpu, id);
  const config = {
    ...reference,
    gpu: { ...gpu, dramBandwidth },
    link: { ...reference.link, bandwidth },
    workload: { ...reference.workload, ...workload },
  };
  const network = networkById(id);
  const times = uncompressedTimes(config, network);
  const cdma = compressedIteration(config, network, times, () => ratio);
  return { times, cdma, timeline: timelineOf(times.compute, { vdnn: times.vdnn, cdma }) };
}

function lane({ lanes }: DesignTimeline, name: LaneName) {
  const found = lanes.find(({ lane }) => lane === name);
  assert.ok(found, name);
  return found;
}

function lengthOf(design: DesignTimeline, name: LaneName): number {
  const { starts, ends } = lane(design, name);
  return ends.reduce((sum, end, index) => sum + end - (starts[index] ?? Number.NaN), 0);
}

test('compute and stalls tile the iteration, without gap or overlap', () => {
  fc.assert(
    fc.property(designs, (design) => {
      const { timeline } = timelines(design);
      for (const one of timeline.designs.slice(1)) {
        const spans = (['compute', 'stall'] as const).flatMap((name) => {
          const { starts, ends } = lane(one, name);
          return [...starts].map((start, index) => ({ start, end: ends[index] ?? Number.NaN }));
        });
        spans.sort((a, b) => a.start - b.start || a.end - b.end);
        let now = 0;
        for (const { start, end } of spans) {
          assert.ok(Math.abs(start - now) < 1e-9, `${start} after ${now}`);
          now = end;
        }
        assert.ok(Math.abs(now - one.seconds) < 1e-9);
      }
    }),
    { seed: 20180224, numRuns: 40 },
  );
});

test('the oracle is compute alone, and copies carry the bytes that move', () => {
  fc.assert(
    fc.property(designs, (design) => {
      const { times, timeline } = timelines(design);
      const [oracle, vdnn, cdma] = timeline.designs;
      assert.ok(oracle && vdnn && cdma);
      assert.ok(Math.abs(oracle.seconds - times.oracleSeconds) < 1e-9);
      const bytes = times.plan.reduce((sum, { elementsPerImage }) => sum + elementsPerImage, 0);
      const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
      const batch = referenceConfig(design.gpu, design.network).workload.batch;
      const moved = sum(lane(cdma, 'offload').rawBytes);
      assert.ok(Math.abs(moved / (bytes * batch * 4) - 1) < 1e-9);
      assert.ok(Math.abs(sum(lane(cdma, 'prefetch').rawBytes) / moved - 1) < 1e-9);
      assert.ok(Math.abs(sum(lane(cdma, 'offload').compressedBytes) / (moved / design.ratio) - 1) < 1e-9);
      assert.ok(Math.abs(sum(lane(vdnn, 'offload').compressedBytes) / moved - 1) < 1e-9);
    }),
    { seed: 20180224, numRuns: 40 },
  );
});

test('what is not compute is waiting: together as long as the design takes longer than the oracle', () => {
  fc.assert(
    fc.property(designs, (design) => {
      const { times, timeline } = timelines(design);
      for (const one of timeline.designs.slice(1)) {
        assert.ok(Math.abs(lengthOf(one, 'compute') - times.oracleSeconds) < 1e-9);
        assert.ok(Math.abs(lengthOf(one, 'stall') - (one.seconds - times.oracleSeconds)) < 1e-9);
      }
    }),
    { seed: 20180224, numRuns: 40 },
  );
});

test('a map that is fetched late is waited for from the beginning of its copy to the end', () => {
  const { cdma, timeline } = timelines({ ...GOLDEN, network: 'squeezenet' });
  const fetches = cdma.steps.filter(({ work }) => work.kind === 'fetch');
  assert.ok(fetches.length > 0);
  const one = timeline.designs.find(({ design }) => design === 'cdma');
  assert.ok(one);
  const [stalls, copies] = [lane(one, 'stall'), lane(one, 'prefetch')];
  for (const { start, duration, transfers } of fetches) {
    const stall = stalls.starts.indexOf(start);
    assert.ok(stall >= 0 && Math.abs((stalls.ends[stall] ?? 0) - (start + duration)) < 1e-12);
    const copy = copies.starts.indexOf(start);
    assert.equal(timeline.labels[copies.labels[copy] ?? -1], transfers[0]?.layers.join(' + '));
    const causes = transfers.map(({ binding }) => binding);
    assert.ok(['dram', ...causes].includes(timeline.causes[stalls.causes[stall] ?? -1] ?? ''));
  }
});

const GOLDEN = {
  gpu: MAXWELL_TITAN_X,
  bandwidth: 12.8e9,
  dramBandwidth: MAXWELL_TITAN_X.dramBandwidth,
  ratio: 2.6,
  workload: { sync: 'layer' as const },
};

// docs/model.md, "Golden numbers", in milliseconds on the Maxwell Titan X.
for (const [network, forward, oracle, vdnn, cdma] of [
  ['alexnet', 76.78, 256.82, 374.37, 283.32],
  ['vgg16', 497.81, 1622.8, 2034.53, 1723.29],
  ['googlenet', 243.7, 852.83, 1495.1, 1016.78],
] as const) {
  test(`the lanes of ${network} end where the golden numbers say`, () => {
    const { timeline } = timelines({ ...GOLDEN, network });
    assert.deepEqual(
      timeline.designs.map(({ design, seconds }) => [design, (seconds * 1e3).toFixed(2)]),
      [
        ['oracle', oracle.toFixed(2)],
        ['vdnn', vdnn.toFixed(2)],
        ['cdma', cdma.toFixed(2)],
      ],
    );
    assert.equal(((timeline.designs[0]?.backwardStart ?? 0) * 1e3).toFixed(2), forward.toFixed(2));
  });
}

test('every array of a timeline is handed over, once', () => {
  const { timeline } = timelines({ ...GOLDEN, network: 'alexnet' });
  const arrays = timeline.designs
    .flatMap(({ lanes }) => lanes)
    .flatMap((one) => Object.values(one).filter((value) => ArrayBuffer.isView(value)));
  const buffers = buffersOf(timeline);
  assert.equal(buffers.length, arrays.length);
  assert.deepEqual(new Set<unknown>(buffers), new Set(arrays.map(({ buffer }) => buffer)));
});
