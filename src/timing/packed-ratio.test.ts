import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { constantLineSizes } from '../pipeline/line-sizes.ts';
import type { Packing } from '../pipeline/packets.ts';
import { jointRatios, packedRatios, packedRatiosOfLines } from './packed-ratio.ts';

const packing = (kind: Packing['packing']): Packing => ({ packing: kind, maxPayload: 128, packetHeader: 24 });

test('byte behind byte, every station sees the compression ratio', () => {
  assert.deepEqual(packedRatios(packing('stream'), 2.6), { crossbar: 2.6, link: 2.6 });
});

test('in sectors, 52 B take 64', () => {
  assert.deepEqual(packedRatios(packing('sector'), 128 / 52), { crossbar: 2, link: 2 });
});

test('in packets of their own, 64 B take 88 B of a wire on which a full packet of 128 B takes 152', () => {
  const { crossbar, link } = packedRatios(packing('line'), 2);
  assert.equal(crossbar, 2);
  assert.ok(Math.abs(link - 152 / 88) < 1e-12);
  // 132 B need two packets.
  const dense = packedRatios(packing('line'), 128 / 132).link;
  assert.ok(Math.abs(dense - 152 / (132 + 48)) < 1e-12);
});

test('the ratio alone and lines of equal size say the same', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.7, max: 32, noNaN: true }),
      fc.constantFrom('stream' as const, 'sector' as const, 'line' as const),
      (ratio, kind) => {
        const fromRatio = packedRatios(packing(kind), ratio);
        const fromLines = packedRatiosOfLines(packing(kind), ratio, constantLineSizes(ratio, 20_000));
        assert.ok(Math.abs(fromRatio.link / fromLines.link - 1) < 1e-3);
        assert.ok(Math.abs(fromRatio.crossbar / fromLines.crossbar - 1) < 1e-3);
      },
    ),
    { seed: 20180302 },
  );
});

test('of maps copied together the bytes add up', () => {
  const maps = [
    { rawBytes: 100, ratios: { crossbar: 2, link: 1 } },
    { rawBytes: 300, ratios: { crossbar: 3, link: 3 } },
  ];
  // 400 / (50 + 100) and 400 / (100 + 100)
  assert.deepEqual(jointRatios(maps), { crossbar: 400 / 150, link: 2 });
});
