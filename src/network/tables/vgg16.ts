import type { NetworkTable } from '../network.ts';
import { conv, fullyConnected, maxPool } from './layers.ts';

export const vgg16: NetworkTable = {
  id: 'vgg16',
  title: 'VGG-16 (model D)',
  source:
    'moskewcz/boda nets/VGG16-v2-conv/train_val.prototxt@1bd1aa4780e886789ed8f63bc6b61a1611124914 (fc6 given there as the equivalent 7x7 conv)',
  input: [3, 224, 224],
  defaultBatch: 128,
  defaultBatchSource: 'recalled from the cDMA paper (HPCA 2018); the slides do not state it',
  layers: [
    conv('conv1_1', 'data', 64, 3, { pad: 1 }),
    conv('conv1_2', 'conv1_1', 64, 3, { pad: 1 }),
    maxPool('pool1', 'conv1_2', 2, 2),
    conv('conv2_1', 'pool1', 128, 3, { pad: 1 }),
    conv('conv2_2', 'conv2_1', 128, 3, { pad: 1 }),
    maxPool('pool2', 'conv2_2', 2, 2),
    conv('conv3_1', 'pool2', 256, 3, { pad: 1 }),
    conv('conv3_2', 'conv3_1', 256, 3, { pad: 1 }),
    conv('conv3_3', 'conv3_2', 256, 3, { pad: 1 }),
    maxPool('pool3', 'conv3_3', 2, 2),
    conv('conv4_1', 'pool3', 512, 3, { pad: 1 }),
    conv('conv4_2', 'conv4_1', 512, 3, { pad: 1 }),
    conv('conv4_3', 'conv4_2', 512, 3, { pad: 1 }),
    maxPool('pool4', 'conv4_3', 2, 2),
    conv('conv5_1', 'pool4', 512, 3, { pad: 1 }),
    conv('conv5_2', 'conv5_1', 512, 3, { pad: 1 }),
    conv('conv5_3', 'conv5_2', 512, 3, { pad: 1 }),
    maxPool('pool5', 'conv5_3', 2, 2),
    fullyConnected('fc6', 'pool5', 4096, { relu: true, dropout: true }),
    fullyConnected('fc7', 'fc6', 4096, { relu: true, dropout: true }),
    fullyConnected('fc8', 'fc7', 1000),
  ],
};
