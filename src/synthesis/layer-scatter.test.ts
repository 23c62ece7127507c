import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countNonZero } from '../codecs/words.ts';
import { networkById } from '../network/catalogue.ts';
import type { Tensor } from '../tensors/tensor.ts';
import { convolutionLevels, densityDuringTraining, scatteredDensity } from './density.ts';
import { randomFor } from './random.ts';
import { synthesizer } from './synthesize.ts';

const RESNET = networkById('resnet-18');

function densityOf({ words }: Tensor): number {
  return countNonZero(words) / words.length;
}

test('scatter keeps the mean of densities, and its logarithm has the deviation asked for', () => {
  // A log-normal factor exp(sigma z - sigma^2 / 2) has mean 1 and logarithms of deviation sigma.
  const { gaussian } = randomFor(7, 'scatter');
  const count = 20_000;
  const drawn = Array.from({ length: count }, () => scatteredDensity(0.2, 0.3, gaussian()));
  const mean = drawn.reduce((sum, density) => sum + density, 0) / count;
  assert.ok(Math.abs(mean / 0.2 - 1) < 0.01, `${mean}`);
  const logarithms = drawn.map((density) => Math.log(density / 0.2) + 0.3 ** 2 / 2);
  const deviation = Math.sqrt(logarithms.reduce((sum, value) => sum + value ** 2, 0) / count);
  assert.ok(Math.abs(deviation / 0.3 - 1) < 0.02, `${deviation}`);
});

test('scattered densities stay between 0.01 and 1', () => {
  assert.equal(scatteredDensity(0.2, 1, -9), 0.01);
  assert.equal(scatteredDensity(0.2, 1, 9), 1);
});

test('without scatter the tensors are bit for bit those of the depth law', () => {
  const law = synthesizer(RESNET, 0.5, 1);
  const off = synthesizer(RESNET, 0.5, 1, { layerScatter: 0 });
  for (const layer of ['bn1', 'pool1', 'layer3.0.add']) assert.deepEqual(off.sample(layer), law.sample(layer));
});

test('a layer is scattered alike throughout a training, another layer and another seed differently', () => {
  const averageOf = (layer: string, progress: number, seed: number): number => {
    const density = densityOf(synthesizer(RESNET, progress, seed, { layerScatter: 0.3 }).sample(layer));
    // The law over training is a power of the average, so it can be inverted.
    const power = Math.log(densityDuringTraining(0.25, progress) / 0.5) / Math.log(0.25 / 0.5);
    return 0.5 * (density / 0.5) ** (1 / power);
  };
  const average = averageOf('layer2.0.bn1', 0.3, 1);
  assert.ok(Math.abs(averageOf('layer2.0.bn1', 0.9, 1) / average - 1) < 1e-3);
  assert.ok(Math.abs(averageOf('layer2.0.bn1', 0.3, 2) / average - 1) > 0.01);
  // Two layers of one convolution level.
  const levels = convolutionLevels(RESNET);
  assert.equal(levels.get('layer2.0.bn1'), levels.get('layer2.0.conv1'));
  assert.ok(Math.abs(averageOf('layer2.0.conv1', 0.3, 1) / average - 1) > 0.01);
});

test('the maps of a ResNet: convolutions are dense, batch norms and sums have the density of their level', () => {
  const maps = synthesizer(RESNET, 1, 1);
  for (const layer of ['conv1', 'layer1.0.bn2', 'layer2.0.shortcut.bn']) {
    assert.equal(densityOf(maps.sample(layer)), 1, layer);
  }
  // 0.49 (1 + k)^-0.489; convolutions on the longest way, from 0: bn1 behind the first, the first sum behind two more.
  for (const [layer, level] of [
    ['bn1', 0],
    ['layer1.0.bn1', 1],
    ['layer1.0.add', 2],
    ['layer4.1.add', 16],
  ] as const) {
    const expected = densityDuringTraining(0.49 * (1 + level) ** -0.489, 1);
    assert.ok(Math.abs(densityOf(maps.sample(layer)) - expected) < 1e-3, layer);
  }
});
