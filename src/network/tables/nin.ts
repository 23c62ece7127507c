import type { NetworkTable } from '../network.ts';
import { averagePool, conv, maxPool } from './layers.ts';

export const nin: NetworkTable = {
  id: 'nin',
  title: 'Network in Network (ImageNet)',
  source:
    'moskewcz/boda nets/nin_imagenet/train_val.prototxt@7a5816388acd1a9b6ed6c0105c680005402ef52a (copy of the model-zoo NIN_IMAGENET)',
  input: [3, 224, 224],
  defaultBatch: 128,
  defaultBatchSource: 'recalled from the cDMA paper (HPCA 2018); the slides do not state it',
  layers: [
    conv('conv1', 'data', 96, 11, { stride: 4 }),
    conv('cccp1', 'conv1', 96, 1),
    conv('cccp2', 'cccp1', 96, 1),
    maxPool('pool0', 'cccp2', 3, 2),
    conv('conv2', 'pool0', 256, 5, { pad: 2 }),
    conv('cccp3', 'conv2', 256, 1),
    conv('cccp4', 'cccp3', 256, 1),
    maxPool('pool2', 'cccp4', 3, 2),
    conv('conv3', 'pool2', 384, 3, { pad: 1 }),
    conv('cccp5', 'conv3', 384, 1),
    conv('cccp6', 'cccp5', 384, 1),
    maxPool('pool3', 'cccp6', 3, 2),
    conv('conv4-1024', 'pool3', 1024, 3, { pad: 1 }),
    conv('cccp7-1024', 'conv4-1024', 1024, 1),
    conv('cccp8-1024', 'cccp7-1024', 1000, 1),
    averagePool('pool4', 'cccp8-1024', 6, 1),
  ],
};
