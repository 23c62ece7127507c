import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import { stationLimits } from './critical-ratio.ts';
import { offloadBounds } from './transfer-rate.ts';

test('below its critical ratio a station keeps up with the link, above it does not', () => {
  const reference = referenceConfig(TITAN_XP, 'alexnet');
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 60, noNaN: true }), fc.boolean(), (ratio, behindCrossbar) => {
      const dma = { ...reference.dma, placement: behindCrossbar ? 'dma-engine' : 'memory-controller' } as const;
      const config = { ...reference, dma };
      const bounds = offloadBounds(config, ratio);
      for (const { station, criticalRatio } of stationLimits(config)) {
        if (criticalRatio === null || Math.abs(ratio / criticalRatio - 1) < 1e-9) continue;
        assert.equal(bounds[station] < bounds.link, ratio > criticalRatio, `${station} at ${ratio}`);
      }
    }),
    { seed: 11 },
  );
});

test('a crossbar that carries compressed data has no critical ratio', () => {
  const config = referenceConfig(TITAN_XP, 'alexnet');
  assert.equal(stationLimits(config).find(({ station }) => station === 'crossbar')?.criticalRatio, null);
});
