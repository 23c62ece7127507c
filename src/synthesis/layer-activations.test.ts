import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countNonZero } from '../codecs/words.ts';
import type { LayerActivationSettings } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import type { Clustering } from './clustering.ts';
import { densityDuringTraining } from './density.ts';
import { mapStatistics } from './layer-activations.ts';
import { synthesizer } from './synthesize.ts';

const LAW: { averageDensity: number; clustering: Clustering } = {
  averageDensity: 0.3,
  clustering: {
    channelShare: 0.15,
    positionShare: 0.2,
    mapShare: 0,
    neighbourCorrelation: 0.6,
    verticalCorrelation: 0.6,
    deadChannels: 0,
    deadMaps: 0,
  },
};

function close(found: number, expected: number, what = ''): void {
  assert.ok(Math.abs(found - expected) < 1e-12, `${what} ${found}, expected ${expected}`);
}

test('without settings the law stands', () => {
  for (const progress of [0, 0.3, 1]) {
    const density = densityDuringTraining(0.3, progress);
    assert.deepEqual(mapStatistics(LAW, {}, progress), { density, ...LAW.clustering });
  }
});

test('constants of the curve replace those of the law one by one', () => {
  // d(t) = d0 (m / d0)^g(t); at t = 1 with overshoot 0 and a short fall, g is 1 / (1 - tau) to e^(-1/tau).
  const { density } = mapStatistics(LAW, { averageDensity: 0.2, initialDensity: 0.8, fallTime: 0.02, overshoot: 0 }, 1);
  assert.ok(Math.abs(density - 0.8 * 0.25 ** (1 / 0.98)) < 1e-9, `${density}`);
  close(mapStatistics(LAW, { averageDensity: 0.2 }, 0.3).density, densityDuringTraining(0.2, 0.3));
  close(mapStatistics(LAW, { initialDensity: 0.4 }, 0).density, 0.4);
  close(mapStatistics(LAW, { initialDensity: 0.2 }, 0.5).density, 0.3, 'an average above the initial density');
});

test('a measured curve is linear between its points and constant outside', () => {
  const points = [
    { trainingProgress: 0.1, density: 0.5 },
    { trainingProgress: 0.3, density: 0.1 },
    { trainingProgress: 0.8, density: 0.2 },
  ];
  const densities: readonly [progress: number, density: number][] = [
    [0, 0.5],
    [0.1, 0.5],
    [0.15, 0.4],
    [0.3, 0.1],
    [0.55, 0.15],
    [0.8, 0.2],
    [1, 0.2],
  ];
  for (const [progress, density] of densities) {
    close(mapStatistics(LAW, { points }, progress).density, density, `at ${progress}:`);
  }
});

test('what points leave out is taken from those that have it, then from the constants, then from the law', () => {
  const settings: LayerActivationSettings = {
    points: [
      { trainingProgress: 0, density: 0.5, mapShare: 0.1 },
      { trainingProgress: 0.5, density: 0.3 },
      { trainingProgress: 1, density: 0.2, mapShare: 0.3, deadMaps: 0.4 },
    ],
    deadChannels: 0.25,
    deadMaps: 0.1,
  };
  const found = mapStatistics(LAW, settings, 0.5);
  close(found.mapShare, 0.2);
  close(found.deadMaps, 0.4);
  close(found.deadChannels, 0.25);
  close(found.channelShare, 0.15);
});

test('a horizontal correlation stands for the vertical one where only it is set', () => {
  assert.equal(mapStatistics(LAW, { neighbourCorrelation: 0.3 }, 0.5).verticalCorrelation, 0.3);
  const both = mapStatistics(LAW, { neighbourCorrelation: 0.3, verticalCorrelation: 0.7 }, 0.5);
  assert.deepEqual([both.neighbourCorrelation, both.verticalCorrelation], [0.3, 0.7]);
  assert.equal(mapStatistics(LAW, { verticalCorrelation: 0.7 }, 0.5).neighbourCorrelation, 0.6);
});

test('shares that are set and shares of the law shrink together where they would leave nothing', () => {
  const found = mapStatistics(LAW, { channelShare: 0.9 }, 0.5);
  close(found.channelShare + found.positionShare + found.mapShare, 0.99);
  close(found.channelShare / found.positionShare, 0.9 / 0.2);
});

test('samples of a network follow the settings of their layer, and only they', () => {
  const network = networkById('alexnet');
  const layers: Record<string, LayerActivationSettings> = {
    conv3: { averageDensity: 0.1 },
    conv5: { points: [{ trainingProgress: 0.5, density: 0.04, deadChannels: 0.5 }] },
    fc8: { points: [{ trainingProgress: 0.5, density: 0.5 }] },
  };
  const usual = synthesizer(network, 0.5, 1);
  // Densities that are set are not scattered.
  const set = synthesizer(network, 0.5, 1, { layers, layerScatter: 0.3 });
  const own = synthesizer(network, 0.5, 1, { layers });
  const densityOf = (layer: string, maps = own) => {
    const { words } = maps.sample(layer);
    return countNonZero(words) / words.length;
  };
  for (const maps of [own, set]) {
    assert.ok(Math.abs(densityOf('conv3', maps) - densityDuringTraining(0.1, 0.5)) < 1e-4);
    assert.ok(Math.abs(densityOf('conv5', maps) - 0.04) < 1e-4);
    assert.ok(Math.abs(densityOf('fc8', maps) - 0.5) < 1e-4);
  }
  assert.ok(densityOf('pool5') < 0.6 * densityOf('pool5', usual), 'a pool is made from the sparser map');
  assert.deepEqual(own.sample('conv4'), usual.sample('conv4'));
});
