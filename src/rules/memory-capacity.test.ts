import assert from 'node:assert/strict';
import { test } from 'node:test';
import { referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import type { Finding } from '../findings/finding.ts';
import { memoryOverIteration } from '../memory/memory-over-iteration.ts';
import { networkById } from '../network/catalogue.ts';
import { uncompressedTimes } from '../timing/training-times.ts';
import { findMemoryProblems } from './memory-capacity.ts';

function problems(batch: number, dramCapacity: number): Finding[] {
  const reference = referenceConfig(TITAN_XP, 'vgg16');
  const config = { ...reference, workload: { ...reference.workload, batch } };
  const network = networkById('vgg16');
  const { vdnn } = uncompressedTimes(config, network);
  return findMemoryProblems(memoryOverIteration({ network, workload: config.workload }, vdnn, dramCapacity), batch);
}

test('nothing is said where everything fits', () => {
  assert.deepEqual(problems(64, 12e9), []);
});

test('a batch that fits only because maps move is worth a word', () => {
  // VGG-16 at batch 128: 7.6 GB of maps, 3.3 GB of gradient maps, 1.7 GB of weights, gradients and momentum, 12.75 GB.
  const [finding, ...others] = problems(128, 12e9);
  assert.deepEqual(others, []);
  assert.equal(finding?.severity, 'information');
  assert.match(finding.message, /keeping everything on the GPU takes 12\.\d GB, the card has 12 GB/);
});

test('a batch that does not fit is a warning, with a batch that does', () => {
  const [finding, ...others] = problems(256, 12e9);
  assert.deepEqual(others, []);
  assert.equal(finding?.severity, 'warning');
  assert.deepEqual(finding.path, ['workload', 'batch']);
  const batch = finding.fixes?.[0]?.edits[0]?.value;
  assert.ok(typeof batch === 'number');
  assert.ok(problems(batch, 12e9).every(({ severity }) => severity === 'information'));
  assert.ok(problems(batch + 2, 12e9).some(({ severity }) => severity === 'warning'));
});

test('where not even one image fits, no batch is offered', () => {
  const [finding] = problems(1, 1e9);
  assert.equal(finding?.severity, 'warning');
  assert.deepEqual(finding.fixes, []);
});
