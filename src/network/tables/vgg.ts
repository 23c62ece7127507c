import type { LayerSpec, NetworkTable } from '../network.ts';
import { conv, fullyConnected, maxPool } from './layers.ts';

const STAGE_CHANNELS = [64, 128, 256, 512, 512] as const;

/** Five stages of 3x3 convolutions, each with a 2x2 pooling behind it, then the classifier. */
function vggLayers(convolutions: readonly number[]): LayerSpec[] {
  const layers: LayerSpec[] = [];
  let input = 'data';
  for (const [stage, channels] of STAGE_CHANNELS.entries()) {
    for (let index = 1; index <= (convolutions[stage] ?? 0); index++) {
      const name = `conv${stage + 1}_${index}`;
      layers.push(conv(name, input, channels, 3, { pad: 1 }));
      input = name;
    }
    layers.push(maxPool(`pool${stage + 1}`, input, 2, 2));
    input = `pool${stage + 1}`;
  }
  return [
    ...layers,
    fullyConnected('fc6', 'pool5', 4096, { relu: true, dropout: true }),
    fullyConnected('fc7', 'fc6', 4096, { relu: true, dropout: true }),
    fullyConnected('fc8', 'fc7', 1000),
  ];
}

export const vgg16: NetworkTable = {
  id: 'vgg16',
  title: 'VGG-16 (model D)',
  source:
    'moskewcz/boda nets/VGG16-v2-conv/train_val.prototxt@1bd1aa4780e886789ed8f63bc6b61a1611124914 (fc6 given there as the equivalent 7x7 conv)',
  input: [3, 224, 224],
  defaultBatch: 128,
  defaultBatchSource: 'recalled from the cDMA paper (HPCA 2018); the slides do not state it',
  layers: vggLayers([2, 2, 3, 3, 3]),
};

export const vgg19: NetworkTable = {
  id: 'vgg19',
  title: 'VGG-19 (model E)',
  source: 'Simonyan and Zisserman, arXiv 1409.1556, table 1',
  input: [3, 224, 224],
  defaultBatch: 16,
  defaultBatchSource: 'the batch of jcjohnson/cnn-benchmarks; the cDMA paper has no VGG-19',
  layers: vggLayers([2, 2, 4, 4, 4]),
};
