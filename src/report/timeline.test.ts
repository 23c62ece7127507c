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
  ratio: fc.double({ min: 1, max: 16, noNaN: true }),
});

function timelines({ gpu, network: id, bandwidth, ratio }: typeof designs extends fc.Arbitrary<infer D> ? D : never) {
  const reference = referenceConfig(gpu, id);
  const config = { ...reference, link: { ...reference.link, bandwidth } };
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
      assert.ok(Math.abs(sum(lane(cdma, 'offload').compressedBytes) / (moved / design.ratio) - 1) < 1e-9);
      assert.ok(Math.abs(sum(lane(vdnn, 'offload').compressedBytes) / moved - 1) < 1e-9);
    }),
    { seed: 20180224, numRuns: 40 },
  );
});

// docs/model.md, "Golden numbers": VGG-16 on the Maxwell Titan X, batch 128: oracle 1622.80 ms.
test('the lanes of VGG-16 end where the golden numbers say', () => {
  const { timeline } = timelines({ gpu: MAXWELL_TITAN_X, network: 'vgg16', bandwidth: 12.8e9, ratio: 2.6 });
  assert.deepEqual(
    timeline.designs.map(({ design, seconds }) => [design, (seconds * 1e3).toFixed(2)]),
    [
      ['oracle', '1622.80'],
      ['vdnn', '2034.53'],
      ['cdma', '1723.29'],
    ],
  );
  assert.equal(new Set(buffersOf(timeline)).size, timeline.designs.flatMap(({ lanes }) => lanes).length * 6);
});
