import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig } from '../../test/golden/reference-configs.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { EVALUATION_NETWORKS, networkById } from '../network/catalogue.ts';
import type { Network } from '../network/network.ts';
import { type OffloadedMap, planOffload } from './offload-plan.ts';

/** Elements per image and number of maps, counted from the prototxt files by another program. */
const VOLUMES = {
  alexnet: { all: [1240352, 9], copy: [1240352, 9], conv: 243040 },
  overfeat: { all: [929280, 7], copy: [929280, 7], conv: 333312 },
  nin: { all: [1831168, 15], copy: [1831168, 15], conv: 1263712 },
  vgg16: { all: [15052800, 17], copy: [15052800, 17], conv: 8931328 },
  squeezenet: { all: [5070824, 21], copy: [7825896, 37], conv: 2515360 },
  googlenet: { all: [5446448, 45], copy: [6682032, 81], conv: 2649136 },
};

for (const [id, { all, copy, conv }] of Object.entries(VOLUMES)) {
  test(`${id} offloads its known volume with either concat`, () => {
    const network = networkById(id);
    const zeroCopy = planned(network, { policy: 'all', concat: 'zero-copy' });
    const copied = planned(network, { policy: 'all', concat: 'copy' });
    // The reference counts every map that some convolution reads, whoever reads it last.
    const readByConv = zeroCopy.filter(({ layer }) =>
      network.layers.some((reader) => reader.kind === 'conv' && reader.input.includes(layer)),
    );
    assert.deepEqual([elements(zeroCopy), zeroCopy.length], all);
    assert.deepEqual([elements(copied), copied.length], copy);
    assert.equal(elements(readByConv), conv);
  });
}

test('the policy conv moves the maps that a convolution reads last, which are some of all', () => {
  for (const { id } of EVALUATION_NETWORKS) {
    const network = networkById(id);
    const all = planned(network, { policy: 'all', concat: 'zero-copy' });
    const lastReadByConv = all.filter(({ lastReader }) => network.layers[lastReader]?.kind === 'conv');
    assert.deepEqual(planned(network, { policy: 'conv', concat: 'zero-copy' }), lastReadByConv);
  }
});

test('a map with several readers leaves once, beside the last of them', () => {
  const network = networkById('googlenet');
  const maps = planned(network, { policy: 'all', concat: 'zero-copy' });
  const [map, ...others] = maps.filter(({ layer }) => layer === 'inception_3a/output');
  assert.ok(map);
  assert.deepEqual(others, []);
  assert.equal(network.layers[map.lastReader]?.name, 'inception_3b/pool');
});

/** On a 12 GB card, at batch 256, with the thresholds of the reference config. */
function planned(network: Network, change: Partial<ResolvedConfig['workload']>): OffloadedMap[] {
  const { workload, gpu } = referenceConfig(MAXWELL_TITAN_X, 'alexnet');
  return planOffload(network, { ...workload, batch: 256, ...change }, gpu);
}

function elements(maps: readonly OffloadedMap[]): number {
  return maps.reduce((sum, { elementsPerImage }) => sum + elementsPerImage, 0);
}
