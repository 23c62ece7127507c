import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkById } from '../network/catalogue.ts';
import type { Layer } from '../network/network.ts';
import { clusteringOf } from './clustering.ts';
import { averageDensity, convolutionLevels, densityDuringTraining } from './density.ts';

function close(found: number, expected: number, tolerance: number, what = ''): void {
  assert(Math.abs(found - expected) <= tolerance, `${what} ${found}, expected ${expected} within ${tolerance}`);
}

test('AlexNet has the densities of the slides', () => {
  const network = networkById('alexnet');
  const levels = convolutionLevels(network);
  const density = (name: string) => {
    const layer = network.layers.find((candidate) => candidate.name === name);
    assert(layer?.kind === 'conv' || layer?.kind === 'fc');
    return averageDensity(layer as Extract<Layer, { kind: 'conv' | 'fc' }>, levels.get(name) ?? 0);
  };
  // Slides 22-26: conv0 .49, conv1 .36, conv4 .22; the depth law is a fit with residuals of 3 %.
  close(density('conv1'), 0.49, 0.001);
  close(density('conv2'), 0.36, 0.36 * 0.035);
  close(density('conv5'), 0.22, 0.22 * 0.035);
  close(density('fc6'), 0.31, 1e-9);
  assert.equal(density('fc8'), 1);
});

test('depth counts convolutions on the longest branch', () => {
  const levels = convolutionLevels(networkById('googlenet'));
  assert.equal(Math.max(...levels.values()), 20);
});

test('density over training: random start, fast fall, slow recovery, the right mean', () => {
  // Published shape of the law: .22 goes .5 -> .195 at 0.2 -> .244; means .2219 for .22 and .0744 for .07.
  assert.equal(densityDuringTraining(0.22, 0), 0.5);
  close(densityDuringTraining(0.22, 0.2), 0.195, 0.001);
  close(densityDuringTraining(0.22, 1), 0.244, 0.001);
  const mean = (average: number) => meanOver((progress) => densityDuringTraining(average, progress));
  close(mean(0.22), 0.2219, 0.0003);
  close(mean(0.07), 0.0744, 0.0003);
  assert.equal(densityDuringTraining(1, 0.3), 1);
});

/** Mean over training by 10,000 midpoints. */
function meanOver(density: (progress: number) => number): number {
  let sum = 0;
  for (let i = 0; i < 10_000; i++) sum += density((i + 0.5) / 10_000);
  return sum / 10_000;
}

test('whatever the constants, the curve starts at the initial density and has the average it is given', () => {
  for (const initialDensity of [0.4, 0.5, 0.7]) {
    for (const fallTime of [0.01, 0.04, 0.2]) {
      for (const overshoot of [0, 0.4, 1]) {
        const curve = { initialDensity, fallTime, overshoot };
        for (const average of [0.07, 0.22, 0.36]) {
          assert.equal(densityDuringTraining(average, 0, curve), initialDensity);
          const mean = meanOver((progress) => densityDuringTraining(average, progress, curve));
          // The exponent has mean 1, so by Jensen's inequality the mean of the power is above the average.
          assert.ok(mean >= average * (1 - 1e-6), `${mean} of ${average}`);
        }
      }
    }
  }
  // With the default constants it is 1 to 7 % above, the more the sparser.
  for (const [average, most] of [
    [0.36, 1.005],
    [0.22, 1.01],
    [0.15, 1.025],
    [0.07, 1.07],
  ] as const) {
    const mean = meanOver((progress) => densityDuringTraining(average, progress));
    assert.ok(mean / average >= 1 && mean / average <= most, `${mean} of ${average}`);
  }
});

test('density falls to one minimum and then rises; without overshoot it only falls', () => {
  const points = Array.from({ length: 1001 }, (_, i) => i / 1000);
  for (const fallTime of [0.01, 0.04, 0.2]) {
    for (const overshoot of [0, 0.4, 1]) {
      const curve = { initialDensity: 0.5, fallTime, overshoot };
      const densities = points.map((progress) => densityDuringTraining(0.2, progress, curve));
      const lowest = densities.indexOf(Math.min(...densities));
      const rises = (from: number, to: number) =>
        densities.slice(from + 1, to + 1).every((density, i) => density >= densities[from + i]);
      const falls = densities.slice(1, lowest + 1).every((density, i) => density <= densities[i]);
      assert.ok(falls && rises(lowest, 1000), `${fallTime}, ${overshoot}`);
      if (overshoot > 0) assert.ok(densities[lowest] < 0.2 && densities[1000] > densities[lowest]);
      else assert.equal(densities[1000], densities[lowest]);
    }
  }
});

test('a layer whose average is not below the initial density stays there', () => {
  for (const progress of [0, 0.01, 0.5, 1]) {
    assert.equal(densityDuringTraining(0.5, progress), 0.5);
    assert.equal(densityDuringTraining(0.8, progress), 0.8);
    assert.equal(densityDuringTraining(0.3, progress, { initialDensity: 0.3, fallTime: 0.04, overshoot: 0.4 }), 0.3);
    assert.equal(densityDuringTraining(0.1, progress, { initialDensity: 0, fallTime: 0.04, overshoot: 0.4 }), 0.1);
  }
  assert.equal(densityDuringTraining(0, 0), 0.5);
  assert.equal(densityDuringTraining(0, 1), 0);
});

test('clustering goes from the random start to the trained state in the first twentieth', () => {
  const conv = { kind: 'conv', isFirst: false, width: 27 } as const;
  assert.deepEqual(clusteringOf(conv, 0), {
    channelShare: 0.6,
    positionShare: 0.13,
    mapShare: 0,
    neighbourCorrelation: 0.7,
    verticalCorrelation: 0.7,
    deadChannels: 0,
    deadMaps: 0,
  });
  const trained = clusteringOf(conv, 0.05);
  close(trained.channelShare, 0.15, 1e-12);
  close(trained.positionShare, 0.2, 1e-12);
  close(trained.neighbourCorrelation, 0.6, 1e-12);
  assert.deepEqual(clusteringOf(conv, 1), trained);
  close(clusteringOf({ ...conv, width: 7 }, 1).neighbourCorrelation, 0.45, 1e-12);
});
