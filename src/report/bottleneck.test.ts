import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig } from '../../test/golden/reference-configs.ts';
import type { Attribution, ResourceView } from '../attribution/attribute.ts';
import { ATTRIBUTED, type Attributed } from '../attribution/critical-path.ts';
import { findBottleneck } from './bottleneck.ts';

const config = referenceConfig(MAXWELL_TITAN_X, 'alexnet');

/** Views with the given shares of the critical path and what-ifs; nothing else has any. */
function attribution(
  views: Partial<Record<Attributed, [share: number, ifInfinite: number]>>,
  pair: Attribution['pair'] = null,
): Attribution {
  const resources = ATTRIBUTED.map((resource): ResourceView => {
    const [criticalPathShare, speedupIfInfinite] = views[resource] ?? [0, 1];
    const elasticity = { slower: criticalPathShare, faster: criticalPathShare };
    return { resource, utilisation: null, criticalPathShare, elasticity, speedupIfInfinite };
  });
  return { resources, pair, layers: [] };
}

// 12.8 GB/s x 2.6 = 33.28 GB/s at the link, 32 B x 1.075 GHz x 2.6 = 89.44 at the crossbar, 70 KB / 350 ns = 200 at the
// buffer: the crossbar is 2.69 times as fast and the buffer 6.01 times.
test('one sentence: what binds, what it costs, what binds next, and the slack of the buffer', () => {
  const { sentence, ...rest } = findBottleneck(config, attribution({ compute: [0.69, 2], link: [0.31, 1.25] }), 2.6);
  assert.deepEqual(rest, { resource: 'link', next: 'crossbar', slack: 89.44 / 33.28 });
  assert.equal(
    sentence,
    'PCIe-bound (transfers are 31 % of the critical path; 1.25x as fast without this limit); ' +
      'next limit: crossbar at 2.69x; DMA buffer has 6.01x slack',
  );
});

test('a tie is called a tie, with what both limits cost together', () => {
  // 6 x 32 B x 1.075 GHz = 206.4 GB/s at the engines and at the link, when the ratio is 16.125.
  const tied = attribution(
    { compute: [0.5, 2], link: [0.5, 1] },
    { resources: ['link', 'engine'], speedupIfInfinite: 1.5 },
  );
  const { sentence } = findBottleneck({ ...config, dma: { ...config.dma, buffer: 1e6 } }, tied, 16.125);
  assert.match(sentence, /^PCIe and compression engines tied \(transfers are 50 % of the critical path; 1\.00x/);
  assert.match(sentence, /1\.50x with compression engines unlimited as well/);
});

test('when nothing of the path buys anything, compute binds', () => {
  const { resource, next, sentence } = findBottleneck(config, attribution({ compute: [1, 3] }), 2.6);
  assert.deepEqual([resource, next], ['compute', null]);
  assert.equal(sentence, 'Compute-bound: transfers are hidden behind compute');
});
