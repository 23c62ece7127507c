import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseManifest } from './manifest.ts';

const TENSOR = { layer: 'conv1', file: 'conv1.npy', shape: [1, 2, 3, 4], dtype: 'float32', trainingProgress: 1 };

function problemsOf(change: object): string[] {
  const parsed = parseManifest({ layout: 'NCHW', tensors: [TENSOR], ...change });
  return 'manifest' in parsed ? [] : parsed.problems.map(({ path, message }) => `${path.join('.')} ${message}`);
}

test('a manifest may say what layers are, and how dense they were', () => {
  const layers = [
    { name: 'conv1', kind: 'conv' },
    { name: 'pool1', kind: 'pool', input: 'conv1', pool: { mode: 'max', kernel: 3, stride: 2 } },
  ];
  const densities = { trainingProgress: [0, 0.5, 1], layers: { conv1: [0.5, 0.2, 0.3], pool1: [0.8, 0.5, 0.6] } };
  assert.deepEqual(problemsOf({ layers, densities }), []);
});

const FAULTS: [title: string, change: object, problems: string[]][] = [
  ['no tensors', { tensors: [] }, ['tensors must have 1 items or more']],
  [
    'an element type that is not read',
    { tensors: [{ ...TENSOR, dtype: 'float64' }] },
    ['tensors.0.dtype must be one of float32,float16,bfloat16,int8,uint8'],
  ],
  [
    'a curve of another length',
    { densities: { trainingProgress: [0, 1], layers: { conv1: [0.5] } } },
    ['densities.layers.conv1 has 1 densities; trainingProgress has 2 points'],
  ],
  [
    'points out of order',
    { densities: { trainingProgress: [0, 0.5, 0.5], layers: {} } },
    ['densities.trainingProgress.2 is 0.5, after 0.5: points must ascend'],
  ],
  [
    'a density above 1',
    { densities: { trainingProgress: [0], layers: { conv1: [38] } } },
    ['densities.layers.conv1.0 must be <= 1'],
  ],
  [
    'a kind that no layer has',
    { layers: [{ name: 'conv1', kind: 'dropout' }] },
    ['layers.0.kind must be one of conv,fc,pool,lrn,batch-norm,add,concat'],
  ],
];
for (const [title, change, problems] of FAULTS) {
  test(`a manifest with ${title} is refused at the place`, () => assert.deepEqual(problemsOf(change), problems));
}
