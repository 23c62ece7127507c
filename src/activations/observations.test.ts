import assert from 'node:assert/strict';
import { test } from 'node:test';
import trainings from '../../test/golden/density-over-training.json' with { type: 'json' };
import type { FeatureShape, LayerKind } from '../network/network.ts';
import type { Observation, StudiedLayer } from './activation-study.ts';
import { observe, rankCorrelation } from './observations.ts';

type Run = keyof typeof trainings.runs;

/** A recorded training; layers named in `without` are left out. */
function studied(run: Run, without = /^$/): StudiedLayer[] {
  const { trainingProgress, layers } = trainings.runs[run];
  return layers
    .filter(({ name }) => !without.test(name))
    .map(({ name, kind, input, shape, density }) => ({
      name,
      kind: kind as LayerKind,
      input,
      shape: shape as unknown as FeatureShape,
      densities: trainingProgress.map((progress, i) => ({ trainingProgress: progress, density: density[i] ?? 0 })),
      coded: [],
    }));
}

function layer(name: string, kind: LayerKind | null, input: string | null, ...densities: number[]): StudiedLayer {
  const points = densities.map((density, i) => ({ trainingProgress: i / Math.max(1, densities.length - 1), density }));
  return { name, kind, input, shape: [1, 1, 1], densities: points, coded: [] };
}

const verdict = (observations: readonly Observation[], id: Observation['id']) =>
  observations.find((observation) => observation.id === id)?.verdict;
const evidence = (observations: readonly Observation[], id: Observation['id']) =>
  observations.find((observation) => observation.id === id)?.evidence ?? '';

/*
 * What was found in these trainings when they were recorded: the first convolution stays within .455-.497 in B and
 * .484-.536 in D, and falls to .30 in A and .36 in C; pooling raised the density in every case; the rank correlation of
 * depth and density is -.60 (squeeze layers not counted).
 */
const FIRST_CONVOLUTION = { A: 'does-not-hold', B: 'holds', C: 'does-not-hold', D: 'holds' } as const;
for (const run of Object.keys(trainings.runs) as Run[]) {
  test(`observations on the recorded training ${trainings.runs[run].title}`, () => {
    const found = observe(studied(run, /squeeze/));
    assert.equal(
      verdict(found, 'first-convolution-half'),
      FIRST_CONVOLUTION[run],
      evidence(found, 'first-convolution-half'),
    );
    assert.equal(verdict(found, 'pooling-raises-density'), 'holds', evidence(found, 'pooling-raises-density'));
    assert.match(evidence(found, 'deeper-is-sparser'), /-0\.60 over/);
    assert.equal(verdict(found, 'deeper-is-sparser'), 'holds');
  });
}

test('a fall and a recovery must both be seen in most layers', () => {
  const valley = (name: string) => layer(name, 'conv', null, 0.5, 0.2, 0.25);
  const falling = (name: string) => layer(name, 'conv', null, 0.5, 0.3, 0.2);
  assert.equal(verdict(observe([valley('a'), valley('b'), valley('c'), falling('d')]), 'falls-then-recovers'), 'holds');
  assert.equal(
    verdict(observe([valley('a'), valley('b'), falling('c'), falling('d')]), 'falls-then-recovers'),
    'does-not-hold',
  );
});

test('a pool that is sparser than its input at one point contradicts', () => {
  const found = observe([layer('conv', 'conv', 'data', 0.5, 0.5), layer('pool', 'pool', 'conv', 0.8, 0.4)]);
  assert.equal(verdict(found, 'pooling-raises-density'), 'does-not-hold');
  assert.match(evidence(found, 'pooling-raises-density'), /in 1 of 2 cases .* factor of 0\.80 to 1\.60/);
});

test('too little data is said to be too little', () => {
  for (const layers of [[], [layer('a', null, null, 0.5, 0.4, 0.3)], [layer('conv', 'conv', null, 0.5)]]) {
    const found = observe(layers);
    assert.deepEqual(new Set(found.map((observation) => observation.verdict)), new Set(['cannot-tell']));
    for (const observation of found) assert.match(observation.evidence, /^[A-Za-z].*\.$/);
  }
});

test('rank correlation: textbook values, and ties', () => {
  // Ranks 1 2 3 4 5 against 5 6 7 8 7 in Spearman's own form with shared ranks.
  assert.equal(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 40]), 1);
  assert.equal(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1]), -1);
  assert.ok(Math.abs(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) - 0.8207826816681233) < 1e-12);
  assert.equal(rankCorrelation([1, 2, 3], [7, 7, 7]), 0);
});
