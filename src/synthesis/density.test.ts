import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkById } from '../network/catalogue.ts';
import type { Layer } from '../network/network.ts';
import { clusteringOf, latentCorrelation } from './clustering.ts';
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
  const mean = (average: number) => {
    let sum = 0;
    for (let i = 0; i < 10_000; i++) sum += densityDuringTraining(average, (i + 0.5) / 10_000);
    return sum / 10_000;
  };
  close(mean(0.22), 0.2219, 0.0003);
  close(mean(0.07), 0.0744, 0.0003);
  assert.equal(densityDuringTraining(1, 0.3), 1);
});

test('latent correlation for a mask correlation (tetrachoric table of docs/activations.md)', () => {
  const densities = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
  const table: Record<number, number[]> = {
    0.2: [0.577, 0.494, 0.425, 0.359, 0.328, 0.309, 0.328, 0.425],
    0.3: [0.7, 0.632, 0.571, 0.507, 0.475, 0.454, 0.475, 0.571],
    0.4: [0.792, 0.74, 0.691, 0.636, 0.607, 0.588, 0.607, 0.691],
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: a table as published
    0.5: [0.861, 0.824, 0.788, 0.746, 0.723, 0.707, 0.723, 0.788],
    0.6: [0.914, 0.89, 0.866, 0.837, 0.821, 0.809, 0.821, 0.866],
    0.7: [0.952, 0.939, 0.925, 0.908, 0.898, 0.891, 0.898, 0.925],
  };
  for (const [correlation, row] of Object.entries(table)) {
    row.forEach((expected, i) => {
      close(latentCorrelation(Number(correlation), densities[i]), expected, 0.001, `${correlation} at ${densities[i]}`);
    });
  }
  assert.equal(latentCorrelation(0, 0.3), 0);
});

test('clustering goes from the random start to the trained state in the first twentieth', () => {
  const conv = { kind: 'conv', isFirst: false, width: 27 } as const;
  assert.deepEqual(clusteringOf(conv, 0), { channelShare: 0.6, positionShare: 0.13, neighbourCorrelation: 0.7 });
  const trained = clusteringOf(conv, 0.05);
  close(trained.channelShare, 0.15, 1e-12);
  close(trained.positionShare, 0.2, 1e-12);
  close(trained.neighbourCorrelation, 0.6, 1e-12);
  assert.deepEqual(clusteringOf(conv, 1), trained);
  close(clusteringOf({ ...conv, width: 7 }, 1).neighbourCorrelation, 0.45, 1e-12);
});
